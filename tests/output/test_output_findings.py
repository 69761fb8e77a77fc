"""Findings as a clerk reads them: the summary and the errors first, nothing said to be clean that was not compared."""

from __future__ import annotations

from perfxl.attachments.statement import coverage_lines, found_clause, incompleteness, summary
from perfxl.jobs.judging import Judgement
from perfxl.model.coverage import Coverage, FailedCheck, PackStatus, TableCoverage, Uncompared
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.model.table import Unread
from perfxl.output.findings import counts, findings_blocks, result_text

TABLE = TableCoverage("staff", "人员", "表", "A1:D9", 40, 2, {Uncompared.NO_RULE: 3, Uncompared.BLANK_OPERAND: 1})
WHOLE = Coverage((TableCoverage("staff", "人员", "表", "A1:D9", 40),))


def finding(sheet: str | None, cell: str | None, severity: Severity = Severity.ERROR, code: str = "PX101") -> Finding:
    return Finding(code, "总分", severity, Place(sheet, cell), f"{sheet}{cell}不对", fix="改", citation="某办法")


def text(*findings: Finding, coverage: Coverage = WHOLE) -> str:
    return result_text(Judgement(findings, coverage))


def test_no_finding_is_said_with_what_was_compared() -> None:
    assert text() == "核对了 40 个数，未发现问题；没有未核对的数。"


def test_what_was_not_compared_is_said_with_its_reasons() -> None:
    assert summary((), Coverage((TABLE,))) == (
        "核对了 40 个数，未发现问题；未核对 4 个：没有规则也没有别处的数可对照 3 个，参与计算的格子空白 1 个。"
    )


def test_numbers_that_were_not_read_come_before_the_findings() -> None:
    unread = tuple(Unread("附件", f"{letter}2:{letter}9", 8, 1, "备用列") for letter in "JK")
    told = text(finding("甲", "A1"), coverage=Coverage((TABLE,), ("说明",), unread=unread))
    assert "没有读 16 个" in told.splitlines()[0]
    order = [
        "没有读：附件!J2:J9（8 个数、1 个文字，如“备用列”）、附件!K2:K9",
        "没有识别到表的工作表：“说明”",
        "【错误】1 项",
    ]
    assert sorted(told.index(part) for part in order) == [told.index(part) for part in order]


def test_a_book_without_a_table_is_not_clean() -> None:
    told = text(coverage=Coverage(sheets=("通讯录",), unread=(Unread("通讯录", "B2:B9", 8, 1, "电话"),)))
    assert told.startswith("未识别到已知的表")
    assert "没有识别到表的工作表：“通讯录”（8 个数）。" in told
    assert "未发现问题" not in told


def test_a_book_of_no_known_kind_says_what_its_labels_were_held_against() -> None:
    block = Unread("决算", "B2:C9", 16, 1, "甲")
    told = text(
        finding("决算", "C9"), coverage=Coverage(sheets=("决算",), unread=(block,), claimed={("决算", "B2:C9"): 12})
    )
    assert told.splitlines()[0] == (
        "没有已知种类的表，不能填写；按各表自己的标签核对了 12 个数，"
        "发现 1 项（错误 1，核实 0，提示 0）；另有 4 个数没有核对。"
    )


def test_numbers_compared_by_what_labels_claim_are_no_longer_unread() -> None:
    block = Unread("附件", "B2:C9", 16, 1, "甲")
    coverage = Coverage((TABLE,), unread=(block,), claimed={("附件", "B2:C9"): 12})
    assert (coverage.compared, coverage.left(block)) == (52, 4)
    assert "没有读 4 个" in summary((), coverage)
    assert "附件!B2:C9（16 个数、1 个文字、其中 12 个数按标签核对了，如“甲”）" in next(incompleteness(coverage))


def test_a_form_without_its_parts_is_not_whole() -> None:
    lacking = TableCoverage("project_form", "自评表", "表", "A1:H30", 12, missing=("项目资金", "总分"))
    assert list(incompleteness(Coverage((lacking,)))) == ["不完整的表：“自评表”没有认出项目资金、总分。"]
    assert not Coverage((lacking,)).complete


def test_forms_of_one_name_that_lack_the_same_are_told_once_with_their_sheets() -> None:
    lacking = [TableCoverage("project_form", "自评表", sheet, "A1:H30", missing=("总分",)) for sheet in ("甲", "乙")]
    assert list(incompleteness(Coverage(tuple(lacking)))) == ["不完整的表：“自评表”（甲、乙）没有认出总分。"]


def test_a_check_that_erred_is_named() -> None:
    (line,) = incompleteness(Coverage((TABLE,), failed=(FailedCheck("PX240", "项目数量", "KeyError"),)))
    assert line.startswith("检查 PX240（项目数量）出错（KeyError），没有做成")


def test_unconfirmed_rules_idle_checks_and_packs_stand_at_the_end() -> None:
    packs = (PackStatus("mof-2020", "管理办法", 15, 6), PackStatus("bare", "空", 0, 0))
    lines = list(coverage_lines(Coverage((TABLE,), idle=("PX146", "PX147"), packs=packs)))
    assert lines == [
        "核对过的数中有 2 个只依据出处未核实的规则。",
        "没有对应的表，用不上的检查 2 项：PX146、PX147。",
        "规则包：mof-2020 管理办法（规则已核实 15 条，未核实 6 条）；bare 空（没有规则）。",
    ]


def test_findings_stand_by_level_and_keep_their_order_within() -> None:
    told = text(finding("乙", "B10", Severity.WARNING), finding("甲", "A1"), finding("乙", "C9"))
    places = ["发现 3 项（错误 2，核实 1，提示 0）", "【错误】2 项", "甲!A1", "乙!C9", "【核实】1 项", "乙!B10"]
    assert [told.index(place) for place in places] == sorted(told.index(place) for place in places)


def test_each_finding_tells_place_code_message_fix_and_source() -> None:
    (block,) = findings_blocks((finding("甲", "A1", Severity.WARNING),))
    assert block.splitlines() == ["【核实】1 项", "  甲!A1  PX101 甲A1不对", "      建议：改", "      依据：某办法"]


def test_hints_of_one_kind_on_one_sheet_are_one_entry() -> None:
    hints = tuple(finding("甲", f"B{row}", Severity.INFO, "PX473") for row in range(1, 13))
    (block,) = findings_blocks((*hints, finding("乙", "C1", Severity.INFO, "PX473")))
    first, *rest = [line for line in block.splitlines() if not line.startswith("      ")][1:]
    assert first == ("  PX473 “甲”总分 12 处：B1、B2、B3、B4、B5、B6、B7、B8、B9、B10 等 12 处。例如：甲B1不对")
    assert rest == ["  乙!C1  PX473 乙C1不对"]


def test_a_finding_on_the_whole_book_or_in_a_paragraph_has_a_place_too() -> None:
    prose = Finding("PX300", "n", Severity.INFO, Place(paragraph=7), "不一致")
    told = text(finding(None, None), prose)
    assert "  整个工作簿  PX101 NoneNone不对" in told
    assert "  第7段  PX300 不一致" in told


def test_counts_are_by_severity_gravest_first() -> None:
    found = counts((finding("甲", "A1", Severity.INFO), finding("甲", "A2", Severity.INFO)))
    assert list(found.items()) == [("error", 0), ("warning", 0), ("info", 2)]
    assert found_clause((finding("甲", "A1", Severity.INFO),) * 2) == "发现 2 项（错误 0，核实 0，提示 2）"
