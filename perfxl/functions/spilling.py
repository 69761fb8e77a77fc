"""Calling a function as Excel would: defaults, errors passed on, ranges that spill."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeGuard, cast

from perfxl.functions.coercion import Fault
from perfxl.functions.signature import Answer, Function
from perfxl.model.expression import Undefined
from perfxl.sheets.values import Array, ErrorValue, Given, Missing, Result, Scalar


@dataclass(frozen=True, slots=True)
class Caller:
    """A function made ready to be called often.

    required  how many arguments must be given
    wholes    for each argument: whether a range is taken as one thing; the last one's holds for those that repeat
    """

    body: Callable[..., Answer | Result]
    required: int
    wholes: tuple[bool, ...]
    repeats: bool

    def call(self, args: Sequence[Given]) -> Result:
        """Return a value, a true error, or rows that spill; never raises."""
        count = len(self.wholes)
        if len(args) > count and not self.repeats:
            return ErrorValue.VALUE
        given = (*args, *(Missing.MISSING,) * (count - len(args)))
        if not any(map(is_range, given)) and True not in self.wholes:
            return self._cell(given)
        wholes = self.wholes + self.wholes[-1:] * (len(given) - count)
        ready = tuple(_whole(arg) if whole else _lone(arg) for arg, whole in zip(given, wholes, strict=True))
        spreads = [not whole and is_range(arg) for arg, whole in zip(ready, wholes, strict=True)]
        return self._spill(ready, spreads) if any(spreads) else self._cell(ready)

    def answer(self, values: Sequence[Given]) -> Answer | Result:
        """Return what the function gives for one cell: errors come first, then what is missing."""
        for value in values:
            if isinstance(value, ErrorValue):
                return value
        if None in values or Missing.MISSING in values[: self.required]:
            return ErrorValue.NA
        try:
            return self.body(*values)
        except Fault as fault:
            return fault.error
        except Undefined:
            return ErrorValue.DIV0
        except ArithmeticError:
            return ErrorValue.NUM

    def _cell(self, values: Sequence[Given]) -> Result:
        answer = self.answer(values)
        return answer.value if isinstance(answer, Answer) else answer

    def _spill(self, given: Sequence[Given], spreads: Sequence[bool]) -> Result:
        height, width = _size([arg for arg, spread in zip(given, spreads, strict=True) if spread and is_range(arg)])
        if not width:
            return ErrorValue.VALUE
        grids = [
            _grid(arg, height, width) if spread and is_range(arg) else [[arg] * width] * height
            for arg, spread in zip(given, spreads, strict=True)
        ]
        return [[_scalar(self._cell(cells)) for cells in zip(*rows, strict=True)] for rows in zip(*grids, strict=True)]


def _size(ranges: Sequence[Array]) -> tuple[int, int]:
    """Return the rows and columns of what a call spills over."""
    return max(map(len, ranges)), max((len(row) for rows in ranges for row in rows), default=0)


def make_caller(function: Function) -> Caller:
    """Return a function ready to be called."""
    arguments = function.arguments
    required = sum(not argument.optional for argument in arguments)
    wholes = tuple(argument.shape == "whole" for argument in arguments)
    return Caller(function.body, required, wholes, arguments[-1].repeats)


def is_range(arg: Given) -> TypeGuard[Array]:
    """Whether an argument is rows of cells, as a tuple or a list."""
    return isinstance(arg, (list, tuple))


def _grid(rows: Array, height: int, width: int) -> Sequence[Sequence[Given]]:
    """Spread a range over the result as Excel does: one row or column repeats, what lacks is #N/A."""
    one_column = all(len(row) == 1 for row in rows)
    wide = [[*row] * width if one_column else [*row, *[ErrorValue.NA] * (width - len(row))] for row in rows]
    return wide * height if len(wide) == 1 else [*wide, *[[ErrorValue.NA] * width] * (height - len(wide))]


def _lone(arg: Given) -> Given:
    """Return the value of a range of one cell."""
    return arg[0][0] if is_range(arg) and len(arg) == 1 and len(arg[0]) == 1 else arg


def _whole(arg: Given) -> Given:
    """Return a single cell as a range of one, and of a range with an error that error."""
    if is_range(arg):
        return next((value for row in arg for value in row if isinstance(value, ErrorValue)), arg)
    return arg if isinstance(arg, (Missing, ErrorValue)) else ((cast(Scalar, arg),),)


def _scalar(result: Result) -> Scalar:
    return ErrorValue.VALUE if isinstance(result, list) else result
