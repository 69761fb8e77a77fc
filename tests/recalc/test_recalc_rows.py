"""A number in a formula that happens to be its row's stays what it is: part of a name, a digit count, a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfxl.formulas.calculation import Calculation, FormulaSheet, Name
from perfxl.jobs.recalc import engines
from perfxl.sheets.values import Scalar

ROWS = range(1, 13)
FORMULAS: dict[str, Scalar] = {
    "LOG10({cell})": 2.0,
    "ROUND(ATAN2({cell},{cell}),2)": 0.79,
    'IF({cell}=100,"附件2、A10",2)': "附件2、A10",
    "'表2'!A2+{cell}": 107.0,
    "税率10*{cell}": 13.0,
    "SUBTOTAL(9,{cell}:{cell})": 100.0,
    "ROUND({cell}/3,10)": 33.3333333333,
    "XLOOKUP({cell},{cell}:{cell},{cell}:{cell},0,1,1)": 100.0,
}


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_row_does_not_matter(formula: str) -> None:
    values: dict[tuple[int, int], Scalar] = {(row, 1): 100.0 for row in ROWS}
    formulas = {(row, 2): formula.format(cell=f"A{row}") for row in ROWS}
    sheets = (FormulaSheet("表", values, formulas), FormulaSheet("表2", {(2, 1): 7.0}, {}))
    book = Calculation(Path("书.xlsx"), sheets, (Name("税率10", "0.13"),))
    computed = engines("formualizer")[0].compute(book)
    assert [computed.values.get(("表", row, 2)) for row in ROWS] == [FORMULAS[formula]] * len(ROWS)
