"""Functions of references: which cells are meant, where they lie, what formula stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from perfxl.formulas.parsing import parse
from perfxl.formulas.syntax import Area, Binary, Identifier, Node, Omitted, TableReference, unbracketed
from perfxl.formulas.tokens import FormulaError
from perfxl.recalc.evaluation.values import (
    Areas,
    Operand,
    Place,
    References,
    one_of,
    rows_of,
    simple,
)
from perfxl.recalc.functions.arguments import Fault, number, text
from perfxl.recalc.functions.broadcasting import at
from perfxl.recalc.functions.signature import Raw
from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, Box, cell_address
from perfxl.sheets.values import ErrorValue, Missing, Scalar

if TYPE_CHECKING:  # each computes parts of the other
    from perfxl.recalc.evaluation.running import Steps
    from perfxl.recalc.evaluation.walking import Evaluator, View

_ZEROS = re.compile(r"(?<![0-9])0+(?=[1-9])")  # "A01" is A1
_R1C1 = re.compile(r"R(\[?)(-?\d*)\]?C(\[?)(-?\d*)\]?", re.IGNORECASE)
_MOST = 100_000


def given(
    evaluator: Evaluator, args: Sequence[Node], index: int, view: View, default: Operand = Missing.MISSING
) -> Raw:
    """Return the value of an argument, a default where it is missing."""
    if index >= len(args) or isinstance(args[index], Omitted):
        return default
    return (yield from evaluator.values((yield evaluator.value(args[index], view)), view))


def referred(evaluator: Evaluator, args: Sequence[Node], view: View) -> Raw:
    """Return what the first argument refers to, the formula's own cell where there is none."""
    if not args:
        row, column = view.site.position
        return Areas((Place(view.site.sheet, Box(row, column, row, column)),))
    return (yield evaluator.value(args[0], view))


