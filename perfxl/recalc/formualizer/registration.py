"""Functions that stand in for the library's own, or that it lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from perfxl.functions.registry import REGISTRY, call
from perfxl.recalc.formualizer.conversion import Raw, given, handed
from perfxl.recalc.functions import FUNCTIONS, order
from perfxl.recalc.functions.arguments import rows
from perfxl.recalc.functions.broadcasting import at, spread
from perfxl.recalc.functions.formats import text_function
from perfxl.recalc.normal.comparison import COMPARE, OPERATORS
from perfxl.sheets.values import ErrorValue, Given, Result, Scalar

Function = Callable[..., Result]


def compare(operator: float, left: Given, right: Given) -> Result:
    """Compare by 15 digits, texts without regard to case, a number before a text before a truth value."""
    sign = OPERATORS[int(operator)]
    return spread(lambda one, other: order.compare(sign, one, other), left, right)


def snap(minus: float, left: Given, right: Given) -> Result:
    """Add or subtract; where both sides are the same to 15 digits nothing is left, as in Excel."""
    return spread(lambda one, other: _difference(bool(minus), one, other), left, right)


def _difference(minus: bool, left: Scalar, right: Scalar) -> Scalar:
    one, other = number(left), number(right)
    if isinstance(one, ErrorValue) or isinstance(other, ErrorValue):
        return one if isinstance(one, ErrorValue) else other
    other = -other if minus else other
    return 0.0 if order.digits(one) == -order.digits(other) else one + other


def number(value: Scalar) -> float | ErrorValue:
    """Return a value as arithmetic takes it: a text that looks like a number is one."""
    if isinstance(value, ErrorValue):
        return value
    if isinstance(value, str):
        try:
            return float(value.strip())
        except ValueError:
            return ErrorValue.VALUE
    return float(value or 0)


def fill(height: float, width: float, strict: bool, value: Given) -> Result:
    """Return an array of exactly so many rows and columns, as an array formula fills its cells.

    What lacks is #N/A; with `strict`, for a dynamic array, another size is an error that no formula gives otherwise.
    """
    grid = rows(value)
    if strict and (len(grid), len(grid[0])) != (height, width):
        return ErrorValue.NULL
    return [[at(grid, row, column) for column in range(int(width))] for row in range(int(height))]


def ours(name: str) -> Function:
    """Return one of our own worksheet functions."""

    def run(*args: Given) -> Result:
        return call(name, list(args))

    return run


WRAPPERS: Mapping[str, Function] = {COMPARE: compare, "XL.SNAP": snap, "XL.FILL": fill}


def registered(*, mac: bool = False) -> dict[str, Callable[..., Any]]:
    """Return everything that the library is to know beside its own, ready to be called by it."""
    functions: dict[str, Function] = {**WRAPPERS, **FUNCTIONS, **{name: ours(name) for name in REGISTRY}}
    functions["TEXT"] = text_function(mac=mac)
    return {name: _called(function) for name, function in functions.items()}


def _called(function: Function) -> Callable[..., Any]:
    def run(*args: Raw) -> Raw:
        try:
            return handed(function(*map(given, args)))
        except Exception:  # not an error of Excel's: the cell counts as not computed
            return {"type": "Error", "kind": "NImpl"}

    return run
