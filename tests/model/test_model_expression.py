"""One expression, three readings that must agree: exact value, formula, arithmetic a clerk can follow."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfxl.model.expression import (
    Call,
    Choose,
    Expr,
    Missing,
    Num,
    Ref,
    Undefined,
    add,
    divide,
    evaluate,
    number,
    rounded,
    subtract,
    times,
)
from perfxl.model.figure import Figure, State
from perfxl.model.place import Place
from perfxl.model.rendering import arithmetic, formula


def figure(cell: str, value: str | None, *, numeric: bool = True, sheet: str = "表", scale: int = 1) -> Ref:
    state = State.BLANK if value is None else State.NUMBER
    amount = None if value is None else Decimal(value)
    return Ref(Figure(Place(sheet, cell), state, amount, numeric=numeric, scale=scale), cell)


A, B, C = figure("A1", "1.94"), figure("A2", "7"), figure("A3", "0")


@pytest.mark.parametrize(
    ("expr", "excel", "spoken"),
    [
        (rounded(divide(A, B), 4), "ROUND(A1/A2,4)", "ROUND(1.94 ÷ 7, 4)"),
        (Call("sum", (A, B, C)), "SUM(A1:A3)", "1.94 + 7 + 0"),
        (Call("sum", (A, C)), "SUM(A1,A3)", "1.94 + 0"),
        (divide(A, Call("sum", (B, C))), "A1/SUM(A2:A3)", "1.94 ÷ (7 + 0)"),
        (times(subtract(A, B), number(10)), "(A1-A2)*10", "(1.94 - 7) × 10"),
        (subtract(A, subtract(B, C)), "A1-(A2-A3)", "1.94 - (7 - 0)"),
        (divide(A, divide(B, number(2))), "A1/(A2/2)", "1.94 ÷ (7 ÷ 2)"),
        (add(A, times(B, C)), "A1+A2*A3", "1.94 + 7 × 0"),
        (Call("min", (A, number(1))), "MIN(A1,1)", "MIN(1.94, 1)"),
        (Choose(A, ">=", B, number(5), A), "IF(A1>=A2,5,A1)", "1.94"),
    ],
)
def test_written_for_excel_and_for_people(expr: Expr, excel: str, spoken: str) -> None:
    assert formula(expr, "表") == excel
    assert arithmetic(expr) == spoken


def test_other_sheets_are_named_and_percent_points_are_scaled() -> None:
    far, points = figure("B2", "3", sheet="1'表"), figure("B3", "0.5", scale=100)
    assert formula(divide(far, points), "表") == "'1''表'!B2/(B3/100)"


def test_a_text_cell_gives_no_formula() -> None:
    assert formula(add(A, figure("B9", "3", numeric=False)), "表") is None


def test_a_zero_denominator_is_undefined_and_a_blank_operand_is_missing() -> None:
    with pytest.raises(Undefined):
        evaluate(divide(A, C))
    with pytest.raises(Missing):
        evaluate(add(A, figure("B9", None)))


AMOUNTS = st.decimals(-9999, 9999, places=2, allow_nan=False, allow_infinity=False)
TREES = st.recursive(
    AMOUNTS.map(Num),
    lambda inner: st.builds(
        lambda op, left, right: Call(op, (left, right)), st.sampled_from(["+", "-", "*", "sum", "/"]), inner, inner
    ),
    max_leaves=8,
)


@given(TREES)
def test_the_arithmetic_that_people_read_gives_the_value(expr: Expr) -> None:
    try:
        value = evaluate(expr)
    except Undefined:
        return
    spoken = arithmetic(expr).replace("×", "*").replace("÷", "/")
    exact = eval(re.sub(r"[0-9.]+", r"Fraction('\g<0>')", spoken), {"Fraction": Fraction})
    assert abs(Fraction(value) - exact) <= abs(exact) * Fraction(1, 10**30)
