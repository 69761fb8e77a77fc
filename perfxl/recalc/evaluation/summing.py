"""Functions that sum over cells and ask what they are: conditions, hidden rows, other subtotals."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from perfxl.formulas.syntax import Node, Omitted
from perfxl.recalc.evaluation.places import given
from perfxl.recalc.evaluation.values import (
    Areas,
    Grid,
    Operand,
    Place,
    References,
    Unsupported,
    one_of,
    rows_of,
    simple,
)
from perfxl.recalc.functions.aggregates import BY_NUMBER, conditional
from perfxl.recalc.functions.arguments import Fault, number
from perfxl.recalc.functions.broadcasting import at
from perfxl.recalc.functions.criteria import matching
from perfxl.recalc.functions.signature import Raw
from perfxl.recalc.normal.special import HIDING
from perfxl.sheets.address import Box, Position
from perfxl.sheets.values import ErrorValue, Missing, Scalar

if TYPE_CHECKING:  # each computes parts of the other
    from perfxl.recalc.evaluation.running import Steps
    from perfxl.recalc.evaluation.walking import Evaluator, View

_WITH_ARRAY = range(14, 20)


def _pairwise(name: str) -> Callable[..., Any]:
    """Return COUNTIFS and its kin: what is summed first, then ranges and conditions."""
    first = 0 if name == "COUNTIFS" else 1

    def run(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
        if len(args) < first + 2 or (len(args) - first) % 2:
            raise Unsupported(f"{name} 的参数不成对")
        order = (*range(first, len(args)), *([0] if first else []))
        operands = yield from _operands(evaluator, [args[index] for index in order], view, len(args) - first)
        return (yield _asked(evaluator, name, operands, summed=bool(first)))

    return run


def _single(name: str) -> Callable[..., Any]:
    """Return COUNTIF and its kin: a range, a condition, what is summed instead."""

    def run(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
        if not 2 <= len(args) <= (2 if name == "COUNTIF" else 3):
            raise Unsupported(f"{name} 的参数个数不对")
        wanted = [arg for index, arg in enumerate(args) if index < 2 or not isinstance(arg, Omitted)]
        operands = yield from _operands(evaluator, wanted, view, 2)
        return (yield _asked(evaluator, name, operands, summed=len(operands) > 2))

    return run


def _operands(evaluator: Evaluator, args: Sequence[Node], view: View, pairs: int) -> Raw:
    """Return the arguments: of conditions the values, of ranges what they refer to."""
    made: list[Operand] = []
    for index, arg in enumerate(args):
        value = Missing.MISSING if isinstance(arg, Omitted) else (yield evaluator.value(arg, view))
        if index < pairs and index % 2:
            value = yield from evaluator.values(value, view)
        made.append(value)
    return made


def _asked(evaluator: Evaluator, name: str, operands: Sequence[Operand], *, summed: bool) -> Steps:
    """Compute, once for each of arrays of conditions or references."""
    grids = [_elements(each) for each in operands]
    height, width = max(map(len, grids)), max(len(grid[0]) for grid in grids)
    made: Grid = []
    for row in range(height):
        made.append([])
        for column in range(width):
            each = [at(cast("Grid", grid), row, column) for grid in grids]
            made[-1].append((yield from _one(evaluator, name, each, summed=summed)))
    return simple(made)


def _elements(value: Operand) -> Sequence[Sequence[Any]]:
    if isinstance(value, References):
        return value.rows
    return [[value]] if isinstance(value, Areas) else rows_of(value)


def _one(evaluator: Evaluator, name: str, operands: Sequence[Any], *, summed: bool) -> Raw:
    pairs = operands[:-1] if summed else operands
    asked, values = [], []
    for index in range(0, len(pairs), 2):
        place = _place(pairs[index])
        if isinstance(place, ErrorValue):
            return place
        asked.append((yield evaluator.read(Areas((place,)))))
    first = _place(pairs[0])
    held = asked[0]
    if summed:
        place = _place(operands[-1])
        if isinstance(place, ErrorValue) or isinstance(first, ErrorValue):
            return place
        held = yield evaluator.read(Areas((_summed(name, place, evaluator.cells.clipped(first.box)),)))
    if any((len(grid), len(grid[0])) != (len(held), len(held[0])) for grid in asked):
        return ErrorValue.VALUE
    values = matching(held, asked, [pairs[index] for index in range(1, len(pairs), 2)])
    return conditional(name, values)


def _place(value: Raw) -> Place | ErrorValue:
    if isinstance(value, ErrorValue):
        return value
    if not isinstance(value, Areas) or len(value.places) != 1:
        raise Unsupported("条件区域不是单元格区域")
    return value.places[0]


def _summed(name: str, place: Place, box: Box) -> Place:
    """Return what is summed: of SUMIF the range asked decides its size, of SUMIFS both have to be of one."""
    if name.endswith("S"):
        return place
    top, left = place.box.anchor
    return Place(place.sheet, Box(top, left, top + box.bottom - box.top, left + box.right - box.left))


def _subtotal(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    code = yield from given(evaluator, args, 0, view)
    found: list[Operand] = []
    for arg in args[1:]:
        found.append((yield evaluator.value(arg, view)))
    if not isinstance(code, list) and not any(isinstance(each, References) for each in found):
        return (yield _subtotalled(evaluator, one_of(code), found))
    grids = [rows_of(code), *map(_elements, found)]
    height, width = max(map(len, grids)), max(len(grid[0]) for grid in grids)
    made: Grid = []
    for row in range(height):
        made.append([])
        for column in range(width):
            number_of, *each = (at(cast("Grid", grid), row, column) for grid in grids)
            made[-1].append(one_of((yield _subtotalled(evaluator, number_of, each))))
    return simple(made)


def _subtotalled(evaluator: Evaluator, code: Scalar, found: Sequence[Any]) -> Steps:
    wanted = int(number(code))
    by_hand, wanted = wanted > 100, wanted - 100 if wanted > 100 else wanted
    if not 1 <= wanted <= 11:
        return ErrorValue.VALUE
    values: list[Scalar] = []
    for each in found:
        if isinstance(each, ErrorValue):
            return each
        if not isinstance(each, Areas):
            return ErrorValue.VALUE
        values += yield from _visible(evaluator, each, hidden="hand" if by_hand else "filter", nested=True)
    return BY_NUMBER[wanted]((True, values))


def _visible(evaluator: Evaluator, areas: Areas, *, hidden: str, nested: bool) -> Raw:
    """Return the values of a reference without those of hidden rows and, with `nested`, of other subtotals."""
    kept: list[Scalar] = []
    for place in areas.places:
        grid = yield evaluator.read(Areas((place,)))
        sheet = evaluator.cells.sheet(place.sheet)
        skipped = sheet.hidden_rows if hidden == "hand" or (hidden == "filter" and sheet.filtered) else frozenset()
        formulas = evaluator.cells.formulas_in(place) if nested else ()
        kept += _without(grid, place.box, skipped, {at for at in formulas if HIDING.search(sheet.formulas[at])})
    return kept


def _without(grid: Grid, box: Box, rows: Container[int], cells: Container[Position]) -> Iterator[Scalar]:
    """Yield the values of a rectangle without those of some rows and cells."""
    for row, line in enumerate(grid, box.top):
        if row not in rows:
            yield from (value for column, value in enumerate(line, box.left) if (row, column) not in cells)


def _aggregate(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    code = int(number(one_of((yield from given(evaluator, args, 0, view)))))
    option = int(number(one_of((yield from given(evaluator, args, 1, view, 0.0)))))
    if code not in BY_NUMBER or not 0 <= option <= 7 or len(args) < 3:
        return ErrorValue.VALUE
    compute = _of_array if code in _WITH_ARRAY else _of_references
    return (yield from compute(evaluator, code, option, args[2:], view))


def _of_references(evaluator: Evaluator, code: int, option: int, args: Sequence[Node], view: View) -> Steps:
    values: list[Scalar] = []
    for arg in args:
        value = yield evaluator.value(arg, view)
        if not isinstance(value, Areas):
            return value if isinstance(value, ErrorValue) else ErrorValue.VALUE
        values += yield from _counted(evaluator, value, option)
    return BY_NUMBER[code]((True, _without_errors(values, option)))


def _of_array(evaluator: Evaluator, code: int, option: int, args: Sequence[Node], view: View) -> Steps:
    found = yield from _counted(evaluator, (yield evaluator.value(args[0], view.within(array=True))), option)
    values = _without_errors(found, option)
    place = yield from given(evaluator, args, 1, view)
    if isinstance(place, list):
        return [[_placed(code, values, each) for each in row] for row in place]
    return _placed(code, values, one_of(place))


def _counted(evaluator: Evaluator, value: Operand, option: int) -> Raw:
    """Return the values that count by the option of AGGREGATE, errors among them."""
    if isinstance(value, Areas):
        hidden = "hand" if option in {1, 3, 5, 7} else ""
        return (yield from _visible(evaluator, value, hidden=hidden, nested=option < 4))
    return [cell for row in rows_of(value) for cell in row]


def _without_errors(values: list[Scalar], option: int) -> list[Scalar]:
    """Return values without errors, where the option of AGGREGATE leaves them out."""
    if option not in {2, 3, 6, 7}:
        return values
    return [value for value in values if not isinstance(value, ErrorValue)]


def _placed(code: int, values: list[Scalar], place: Scalar) -> Scalar:
    try:
        return cast("Scalar", BY_NUMBER[code]([values], number(place)))
    except Fault as fault:
        return fault.error


SUMMING: dict[str, Callable[..., Any]] = {
    "SUBTOTAL": _subtotal,
    "AGGREGATE": _aggregate,
    **{name: _single(name) for name in ("COUNTIF", "SUMIF", "AVERAGEIF")},
    **{name: _pairwise(name) for name in ("COUNTIFS", "SUMIFS", "AVERAGEIFS", "MAXIFS", "MINIFS")},
}
