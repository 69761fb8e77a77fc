"""Functions of single values over ranges; IF, IFERROR and IFNA over arrays of several sizes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from perfxl.recalc.functions.arguments import Fault, number, rows
from perfxl.sheets.values import ErrorValue, Given, Missing, Result, Scalar


def spread(function: Callable[..., Scalar], *args: Given) -> Result:
    """Apply a function of single values to ranges as Excel does: one row or column repeats, what lacks is #N/A."""
    grids = [rows(arg) for arg in args]
    height, width = max(map(len, grids)), max(len(grid[0]) for grid in grids)
    if (height, width) == (1, 1):
        return function(*(grid[0][0] for grid in grids))
    return [[function(*(at(grid, row, column) for grid in grids)) for column in range(width)] for row in range(height)]


def at(grid: Sequence[Sequence[Scalar]], row: int, column: int) -> Scalar:
    """Return a cell of a grid that is spread over a larger one."""
    line = grid[0] if len(grid) == 1 else grid[row] if row < len(grid) else None
    if line is None:
        return ErrorValue.NA
    return line[0] if len(line) == 1 else line[column] if column < len(line) else ErrorValue.NA


def _if(condition: Given, then: Given, otherwise: Given = False) -> Result:
    return spread(_chosen, condition, _or_zero(then), _or_zero(otherwise))


def _chosen(condition: Scalar, then: Scalar, otherwise: Scalar) -> Scalar:
    try:
        return then if number(condition) else otherwise
    except Fault as fault:
        return fault.error


def _or_zero(given: Given) -> Given:
    return 0.0 if isinstance(given, Missing) else given


def _iferror(value: Given, instead: Given) -> Result:
    return spread(lambda one, other: other if isinstance(one, ErrorValue) else one, value, _or_zero(instead))


def _ifna(value: Given, instead: Given) -> Result:
    return spread(lambda one, other: other if one is ErrorValue.NA else one, value, _or_zero(instead))


FUNCTIONS: dict[str, Callable[..., Result]] = {"XL.IF": _if, "XL.IFERROR": _iferror, "XL.IFNA": _ifna}
