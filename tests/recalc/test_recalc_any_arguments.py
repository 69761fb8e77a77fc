"""Whatever a function is given, recalculation goes on: the cell has a value of Excel's, or a reason why it has none."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfxl.formulas.calculation import Calculation, Cell, FormulaSheet
from perfxl.jobs.recalc import engines, recalc
from perfxl.recalc.evaluation import summing
from perfxl.recalc.evaluation.binding import BINDING
from perfxl.recalc.evaluation.opinion import SecondOpinion
from perfxl.recalc.evaluation.special import SPECIAL
from perfxl.recalc.functions.library import SIGNATURES
from perfxl.sheets.values import ErrorValue, Scalar

NAMES = sorted({*SIGNATURES, *SPECIAL, *BINDING})
ARGUMENTS = (
    "A1", "A1:A5", "A1:B2", "B1:C5", "A:A", "E9", "E9:F12", "1", "0", "-1", "0.5", "1E300", "-3.7", "99999999", '""',
    '"甲"', "表!B:B", '"2020-1-31"', '"1,234.5"', '"#,##0.00;(0)"', '"A1:A3"', '"*"', '">1"', "TRUE", "#N/A", "#DIV/0!",
    "{1,2;3,4}", '{"甲",TRUE,#N/A}', "(A1:A2,C3)", "A1:A5*2", "OFFSET(A1,0,0,{1,2},1)", "LAMBDA(甲,甲+1)", "",
    "没有的名称",
)  # fmt: skip
VALUES: dict[tuple[int, int], Scalar] = {
    (1, 1): 3.0, (2, 1): "甲", (3, 1): True, (4, 1): ErrorValue.DIV0, (1, 2): -2.5, (2, 2): 44196.0, (3, 2): "12%",
    (1, 3): 0.0, (2, 3): 1e9, (3, 3): "", (5, 3): "2020-12-31",
}  # fmt: skip


def computed(formulas: list[str]) -> dict[Cell, tuple[Scalar, str]]:
    """Return what our own evaluator says of each formula: a value or a reason."""
    cells = {(row, 9): formula for row, formula in enumerate(formulas, 1)}
    book = Calculation(Path("书.xlsx"), (FormulaSheet("表", VALUES, cells),))
    told: dict[Cell, tuple[Scalar, str]] = {}

    def decide(cell: Cell, value: Scalar, reason: str) -> Scalar:
        told[cell] = (value, reason)
        return value

    SecondOpinion(book, {}, decide).compute(book.computed_cells())
    return told


def is_of_excel(value: Scalar) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, (str, bool, ErrorValue))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_each_function_gives_a_value_or_a_reason(data: st.DataObject) -> None:
    args = data.draw(st.lists(st.sampled_from(ARGUMENTS), max_size=7))
    formulas = [f"{name}({','.join(args)})" for name in NAMES]
    told = computed(formulas)
    assert len(told) == len(formulas)
    for (_, row, _), (value, reason) in told.items():
        assert reason or is_of_excel(value), (formulas[row - 1], value)


def test_a_function_that_breaks_leaves_its_cell_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> float:
        raise LookupError("nobody foresaw this")

    monkeypatch.setattr(summing, "conditional", broken)
    formulas = {(1, 9): 'SUMIF(A1:A5,"甲")+FOOBAR()', (2, 9): "A1*2"}
    values = {**VALUES, (1, 9): 5.0, (2, 9): 6.0}
    found = recalc(Calculation(Path("书.xlsx"), (FormulaSheet("表", values, formulas),)), engines("formualizer"))
    assert found.computed == {("表", 2, 9): 6.0}
    assert found.skipped.keys() == {("表", 1, 9)}
    assert not found.stale