def _row(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    return _numbers((yield from referred(evaluator, args, view)), evaluator, view, axis=0)


def _column(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    return _numbers((yield from referred(evaluator, args, view)), evaluator, view, axis=1)


def _numbers(value: Operand, evaluator: Evaluator, view: View, *, axis: int) -> Operand:
    if isinstance(value, References):
        return simple([[_first(each, axis) for each in row] for row in value.rows])
    if not isinstance(value, Areas):
        return value if isinstance(value, ErrorValue) else ErrorValue.VALUE
    first, last = value.places[0].box[axis], value.places[0].box[axis + 2]
    if not view.array:
        return float(first)
    if last - first > _MOST:
        last = evaluator.cells.clipped(value.places[0].box)[axis + 2]
    return _line([float(each) for each in range(first, last + 1)], axis)


def _line(numbers: list[Scalar], axis: int) -> Operand:
    """Return numbers one below the other, or side by side."""
    return simple([[each] for each in numbers] if axis == 0 else [numbers])


def _first(value: Areas | Scalar, axis: int) -> Scalar:
    return float(value.places[0].box[axis]) if isinstance(value, Areas) else value


def _rows(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    value = yield evaluator.value(args[0], view.within(array=True))
    if isinstance(value, Areas):
        box = value.places[0].box
        return float(box.bottom - box.top + 1)
    return value if isinstance(value, ErrorValue) else float(len(rows_of(value)))


def _columns(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    value = yield evaluator.value(args[0], view.within(array=True))
    if isinstance(value, Areas):
        box = value.places[0].box
        return float(box.right - box.left + 1)
    return value if isinstance(value, ErrorValue) else float(len(rows_of(value)[0]))


def _areas(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    value = yield evaluator.value(args[0], view)
    return float(len(value.places)) if isinstance(value, Areas) else ErrorValue.VALUE


def _offset(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    source = yield evaluator.value(args[0], view)
    if not isinstance(source, Areas):
        return source if isinstance(source, ErrorValue) else ErrorValue.VALUE
    moves: list[Operand] = []
    for index in range(1, 5):
        moves.append((yield from given(evaluator, args, index, view)))
    (place,) = source.places[:1]
    return _spread(lambda *values: _moved(place, *values), moves)


def _spread(function: Callable[..., Areas | Scalar], moves: Sequence[Operand]) -> Operand:
    """Return a reference for single values, rows of references for arrays."""
    if not any(isinstance(each, list) for each in moves):
        return function(*(one_of(each) for each in moves))
    grids = [rows_of(each) for each in moves]
    height, width = max(map(len, grids)), max(len(grid[0]) for grid in grids)
    return References(
        tuple(
            tuple(function(*(at(grid, row, column) for grid in grids)) for column in range(width))
            for row in range(height)
        )
    )


def _moved(place: Place, rows: Scalar, columns: Scalar, height: Scalar, width: Scalar) -> Areas | Scalar:
    box = place.box
    try:
        top, left = box.top + int(number(rows) // 1), box.left + int(number(columns) // 1)
        tall = box.bottom - box.top + 1 if height is None else _size(number(height))
        wide = box.right - box.left + 1 if width is None else _size(number(width))
    except Fault as fault:
        return fault.error
    top, bottom = (top, top + tall - 1) if tall > 0 else (top + tall + 1, top)
    left, right = (left, left + wide - 1) if wide > 0 else (left + wide + 1, left)
    inside = 1 <= top <= bottom <= LAST_ROW and 1 <= left <= right <= LAST_COLUMN
    return Areas((Place(place.sheet, Box(top, left, bottom, right)),)) if inside and tall and wide else ErrorValue.REF


def _size(value: float) -> int:
    """Return a height or width as OFFSET takes it: cut off, but a part of a cell is one cell."""
    return int(value) if abs(value) >= 1 or not value else 1 if value > 0 else -1


def _indirect(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    wanted = yield from given(evaluator, args, 0, view)
    style = yield from given(evaluator, args, 1, view, True)
    plain = bool(one_of(style))
    if not isinstance(wanted, list):
        return (yield _addressed(evaluator, one_of(wanted), view, plain=plain))
    found: list[list[Areas | Scalar]] = []
    for row in wanted:
        found.append([])
        for each in row:
            found[-1].append((yield _addressed(evaluator, each, view, plain=plain)))
    return References(tuple(map(tuple, found)))


def _addressed(evaluator: Evaluator, wanted: Scalar, view: View, *, plain: bool) -> Steps:
    if isinstance(wanted, ErrorValue):
        return wanted
    said = text(wanted).strip()
    sheet, mark, cells = said.rpartition("!")
    cells = _ZEROS.sub("", cells) if plain else _in_letters(cells, view.site.position)
    try:
        node = unbracketed(parse(f"{sheet}{mark}{cells}"))
    except FormulaError:
        return ErrorValue.REF
    if isinstance(node, (Area, Identifier, TableReference)) or (isinstance(node, Binary) and node.operator == ":"):
        value = yield evaluator.value(node, view)
        return value if isinstance(value, Areas) else ErrorValue.REF
    return ErrorValue.REF


def _in_letters(cells: str, position: tuple[int, int]) -> str:
    """Return a reference in R1C1 notation in A1 notation, what is none as "#"."""
    found = []
    for part in cells.split(":"):
        match = _R1C1.fullmatch(part)
        if not match:
            return "#"
        row, column = _counted(match[1], match[2], position[0]), _counted(match[3], match[4], position[1])
        if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
            return "#"
        found.append(cell_address(row, column))
    return ":".join(found)


def _counted(bracket: str, digits: str, own: int) -> int:
    """Return a row or column: R5, or R[5] and R from the formula's own."""
    return int(digits or 0) + (own if bracket or not digits else 0)


PLACES: dict[str, Callable[..., Any]] = {
    "ROW": _row,
    "COLUMN": _column,
    "ROWS": _rows,
    "COLUMNS": _columns,
    "AREAS": _areas,
    "OFFSET": _offset,
    "INDIRECT": _indirect,
}
