"""Functions of single values over ranges."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from perfxl.recalc.own.arguments import rows
from perfxl.sheets.values import ErrorValue, Given, Result, Scalar


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
