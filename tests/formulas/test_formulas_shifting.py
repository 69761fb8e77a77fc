"""Formulas moved to other cells, and shared formulas (共享公式)."""

from __future__ import annotations

import pytest
from formulatexts import CELLS, FORMULAS
from hypothesis import assume, given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator, TranslatorError

from perfxl.formulas.shifting import SharedFormula, shift
from perfxl.formulas.tokens import FormulaError
from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, cell_address


@pytest.mark.parametrize(
    ("formula", "rows", "columns", "moved"),
    [
        ("YJS2020*B2", 1, 0, "YJS2020*B3"),
        ("ABCD123+XFE1+A1048577", 5, 5, "ABCD123+XFE1+A1048577"),
        ("Table1[[#This Row],[A1]]*$A1", 1, 1, "Table1[[#This Row],[A1]]*$A2"),
        ("SUM(A1:C1)", 0, -1, "SUM(#REF!)"),
        ("表1!A1:B2+C3", -1, 0, "表1!#REF!+C2"),
        ("A1:B2:C3", 1, 0, "A2:B3:C4"),
        ("1:1+A:A", 0, 1, "1:1+B:B"),
        ("表1!A1:表1!B2", 1, 0, "表1!A2:表1!B3"),
        ("XFD1048576", 0, 0, "XFD1048576"),
        (" A1 + B1 ", 1, 0, " A2 + B2 "),
    ],
)
def test_shift(formula: str, rows: int, columns: int, moved: str) -> None:
    assert shift(formula, rows, columns) == moved


@given(FORMULAS, st.integers(-3, 40), st.integers(-3, 40))
def test_what_left_no_sheet_comes_back(formula: str, rows: int, columns: int) -> None:
    moved = shift(formula, rows, columns)
    assume(moved.count("#REF!") == formula.count("#REF!"))
    assert shift(moved, -rows, -columns) == formula


@given(st.lists(st.builds("{}{}".format, st.sampled_from(["", "表1!", "'三公 经费'!"]), CELLS), min_size=1, max_size=4))
def test_shifting_agrees_with_openpyxl(references: list[str]) -> None:
    formula = "SUM(" + ",".join(references) + ')&"A1"&年度预算'
    try:
        expected = Translator(f"={formula}", "A1").translate_formula("C2")
    except TranslatorError:  # beyond the edge of the sheet
        assume(False)
    moved = shift(formula, 1, 2)
    assume("#REF!" not in moved)  # openpyxl knows no lower or right edge
    assert f"={moved}" == expected


@given(FORMULAS, st.integers(1, 60), st.integers(1, 60))
def test_a_child_of_a_shared_formula_is_a_copy(formula: str, row: int, column: int) -> None:
    assert SharedFormula(5, 5, formula).at(row, column) == shift(formula, row - 5, column - 5)
    assert SharedFormula(5, 5, formula).at(5, 5) == formula


@pytest.mark.parametrize("formula", ["A1~B1", 'A1&"没有结尾', "A1+'表"])
def test_what_cannot_be_read_is_kept(formula: str) -> None:
    with pytest.raises(FormulaError):
        shift(formula, 1, 0)
    assert SharedFormula(1, 1, formula).at(9, 9) == formula


def test_the_last_cell_is_one() -> None:
    last = cell_address(LAST_ROW, LAST_COLUMN)
    assert shift(last, 1, 0) == shift(last, 0, 1) == "#REF!"
    assert shift("A1", LAST_ROW - 1, LAST_COLUMN - 1) == last
