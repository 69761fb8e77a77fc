"""What is computed at once is what the careful road gives, cell by cell; copies of a formula read their own cells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from casebook import calculation
from hypothesis import given
from hypothesis import strategies as st

from perfxl.formulas.calculation import Calculation, Cell, FormulaSheet
from perfxl.formulas.shapes import GAP, filled, row_cells, row_shape
from perfxl.formulas.tokens import split_at_cells
from perfxl.recalc.dependants import dependants
from perfxl.recalc.evaluation.direct import Direct
from perfxl.recalc.evaluation.opinion import SecondOpinion
from perfxl.sheets.address import position_of
from perfxl.sheets.values import Missing, Scalar

OPERANDS = st.sampled_from(
    ["A{row}", "$B{row}", "C$2", "A{up}", "0.1", "-3", '"二"', '"12"', "TRUE", "D{row}", "甲!A1"]
)
LISTS = st.sampled_from(["A{row}:C{row}", "A$1:A{row}", "B{row}", "A1:B3", "D{row}:D{row}"])


def combined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return formulas made of smaller ones."""
    operators = st.sampled_from(["+", "-", "*", "/", "^", "&", "=", "<>", "<", ">=", "-"])
    two = st.tuples(parts, operators, parts).map("".join)
    functions = st.tuples(
        st.sampled_from(["ROUND({},1)", "ABS({})", "-{}", "({})", "{}%", "IFERROR({},9)", "LEN({})"]), parts
    )
    sums = st.tuples(st.sampled_from(["SUM({})", "MAX({},2)", "COUNT({})", "AVERAGE({})"]), LISTS)
    branches = st.tuples(parts, parts, parts).map("IF({0[0]},{0[1]},{0[2]})".format)
    return st.one_of(two, branches, st.one_of(functions, sums).map(lambda pair: pair[0].format(pair[1])))


FORMULAS = st.recursive(OPERANDS, combined, max_leaves=6)


class Everything(set[tuple[str, str]]):
    """A set of formulas met before that holds all of them: each is worth to be compiled."""

    def __contains__(self, key: object) -> bool:
        return True


def opinions(book: Calculation, *, at_once: bool) -> tuple[dict[Cell, tuple[Scalar, str]], int]:
    """Return what our evaluator gives, or why nothing, and how many cells were computed at once."""
    told: dict[Cell, tuple[Scalar, str]] = {}

    def decide(cell: Cell, value: Scalar, reason: str) -> Scalar:
        told[cell] = value, reason
        return value

    opinion = SecondOpinion(book, {}, decide)
    quick = 0
    direct = opinion._direct
    direct._seen = Everything()
    value = direct.value

    def counted(formula: str, sheet: str, row: int) -> Scalar | Missing:
        nonlocal quick
        found = value(formula, sheet, row) if at_once else Missing.MISSING
        quick += not isinstance(found, Missing)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Direct, "value", lambda _, formula, sheet, row: counted(formula, sheet, row))
        opinion.compute(book.computed_cells())
    return told, quick


def test_all_cases_give_the_same() -> None:
    book = calculation(Path("算例.xlsx"))
    quick, count = opinions(book, at_once=True)
    careful, _ = opinions(book, at_once=False)
    assert {cell: (quick[cell], told) for cell, told in careful.items() if quick[cell] != told} == {}
    assert count > 300


def copied(formula: str) -> Calculation:
    """Return a book with a formula copied down beside numbers, texts, blanks and errors of other formulas."""
    contents: Mapping[int, tuple[Scalar, ...]] = {
        1: (0.1, 0.2, None), 2: (0.3, "二", True), 3: (94.9999999999997, 95.0, 0.0), 10: ("1,234.5", "", 1e300),
    }  # fmt: skip
    values = {(row, column): value for row, line in contents.items() for column, value in enumerate(line, 1)}
    formulas = {(row, 5): formula.format(row=row, up=max(1, row - 1)) for row in contents}
    formulas |= {(row, 4): "A3-0.3" if row == 2 else f"1/A{row}" for row in contents}  # computed later, as they wait
    return Calculation(Path("书.xlsx"), (FormulaSheet("表", values, formulas), FormulaSheet("甲", {(1, 1): 7.0}, {})))


@given(FORMULAS)
def test_copies_of_a_formula_give_the_same(formula: str) -> None:
    book = copied(formula)
    quick, _ = opinions(book, at_once=True)
    careful, _ = opinions(book, at_once=False)
    assert {cell: (quick[cell], told) for cell, told in careful.items() if quick[cell] != told} == {}


@given(FORMULAS, st.sampled_from([(1, 1), (2, 1), (3, 2), (10, 1), (2, 2)]))
def test_readers_are_known_by_shape_as_one_by_one(formula: str, cell: tuple[int, int]) -> None:
    book = copied(formula)
    by_shape = dependants(book, [("表", *cell)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("perfxl.recalc.dependants.row_cells", lambda _: None)
        assert dependants(book, [("表", *cell)]) == by_shape


@pytest.mark.parametrize(
    ("formula", "row", "gaps"),
    [("A7*$B$2+C7", 7, 2), ("SUM(B$2:B12)", 12, 1), ("'表7'!A1+A7", 7, None), ("LOG10(A10)", 10, None),
     ('A5&"A5"', 5, None), ("税率10*A10", 10, None), ("表1[金额]+A3", 3, None), ("YJS2020*B2", 2, None),
     ("A1:A10", 1, None), ("A8*2", 7, 0)],
)  # fmt: skip
def test_gaps_are_rows_of_cells_or_the_shape_tells_nothing(formula: str, row: int, gaps: int | None) -> None:
    shape = row_shape(formula, row)
    cells = row_cells(shape)
    assert (cells if cells is None else shape.count(GAP)) == gaps
    if cells is not None:
        assert filled(cells, row) == [position_of(cell) for cell in split_at_cells(formula)[1::2]]
