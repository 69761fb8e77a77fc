"""The operators of formulas: of arithmetic, of texts, of comparison, of references."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from perfxl.recalc.evaluation.values import Areas, Operand, Place, References, Unsupported, rows_of
from perfxl.recalc.functions.arguments import Fault, number, text
from perfxl.recalc.functions.broadcasting import spread
from perfxl.recalc.functions.order import compare, digits
from perfxl.sheets.address import Box
from perfxl.sheets.values import ErrorValue, Scalar

_DUST = 1e-5


def binary(operator: str, left: Operand, right: Operand) -> Operand:
    """Compute an operator on single values, or on arrays value by value."""
    return spread(single(operator), _plain(left), _plain(right))


def single(operator: str) -> Callable[[Scalar, Scalar], Scalar]:
    """Return what an operator does with two single values."""
    function = ARITHMETIC.get(operator)
    if function is not None:
        return partial(_arithmetic, function)
    return _joined if operator == "&" else partial(compare, operator)


def is_dust(value: Operand) -> bool:
    """Whether a result may be a rest beyond the 15th digit."""
    return isinstance(value, float) and 0 < abs(value) < _DUST


def unary(operator: str, operand: Operand) -> Operand:
    """Compute a sign or a percent sign; an @ and a plus leave what they stand before."""
    if operator in {"@", "+"}:
        return operand
    if operator == "-":
        return spread(lambda value: _arithmetic(lambda zero, one: zero - one, 0.0, value), _plain(operand))
    return spread(lambda value: _arithmetic(lambda one, other: one / other, value, 100.0), _plain(operand))


def _plain(value: Operand) -> Scalar | list[list[Scalar]]:
    grid = rows_of(value)
    return grid if len(grid) > 1 or len(grid[0]) > 1 else grid[0][0]


def _arithmetic(function: Callable[[float, float], float], left: Scalar, right: Scalar) -> Scalar:
    try:
        made = function(number(left), number(right))
    except Fault as fault:
        return fault.error
    except ZeroDivisionError:
        return ErrorValue.DIV0
    except (OverflowError, ValueError):
        return ErrorValue.NUM
    return made if isinstance(made, float) and math.isfinite(made) else ErrorValue.NUM


def power(base: float, exponent: float) -> float:
    """Return a power; ValueError for 0^0, ZeroDivisionError for a negative power of 0."""
    if base == 0 and exponent == 0:
        raise ValueError("0^0")
    made = base**exponent
    if isinstance(made, complex):
        raise ValueError("no real power")  # noqa: TRY004 (a number of another kind)
    return float(made)


def _joined(left: Scalar, right: Scalar) -> Scalar:
    try:
        return text(left) + text(right)
    except Fault as fault:
        return fault.error


ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "/": lambda one, other: one / other,
    "^": power,
}


def snapped(operator: str, left: Operand, right: Operand) -> Operand:
    """Return a last sum or difference, of which Excel takes a rest beyond the 15th digit for nought."""
    one, other = number(rows_of(left)[0][0]), number(rows_of(right)[0][0])
    other = -other if operator == "-" else other
    return 0.0 if digits(one) == -digits(other) else one + other


def reference(operator: str, left: Operand, right: Operand) -> Operand:
    """Return a range, an intersection or a union of references."""
    for side in (left, right):
        if isinstance(side, ErrorValue):
            return side
    if isinstance(left, References) or isinstance(right, References):
        raise Unsupported("此处的引用数组无法计算")
    if not (isinstance(left, Areas) and isinstance(right, Areas)):
        return ErrorValue.VALUE
    return _REFERRING[operator](left, right)


def _union(left: Areas, right: Areas) -> Operand:
    return Areas((*left.places, *right.places))


def _range(left: Areas, right: Areas) -> Operand:
    one, other = left.places[0], right.places[0]
    if one.sheet != other.sheet:
        return ErrorValue.VALUE
    corners = (one.box.anchor, one.box[2:], other.box.anchor, other.box[2:])
    return Areas((Place(one.sheet, Box.around(corners)),))


def _intersection(left: Areas, right: Areas) -> Operand:
    one, other = left.places[0], right.places[0]
    common = one.box.common(other.box) if one.sheet == other.sheet else None
    return Areas((Place(one.sheet, common),)) if common else ErrorValue.NULL


_REFERRING: dict[str, Callable[[Areas, Areas], Operand]] = {",": _union, ":": _range, " ": _intersection}
