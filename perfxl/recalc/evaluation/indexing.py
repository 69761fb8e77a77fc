"""INDEX: the cell, row or column of a reference or an array."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from perfxl.formulas.syntax import Node
from perfxl.recalc.evaluation.places import given
from perfxl.recalc.evaluation.values import (
    Areas,
    Grid,
    Operand,
    Place,
    one_of,
    rows_of,
    simple,
)
from perfxl.recalc.functions.arguments import Fault, number
from perfxl.recalc.functions.broadcasting import at
from perfxl.sheets.address import Box
from perfxl.sheets.values import ErrorValue, Missing

if TYPE_CHECKING:  # each computes parts of the other
    from perfxl.recalc.evaluation.running import Steps
    from perfxl.recalc.evaluation.walking import Evaluator, View


def _index(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    source = yield evaluator.value(args[0], view.within(array=True))
    row = yield from given(evaluator, args, 1, view, 0.0)
    column = yield from given(evaluator, args, 2, view)
    area = yield from given(evaluator, args, 3, view, 1.0)
    if isinstance(source, ErrorValue):
        return source
    if isinstance(source, Areas):
        wanted = int(number(one_of(area)))
        if not 1 <= wanted <= len(source.places):
            return ErrorValue.REF
        source = Areas((source.places[wanted - 1],))
    if not isinstance(row, list) and not isinstance(column, list):
        return _element(source, row, column, len(args))
    grids = [rows_of(row), rows_of(column)]
    height, width = max(map(len, grids)), max(len(grid[0]) for grid in grids)
    made: Grid = []
    for line in range(height):
        made.append([])
        for place in range(width):
            one, other = at(grids[0], line, place), at(grids[1], line, place)
            found = _element(source, one, Missing.MISSING if isinstance(column, Missing) else other, len(args))
            made[-1].append(one_of((yield from evaluator.values(found, view))))
    return made


def _element(source: Operand, row: Operand, column: Operand, count: int) -> Operand:
    """Return the cell, row or column of a reference or an array that INDEX means."""
    height, width = _size(source)
    try:
        down, across = int(number(one_of(row))), int(number(one_of(column)))
    except Fault as fault:
        return fault.error
    if height == 1 and count < 3 and isinstance(column, Missing):
        down, across = _along(down, width)
    if min(down, across) < 0:
        return ErrorValue.VALUE
    if down > height or across > width:
        return ErrorValue.REF
    return _piece(source, _span(down, height), _span(across, width))


def _span(wanted: int, size: int) -> tuple[int, int]:
    """Return the first and last of the rows or columns that are meant: all for 0."""
    return (wanted, wanted) if wanted else (1, size)


def _along(wanted: int, width: int) -> tuple[int, int]:
    """Return the row and column that one number means in a single row."""
    return (0 if width == 1 and not wanted else 1), wanted


def _size(source: Operand) -> tuple[int, int]:
    """Return how many rows and columns a reference or an array has."""
    if isinstance(source, Areas):
        top, left, bottom, right = source.places[0].box
        return bottom - top + 1, right - left + 1
    grid = rows_of(source)
    return len(grid), len(grid[0])


def _piece(source: Operand, rows: tuple[int, int], columns: tuple[int, int]) -> Operand:
    """Return some rows and columns of a reference or an array, counted from its first."""
    if isinstance(source, Areas):
        sheet, box = source.places[0]
        (top, bottom), (left, right) = rows, columns
        down, across = box.top - 1, box.left - 1
        return Areas((Place(sheet, Box(top + down, left + across, bottom + down, right + across)),))
    return simple([line[columns[0] - 1 : columns[1]] for line in rows_of(source)[rows[0] - 1 : rows[1]]])


INDEXING: dict[str, Callable[..., Any]] = {"INDEX": _index}
