"""LAMBDAs that MAP, REDUCE, SCAN, BYROW, BYCOL and MAKEARRAY call: each computed on a sheet of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from itertools import accumulate
from typing import Any

import formualizer

from perfxl.formulas.parsing import parse
from perfxl.formulas.syntax import Identifier, Node, map_children
from perfxl.formulas.writing import write_explicitly
from perfxl.recalc.formualizer.conversion import Raw, given, handed
from perfxl.recalc.functions.arguments import rows
from perfxl.recalc.functions.broadcasting import spread
from perfxl.recalc.normal.broadcasting import broadcast
from perfxl.recalc.normal.comparison import compare_by_digits
from perfxl.recalc.normal.lambdas import EACH, KINDS, Lambda, Lambdas
from perfxl.sheets.address import Box
from perfxl.sheets.values import ErrorValue, Given, Missing, Scalar

Grid = Sequence[Sequence[Scalar]]
_MOST = 20_000  # calls of one function


class LambdaCaller:
    """Calls the functions of one workbook."""

    def __init__(self, functions: Lambdas) -> None:
        self._functions = functions

    def each(self, kind: float, number: float, count: float, *args: Raw) -> Raw:
        """Compute MAP and its kin: `count` arguments of its own, then what the function captures."""
        taken = [given(arg) for arg in args]
        arrays, captured = taken[: int(count)], taken[int(count) :]
        sheet = _Sheet(self, self._functions, self._functions.made[int(number)], captured)
        try:
            return handed(_KINDS[KINDS[int(kind)]](sheet.value, arrays))
        except (TypeError, ValueError, IndexError):
            return handed(ErrorValue.VALUE)


class _Sheet:
    """A function on a sheet of its own, with what it captures; kept as long as what it is given has one shape."""

    def __init__(self, caller: LambdaCaller, functions: Lambdas, function: Lambda, captured: Sequence[Given]) -> None:
        self._caller, self._functions = caller, functions
        self._function, self._captured = function, captured
        self._shapes: list[tuple[int, int]] = []
        self._book: formualizer.Workbook | None = None
        self._last: list[Given] = []
        self._columns: list[int] = []
        self._result = 1

    def value(self, *args: Given) -> Scalar:
        """Return what the function gives for arguments."""
        shapes = [(len(rows(arg)), len(rows(arg)[0])) for arg in args]
        if self._book is None or shapes != self._shapes:
            book = self._made(args)
            self._shapes = shapes
        else:
            book = self._book
            for arg, last, column in zip(args, self._last, self._columns, strict=True):
                if arg != last or type(arg) is not type(last):
                    self._fill(book, arg, column)
        self._last = list(args)
        return _one(given(book.evaluate_cell("S", 1, self._result)))

    def _made(self, args: Sequence[Given]) -> formualizer.Workbook:
        from perfxl.recalc.formualizer.library import register  # noqa: PLC0415 (each knows the other)

        book = self._book = formualizer.Workbook()
        book.add_sheet("S")
        book.set_temporal_egress("serial")
        register(book)
        book.register_function(EACH, self._caller.each, min_args=3)
        self._columns, places, column = [], {}, 1
        for word, arg in zip(self._function.inputs, [*args, *self._captured], strict=False):
            self._fill(book, arg, column)
            self._columns.append(column)
            grid = rows(arg)
            places[word] = parse(Box(1, column, len(grid), column + len(grid[0]) - 1).reference)
            column += len(grid[0])
        self._columns, self._result = self._columns[: len(args)], column
        body = compare_by_digits(broadcast(_placed(self._function.body, places), self._functions))
        book.set_formula("S", 1, column, f"={write_explicitly(body)}")
        return book

    @staticmethod
    def _fill(book: formualizer.Workbook, arg: Given, first: int) -> None:
        for row, line in enumerate(rows(arg), 1):
            for column, value in enumerate(line, first):
                if isinstance(value, ErrorValue):
                    book.set_formula("S", row, column, f"={value.value}")
                else:
                    book.set_value("S", row, column, value)


def _placed(node: Node, places: dict[str, Node]) -> Node:
    if isinstance(node, Identifier):
        return places.get(node.text, node)
    return map_children(node, lambda child: _placed(child, places))


def _one(value: Given) -> Scalar:
    return rows(value)[0][0]


def _map(call: Callable[..., Scalar], arrays: Sequence[Given]) -> list[list[Scalar]]:
    grids = [rows(array) for array in arrays]
    height, width = max(map(len, grids)), max(len(grid[0]) for grid in grids)
    _check(height * width)
    return [
        [
            call(*(grid[row][column] for grid in grids))
            if all(row < len(grid) and column < len(grid[row]) for grid in grids)
            else ErrorValue.NA
            for column in range(width)
        ]
        for row in range(height)
    ]


def _reduce(call: Callable[..., Scalar], arrays: Sequence[Given]) -> Scalar:
    start, cells = _start(arrays)
    return reduce(call, cells, start) if start is not Missing.MISSING else reduce(call, cells)


def _scan(call: Callable[..., Scalar], arrays: Sequence[Given]) -> list[list[Scalar]]:
    start, cells = _start(arrays)
    found = (
        list(accumulate(cells, call)) if start is Missing.MISSING else list(accumulate(cells, call, initial=start))[1:]
    )
    width = len(rows(arrays[1])[0])
    return [found[at : at + width] for at in range(0, len(found), width)]


def _start(arrays: Sequence[Given]) -> tuple[Any, list[Scalar]]:
    cells = [cell for row in rows(arrays[1]) for cell in row]
    _check(len(cells))
    return arrays[0], cells


def _by_row(call: Callable[..., Scalar], arrays: Sequence[Given]) -> list[list[Scalar]]:
    _check(len(rows(arrays[0])))
    return [[call([list(row)])] for row in rows(arrays[0])]


def _by_column(call: Callable[..., Scalar], arrays: Sequence[Given]) -> list[list[Scalar]]:
    columns = list(zip(*rows(arrays[0]), strict=True))
    _check(len(columns))
    return [[call([[cell] for cell in column]) for column in columns]]


def _make(call: Callable[..., Scalar], arrays: Sequence[Given]) -> list[list[Scalar]]:
    height, width = (int(float(_one(array) or 0)) for array in arrays[:2])  # type: ignore[arg-type]
    _check(height * width)
    return [[call(float(row), float(column)) for column in range(1, width + 1)] for row in range(1, height + 1)]


def _check(count: int) -> None:
    if count > _MOST:
        raise ValueError(count)


def _spread(call: Callable[..., Scalar], arrays: Sequence[Given]) -> Raw:
    _check(max(len(rows(array)) * len(rows(array)[0]) for array in arrays))
    return spread(call, *arrays)


_KINDS: dict[str, Callable[[Callable[..., Scalar], Sequence[Given]], Any]] = {
    "MAP": _map,
    "REDUCE": _reduce,
    "SCAN": _scan,
    "BYROW": _by_row,
    "BYCOL": _by_column,
    "MAKEARRAY": _make,
    "SPREAD": _spread,
}
