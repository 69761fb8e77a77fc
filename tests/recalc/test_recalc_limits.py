"""What only an engine cannot do is no error of Excel's and stops nothing: names of sheets, long formulas."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfxl.formulas.calculation import Calculation, FormulaSheet, Name
from perfxl.jobs.recalc import engines, recalc


@pytest.mark.parametrize("name", ["sheet1", "SHEET1", "Sheet1", "ｓheet1", "表 1", "Sheet2"])
def test_a_sheet_may_have_any_name(name: str) -> None:
    formulas = {(1, 2): "A1*2", (2, 2): f"SUM('{name}'!A1,B1)", (3, 2): f"INDIRECT(\"'{name}'!A1\")"}
    values = {(1, 1): 7.0, (1, 2): 14.0, (2, 2): 21.0, (3, 2): 7.0}
    sheets = (FormulaSheet(name, values, formulas), FormulaSheet("另", {(1, 1): 14.0}, {(1, 1): f"'{name}'!B1"}))
    assert recalc(Calculation(Path("书.xlsx"), sheets), engines("formualizer")).proven


@pytest.mark.parametrize("operator", ["+", "*", "&", "=", "<>", "^"])
def test_a_long_row_of_operators_stops_nothing(operator: str) -> None:
    formulas = {(1, 2): operator.join(["A1"] * 400), (2, 2): "A1+1", (3, 2): "-" * 300 + "A1"}
    book = Calculation(Path("书.xlsx"), (FormulaSheet("表", {(1, 1): 1.0, (2, 2): 2.0}, formulas),))
    assert recalc(book, engines("formualizer")).computed["表", 2, 2] == 2.0


def test_a_lost_reference_replaces_no_good_value() -> None:
    book = Calculation(Path("书.xlsx"), (FormulaSheet("表", {(1, 1): "原有", (2, 1): 1.0}, {(1, 1): "#REF!"}),))
    found = recalc(book, engines("formualizer"))
    assert not found.stale
    (doubt,) = found.doubtful
    assert "引用已经失效" in doubt.reason


def test_a_name_that_is_an_address_too_is_not_guessed() -> None:
    formulas = {(1, 2): "n5000+1", (2, 2): "A1*2"}
    sheets = (FormulaSheet("表", {(1, 1): 4.0, (1, 2): 3.0, (2, 2): 8.0}, formulas),)
    found = recalc(Calculation(Path("书.xlsx"), sheets, (Name("n5000", "2"),)), engines("formualizer"))
    assert found.computed == {("表", 2, 2): 8.0}
    assert "同时是单元格地址" in found.skipped["表", 1, 2]
