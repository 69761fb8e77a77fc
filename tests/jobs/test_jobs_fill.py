"""Filling, told by sheets a clerk could draw (cases/filling.yaml), and that filling twice changes nothing."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest
import yaml

from perfxl.jobs.fill import complete, fill
from perfxl.sheets.applied import applied
from perfxl.sheets.changeset import CellWrite, plain
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "filling.yaml").read_text("utf-8"))


def cell(text: str) -> Cell:
    if text.endswith("%") and text[:-1].replace(".", "").isdigit():
        return Cell(Decimal(text[:-1]) / 100, None, "0.00%")
    try:
        return Cell(Decimal(text), None, "0.00" if "." in text else "General")
    except InvalidOperation:
        return Cell(text)


def book(grid: str) -> Snapshot:
    cells = {
        (row, column): cell(text.strip())
        for row, line in enumerate(grid.splitlines(), 1)
        for column, text in enumerate(line.split("|"), 1)
        if text.strip()
    }
    return Snapshot("本子.xlsx", (Sheet("预算执行", cells),))


def writes(case: dict[str, Any]) -> dict[str, CellWrite]:
    filled = fill(book(case["grid"]), (), case.get("as", "formulas"), case.get("replace", False))
    return {write.cell: write for write in filled.changes.cells}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_filled_as_told(case: dict[str, Any]) -> None:
    found = writes(case)
    assert {name: plain(write.value) for name, write in found.items()} == case["fill"]
    formulas = {name: write.formula for name, write in found.items() if write.formula}
    for name, wanted in case.get("formulas", {}).items():
        assert formulas[name] == wanted
    if case.get("formulas") == {}:
        assert formulas == {}
    for name, wanted in case.get("formats", {}).items():
        assert found[name].number_format == wanted
    for name, wanted in case.get("reasons", {}).items():
        assert wanted in found[name].reason


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_filling_twice_changes_nothing(case: dict[str, Any]) -> None:
    snapshot = book(case["grid"])
    done, after = complete(snapshot, (), case.get("as", "formulas"), case.get("replace", False))
    assert applied(snapshot, [entry.write for entry in done]) == after.snapshot
    again, _ = complete(after.snapshot, (), case.get("as", "formulas"), case.get("replace", False))
    assert again == ()


def test_every_write_names_its_rule_and_what_stood_there() -> None:
    for case in CASES:
        snapshot = book(case["grid"])
        receipt = fill(snapshot, (), case.get("as", "formulas"), case.get("replace", False)).cells
        assert [entry.write.cell for entry in receipt if not (entry.rule and entry.citation)] == []
        for name, write in writes(case).items():
            assert "规则" in write.reason or "不适用" in write.reason
            row, column = int(name[1:]), ord(name[0]) - 64
            old = snapshot.sheets[0].cells.get((row, column), Cell())
            assert (write.old_value, write.old_formula) == (old.value, old.formula)


def test_replacing_an_operand_carries_through_to_what_rests_on_it() -> None:
    grid = """部门预算执行情况表（单位：万元）
项目 | 年初预算数 | 调整后预算数 | 支出数 | 执行率
基本支出 | 80 | 100 | 90.5 | 90.50%
项目支出 | 200 | 240.5 | 180.25 | 74.95%
合计 | 280 | 340.5 | 999 | 293.39%"""
    filled = fill(book(grid), replace=True)
    values = {write.cell: plain(write.value) for write in filled.changes.cells}
    assert values == {"D5": "270.75", "E5": "0.7952"}
    assert {entry.rule for entry in filled.cells} == {"合计", "预算执行率"}
    assert filled.replaced == 2


def test_a_formula_gives_way_only_when_asked_and_the_reason_says_so() -> None:
    grid = """部门预算执行情况表（单位：万元）
