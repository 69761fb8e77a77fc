"""JSON outputs against their schemas, and what the fields mean."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from perfxl.jobs.fill import with_rules
from perfxl.jobs.judging import Judgement
from perfxl.model.coverage import Coverage, FailedCheck, PackStatus, TableCoverage, Uncompared
from perfxl.model.derivation import Derivation, Relation, Rule
from perfxl.model.expression import Num
from perfxl.model.figure import Figure, State
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.model.table import Account, Evaluation, Role, Row, Table, Unread
from perfxl.output.documents import check_document, dumps, error_document, field_addresses, map_document, row_span
from perfxl.output.receipt import Stamp, receipt_document
from perfxl.output.tables import map_text, padded, width
from perfxl.sheets.changeset import CellWrite, ChangeSet, SheetSpec, SheetWrite
from perfxl.sheets.snapshot import Ownership


def defs(root: Path, name: str) -> dict[str, Any]:
    """Return the definitions of a schema."""
    schema = json.loads((root / "docs" / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
    return schema["$defs"]


def validated(root: Path, name: str, document: dict[str, Any]) -> dict[str, Any]:
    """Return what a reader of the JSON text gets, valid by the schema of that name."""
    schema = json.loads((root / "docs" / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    parsed: dict[str, Any] = json.loads(dumps(document))
    Draft202012Validator(schema).validate(parsed)
    return parsed


def figure(cell: str, value: str = "1", sheet: str = "表") -> Figure:
    return Figure(Place(sheet, cell), State.NUMBER, Decimal(value), text=value, numeric=True)


def form() -> Table:
    total = Row(8, Role.TOTAL, "年度资金总额", "total", cells={"initial_budget": figure("C8"), "score": figure("H8")})
    part = Row(9, Role.FUND, "其他资金", "other", cells={"initial_budget": figure("C9")})
    rows = (total, part, Row(15, Role.INDICATOR, "甲", cells={"score": figure("H15")}), Row(17, Role.INDICATOR, "乙"))
    name = {"project_name": figure("B3")}
    return Table("project_form", "自评表", "表", "A1:H20", "万元", 0.9666, rows, {"score": "H"}, name)


COVERAGE = Coverage(
    tables=(TableCoverage("staff", "人员", "表", "A1:D9", 40, 2, {Uncompared.NO_RULE: 3}, ("合计",)),),
    sheets=("说明",),
    own=("附件1",),
    unread=(Unread("表", "F2:F9", 8, 1, "备用列", "A1:D9"),),
    idle=("PX146",),
    failed=(FailedCheck("PX240", "项目数量", "KeyError"),),
    packs=(PackStatus("base", "某办法", 3, 1),),
)
FINDING = Finding(
    "PX203",
    "rate.wrong",
    Severity.ERROR,
    Place("三公", "E12"),
    "执行率不对",
    said="27.73%",
    expected="27.71%",
    related=(Place("三公", "C12"),),
)


def test_check_document_is_valid_and_ordered(root: Path) -> None:
    parsed = validated(root, "check", check_document("某 表.xlsx", Judgement((FINDING,), COVERAGE)))
    assert list(parsed) == ["schema", "book", "pack", "summary", "findings", "accepted", "lapsed", "coverage"]
    assert list(parsed["findings"][0])[:5] == ["code", "name", "severity", "sheet", "cell"]
    assert parsed["summary"] == {"error": 1, "warning": 0, "info": 0}
    assert parsed["findings"][0]["related"] == [{"sheet": "三公", "cell": "C12"}]
    assert parsed["findings"][0]["paragraph"] is None


def test_coverage_counts_what_was_compared_and_what_was_not(root: Path) -> None:
    coverage = validated(root, "check", check_document("表.xlsx", Judgement((), COVERAGE)))["coverage"]
    assert coverage["complete"] is False
    assert coverage["numbers"]["compared"] == 40
    assert coverage["numbers"]["not_compared"] == {
        "no_rule": 3, "only_operand": 0, "blank_operand": 0, "not_judged": 0, "no_result": 0, "unread": 8,
    }  # fmt: skip
    assert coverage["tables"][0]["missing"] == ["合计"]
    assert coverage["unread"] == [
        {"sheet": "表", "range": "F2:F9", "numbers": 8, "texts": 1, "sample": "备用列", "table": "A1:D9"}
    ]
    assert coverage["packs"] == [{"name": "base", "title": "某办法", "confirmed": 3, "unconfirmed": 1}]


def test_a_book_that_could_not_be_checked_is_a_document_too(root: Path) -> None:
    assert validated(root, "check", error_document("坏.xlsx", "读不了。"))["error"] == "读不了。"


def test_check_and_receipt_tell_coverage_alike(root: Path) -> None:
    check, receipt = (defs(root, name) for name in ("check", "receipt"))
    assert (check["coverage"], check["reasons"]) == (receipt["coverage"], receipt["reasons"])


def test_json_is_one_line_of_readable_chinese() -> None:
    text = dumps(check_document("表\n.xlsx", Judgement((FINDING,), COVERAGE)))
    assert "\n" not in text
    assert "执行率不对" in text


def test_finding_in_a_report_has_paragraph_and_span(root: Path) -> None:
    finding = Finding("PX300", "text", Severity.WARNING, Place(paragraph=4, span=(2, 9)), "不一致")
    parsed = validated(root, "check", check_document("表.xlsx", Judgement((finding,), COVERAGE)))
    assert parsed["findings"][0]["span"] == [2, 9]
    assert parsed["findings"][0]["cell"] is None


def test_map_gives_cells_for_single_values_and_letters_for_columns(root: Path) -> None:
    parsed = validated(root, "map", map_document(Evaluation("表.xlsx", (form(),))))
    table = parsed["tables"][0]
    assert table["fields"] == {"project_name": "B3", "score": "H", "initial_budget": "C8"}
    assert table["rows"] == [15, 17]
    assert table["confidence"] == 0.97


def test_rows_of_a_table_without_rows_are_those_of_its_range() -> None:
    assert row_span(Table("staff", "人员", "表", "B3:D7", "", 1.0)) == (3, 7)


def test_rows_of_a_column_table_include_its_total() -> None:
    rows = (Row(4, Role.LINE, "甲"), Row(5, Role.TOTAL, "合计", "total"))
    table = Table("budget_lines", "预算", "表", "A1:D5", "", 1.0, rows, {"amount": "C"})
    assert row_span(table) == (4, 5)
    assert field_addresses(table) == {"amount": "C"}


def test_map_text_lists_tables_and_the_sheets_without_any() -> None:
    text = map_text(Evaluation("表.xlsx", (form(),)), ("说明",), ("附件1",))
    for part in (
        "自评表（项目支出绩效自评表）",
        "表!A1:H20",
        "第 15～17 行",
        "单位：万元",
        "把握 0.97",
        "C8",
        "说明",
        "附件1",
    ):
        assert part in text


def test_map_tells_what_was_not_read(root: Path) -> None:
    table = replace(
        form(), account={"A1": Account.TITLE, "J9": Account.UNREAD}, missing=("项目资金",), years={"score": 2022}
    )
    blocks = (
        Unread("表", "J9:J12", 3, 1, "说\n明", "A1:H20"),
        Unread("表", "L2", 0, 1, "旁边"),
        Unread("别的", "A1", 1, 0, "7"),
    )
    evaluation = Evaluation("表.xlsx", (table,), unread=blocks)
    text = map_text(evaluation, ("别的",))
    assert "缺少：项目资金" in text
    assert "未读：J9:J12（3 个数、1 个文字，如“说 明”）" in text
    assert "表外未读：表!L2（1 个文字，如“旁边”）" in text
    assert "别的!A1" not in text
    parsed = validated(root, "map", map_document(evaluation))
    assert parsed["tables"][0]["account"] == {"A1": "title", "J9": "unread"}
    assert [block["range"] for block in parsed["unread"]] == ["J9:J12", "L2", "A1"]


def test_map_text_says_when_nothing_is_known() -> None:
    assert "未识别到已知的表" in map_text(Evaluation("表.xlsx"))


@pytest.mark.parametrize(("text", "wide"), [("abc", 3), ("预算", 4), ("（1）", 5), ("", 0)])
def test_width_counts_chinese_twice(text: str, wide: int) -> None:
    assert width(text) == wide
    assert width(padded(text, 9)) == 9


def test_receipt_tells_every_change_with_its_rule(root: Path) -> None:
    write = CellWrite("表", "D4", Decimal("27.710"), "B4/C4*100", old_value=Decimal("27.73"), reason="按规则计算")
    spec = SheetSpec("findings", "检查结果", {})
    mark = Ownership("findings", "0")
    sheets = (SheetWrite(spec, mark, "检查结果"), SheetWrite(spec, mark, "附件1", replaces="附件1"))
    changes = ChangeSet((write,), sheets, ("附件9",))
    derivation = Derivation(
        figure("D4"),
        "执行率",
        Relation.RATE,
        Rule("rate", "执行率＝执行数÷预算数", "某办法"),
        Num(Decimal(1)),
        "k",
        "f",
    )
    stamps = Stamp("a.xlsx", "0" * 64), Stamp("a.xlsx", "f" * 64)
    cells = tuple(with_rules(changes.cells, (derivation,)))
    parsed = validated(root, "receipt", receipt_document(*stamps, COVERAGE, cells, changes, ("附件2",)))
    assert parsed["cells"] == [
        {
            "sheet": "表",
            "cell": "D4",
            "old": "27.73",
            "old_formula": None,
            "new": "27.71",
            "formula": "B4/C4*100",
            "rule": "rate",
            "citation": "某办法",
            "reason": "按规则计算",
        }
    ]
    assert parsed["sheets"] == {"added": ["检查结果"], "replaced": ["附件1"], "removed": ["附件9"], "kept": ["附件2"]}
