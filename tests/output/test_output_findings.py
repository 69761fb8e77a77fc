"""Findings as a clerk reads them."""

from __future__ import annotations

from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.output.findings import counts, findings_text, summary


def finding(sheet: str | None, cell: str | None, severity: Severity = Severity.ERROR, code: str = "PX101") -> Finding:
    return Finding(code, "name", severity, Place(sheet, cell), f"{sheet}{cell}不对", fix="改", citation="某办法")


def test_no_finding_is_said_in_words() -> None:
    assert findings_text(()) == "未发现问题。"


def test_findings_stand_by_sheet_in_reading_order() -> None:
    text = findings_text((finding("乙", "B10"), finding("甲", "A1"), finding("乙", "C9")))
    places = ["【乙】", "C9", "B10", "【甲】", "A1", "共 3 项"]
    assert [text.index(place) for place in places] == sorted(text.index(place) for place in places)


def test_each_finding_tells_level_code_cell_message_fix_and_source() -> None:
    lines = findings_text((finding("甲", "A1", Severity.WARNING),)).splitlines()
    assert lines[:4] == ["【甲】", "  核实 PX101 A1 甲A1不对", "      建议：改", "      依据：某办法"]


def test_a_finding_on_the_whole_book_or_in_a_paragraph_has_a_heading_too() -> None:
    prose = Finding("PX300", "n", Severity.INFO, Place(paragraph=7), "不一致")
    text = findings_text((finding(None, None), prose))
    assert text.startswith("【整个工作簿】")
    assert "提示 PX300 第7段 不一致" in text


def test_counts_are_by_severity_gravest_first() -> None:
    found = counts((finding("甲", "A1", Severity.INFO), finding("甲", "A2", Severity.INFO)))
    assert list(found.items()) == [("error", 0), ("warning", 0), ("info", 2)]
    assert "提示 2" in summary((finding("甲", "A1", Severity.INFO),) * 2)
