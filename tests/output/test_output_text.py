"""Findings as a clerk reads them."""

from __future__ import annotations

from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.output.text import counts, findings_text, summary
from perfxl.output.words import _WORDS, words


def finding(sheet: str | None, cell: str | None, severity: Severity = Severity.ERROR, code: str = "PX101") -> Finding:
    return Finding(code, "name", severity, Place(sheet, cell), f"{sheet}{cell}不对", fix="改", citation="某办法")


def test_no_finding_is_said_in_words() -> None:
    assert findings_text(()) == "未发现问题。"
    assert findings_text((), "en") == "No findings."


def test_findings_stand_by_sheet_in_reading_order() -> None:
    text = findings_text((finding("乙", "B10"), finding("甲", "A1"), finding("乙", "C9")))
    places = ["【乙】", "C9", "B10", "【甲】", "A1", "共 3 项"]
    assert [text.index(place) for place in places] == sorted(text.index(place) for place in places)


def test_each_finding_tells_level_code_cell_message_fix_and_source() -> None:
    lines = findings_text((finding("甲", "A1", Severity.WARNING),)).splitlines()
    assert lines[:4] == ["【甲】", "  核实 PX101 A1 甲A1不对", "      建议：改", "      依据：某办法"]


def test_english_translates_the_fixed_words_only() -> None:
    lines = findings_text((finding("甲", "A1"),), "en").splitlines()
    assert lines[1] == "  error PX101 A1 甲A1不对"
    assert lines[-1] == "Findings: 1 (1 error, 0 warning, 0 info)."


def test_a_finding_on_the_whole_book_or_in_a_paragraph_has_a_heading_too() -> None:
    prose = Finding("PX300", "n", Severity.INFO, Place(paragraph=7), "不一致")
    text = findings_text((finding(None, None), prose))
    assert text.startswith("【整个工作簿】")
    assert "提示 PX300 第7段 不一致" in text


def test_counts_are_by_severity_gravest_first() -> None:
    found = counts((finding("甲", "A1", Severity.INFO), finding("甲", "A2", Severity.INFO)))
    assert list(found.items()) == [("error", 0), ("warning", 0), ("info", 2)]
    assert "提示 2" in summary((finding("甲", "A1", Severity.INFO),) * 2)


def test_both_languages_have_the_same_placeholders() -> None:
    def placeholders(text: str) -> set[str]:
        return {part.partition("}")[0] for part in text.split("{")[1:]}

    assert [key for key, (zh, en) in _WORDS.items() if placeholders(zh) != placeholders(en)] == []
    assert list(words("zh")) == list(words("en"))
