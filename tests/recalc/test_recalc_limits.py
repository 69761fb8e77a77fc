"""What only an engine cannot do is no error of Excel's and stops nothing: names of sheets, long formulas."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfxl.formulas.calculation import Calculation, FormulaSheet
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
