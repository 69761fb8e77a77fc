"""LAMBDAs that MAP, REDUCE, SCAN, BYROW, BYCOL and MAKEARRAY call: each computed on a sheet of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from itertools import accumulate
from typing import Any

import formualizer

from perfxl.functions.signature import ErrorValue, Given, Missing, Scalar
from perfxl.model import a1
from perfxl.recalc.formualizer.values import given, handed, rows
from perfxl.recalc.normal.binding import KINDS, Function, Functions
from perfxl.recalc.normal.comparing import compared
from perfxl.recalc.normal.syntax import Node, Word, mapped, parse
from perfxl.recalc.normal.writing import written

Grid = Sequence[Sequence[Scalar]]
_MOST = 20_000  # calls of one function


class Caller:
    """Calls the functions of one workbook."""

    def __init__(self, functions: Functions) -> None:
        self._functions = functions

    def each(self, kind: float, number: float, count: float, *args: Any) -> Any:
        """Compute MAP and its kin: `count` arguments of its own, then what the function captures."""
        taken = [given(arg) for arg in args]
        arrays, captured = taken[: int(count)], taken[int(count) :]
        function = self._functions.made[int(number)]

        def call(*values: Given) -> Scalar:
            return _one(_Sheet(self, function, [*values, *captured]).value())

        try:
            return handed(_KINDS[KINDS[int(kind)]](call, arrays))
        except (TypeError, ValueError, IndexError):
            return handed(ErrorValue.VALUE)


class _Sheet:
    """A function with what it is given, on a sheet of its own."""

    def __init__(self, caller: Caller, function: Function, args: Sequence[Given]) -> None:
        from perfxl.recalc.formualizer.library import register  # noqa: PLC0415 (each knows the other)

        self._book = formualizer.Workbook()
        self._book.add_sheet("S")
        self._book.set_temporal_egress("serial")
        register(self._book)
        self._book.register_function("XL.EACH", caller.each, min_args=3)
        self._column = 1
        places = {word: self._put(arg) for word, arg in zip(function.inputs, args, strict=False)}
        body = compared(_placed(function.body, places))
        self._book.set_formula("S", 1, self._column, f"={written(body)}")

    def value(self) -> Any:
        """Return what the function gives."""
        return given(self._book.evaluate_cell("S", 1, self._column))

    def _put(self, arg: Given) -> Node:
        grid = rows(arg)
        for row, line in enumerate(grid, 1):
            for column, value in enumerate(line, self._column):
                if isinstance(value, ErrorValue):
                    self._book.set_formula("S", row, column, f"={value.value}")
                elif value is not None:
                    self._book.set_value("S", row, column, value)
        width = len(grid[0])
        text = a1.span(1, self._column, len(grid), self._column + width - 1)
        self._column += width
        return parse(text)


def _placed(node: Node, places: dict[str, Node]) -> Node:
    if isinstance(node, Word):
        return places.get(node.text, node)
    return mapped(node, lambda child: _placed(child, places))


def _one(value: Given) -> Scalar:
    if isinstance(value, Missing):
        return None
    return value[0][0] if isinstance(value, (list, tuple)) else value


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


_KINDS: dict[str, Callable[[Callable[..., Scalar], Sequence[Given]], Any]] = {
    "MAP": _map,
    "REDUCE": _reduce,
    "SCAN": _scan,
    "BYROW": _by_row,
    "BYCOL": _by_column,
    "MAKEARRAY": _make,
}
