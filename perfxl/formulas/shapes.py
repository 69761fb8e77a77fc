"""Formulas copied down: what they are without the number of their own row, by which copies know each other quickly.

`=B7*C7` in row 7 and `=B8*C8` in row 8 have one shape. What is found out of a shape once holds for all of them, if its
gaps are the rows of cells: the 10 of LOG10 in row 10 belongs to a name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from perfxl.formulas.tokens import split_at_cells
from perfxl.sheets.address import Position, position_of

GAP = "\0"
STAND_IN = 1_048_573  # a row that no formula names
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def row_shape(formula: str, row: int) -> str:
    """Return a formula of a row with gaps instead of the row's number."""
    return formula.replace(str(row), GAP)


@lru_cache(maxsize=4096)
def row_cells(shape: str) -> tuple[tuple[int | None, int], ...] | None:
    """Return the row and column of each cell of a shape, in order; the row is None where it is the formula's own.

    None where a gap is no row of a cell: then copies may differ in more than their cells.
    """
    stand_in = str(STAND_IN)
    if "[" in shape or stand_in in shape or any(GAP in quoted for quoted in _QUOTED.findall(shape)):
        return None
    cells = split_at_cells(shape.replace(GAP, stand_in))[1::2]
    places = [position_of(cell) for cell in cells]
    if sum(row == STAND_IN for row, _ in places) != shape.count(GAP):
        return None
    return tuple((None if row == STAND_IN else row, column) for row, column in places)


def filled(cells: tuple[tuple[int | None, int], ...], row: int) -> list[Position]:
    """Return where the cells of a shape lie in the copy that stands in a row."""
    return [(row if own is None else own, column) for own, column in cells]