项目 | 年初预算数 | 调整后预算数 | 支出数 | 执行率
基本支出 | 80 | 100 | 90.5 | 90.50%
项目支出 | 200 | 240.5 | 180.25 | 74.95%
合计 | 280 | 340.5 | 270.75 | 79.52%"""
    snapshot = book(grid)
    cells = dict(snapshot.sheets[0].cells) | {(3, 5): Cell(Decimal("0.8"), "C3/B3", "0.00%")}
    snapshot = Snapshot("本子.xlsx", (Sheet("预算执行", cells),))
    assert fill(snapshot).changes.empty
    (write,) = fill(snapshot, replace=True).changes.cells
    assert write.old_formula == "C3/B3"
    assert "公式 =C3/B3" in write.reason


def test_a_text_cell_gets_a_number_format_with_its_formula() -> None:
    snapshot = book(CASES[0]["grid"])
    cells = dict(snapshot.sheets[0].cells) | {(3, 5): Cell(None, None, "@")}
    snapshot = Snapshot("本子.xlsx", (Sheet("预算执行", cells),))
    formats = {write.cell: write.number_format for write in fill(snapshot).changes.cells}
    assert formats["E3"] == "0.00%"


def test_a_cell_with_its_own_format_keeps_it() -> None:
    snapshot = book(CASES[0]["grid"])
    cells = dict(snapshot.sheets[0].cells) | {(3, 5): Cell(None, None, "0.0%")}
    snapshot = Snapshot("本子.xlsx", (Sheet("预算执行", cells),))
    formats = {write.cell: write.number_format for write in fill(snapshot).changes.cells}
    assert formats["E3"] is None


@pytest.mark.parametrize("typed", [True, False, "待定", "不适用", "#N/A"])
def test_what_was_typed_stays_whatever_its_type(typed: bool | str) -> None:
    snapshot = book(CASES[0]["grid"])
    entered = Cell(error=typed) if typed == "#N/A" else Cell(typed)
    cells = dict(snapshot.sheets[0].cells) | {(3, 5): entered}
    snapshot = Snapshot("本子.xlsx", (Sheet("预算执行", cells),))
    assert "E3" not in {write.cell for write in fill(snapshot).changes.cells}


def test_nothing_is_replaced_by_what_comes_of_a_doubtful_number() -> None:
    grid = """部门预算执行情况表（单位：万元）
项目 | 年初预算数 | 调整后预算数 | 支出数 | 执行率
基本支出 | 80 | 100 | 90.5 | 95.50%
项目支出 | 200 | 240.5 | 1802500 | 74.95%
合计 | 280 | 340.5 | 1802590.5 | 79.52%"""
    filled = fill(book(grid), replace=True)
    assert {write.cell: plain(write.value) for write in filled.changes.cells} == {"E3": "0.905"}
    assert {place.cell for place in filled.kept} == {"E4", "E5"}


FORM = """项目支出绩效自评表
项目名称 | 图书采购
项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
 | 年度资金总额 | 50 | 50 | 42.5 | 10 | 85.00% | 8.5
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
产出指标 | 数量指标 | 购书册数 | ≥2000册 | 2100册 | 45 | 45
效益指标 | 社会效益 | 借阅人次 | ≥5000人次 | 5500人次 | 30 | 30
满意度指标 | 服务对象满意度 | 读者满意度 | ≥90% | 95% | 10 | 10
总分 | | | | | 100 | 98.5"""


def test_the_points_that_a_form_declares_are_never_replaced() -> None:
    filled = fill(book(FORM), replace=True)
    assert "F9" not in {write.cell for write in filled.changes.cells}
    assert "F9" in {place.cell for place in filled.kept}


def test_a_wrong_total_gives_way_to_the_sum_of_sound_scores() -> None:
    (write,) = fill(book(FORM.replace("| 45 | 45", "| 50 | 50").replace("98.5", "99.5")), replace=True).changes.cells
    assert (write.cell, write.old_value, plain(write.value)) == ("G9", Decimal("99.5"), "98.5")
