"""The worksheet functions as xlwings calls them: one Python function each, bound from the registry.

The add-in's VBA hands over values, never a Range, so xlwings converts nothing ("raw"). Errors travel as numbers:
into Python as COM's codes, back as Excel's own (2007 is #DIV/0!), which VBA turns into errors again.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast

import xlwings

from perfxl.excel.watch import CALLS
from perfxl.functions.registry import REGISTRY, call
from perfxl.functions.signature import Argument, Function
from perfxl.sheets.values import ErrorValue, Given, Missing, Result, Scalar

NUMBERS = {
    ErrorValue.NULL: 2000,
    ErrorValue.DIV0: 2007,
    ErrorValue.VALUE: 2015,
    ErrorValue.REF: 2023,
    ErrorValue.NAME: 2029,
    ErrorValue.NUM: 2036,
    ErrorValue.NA: 2042,
}
_COM = -2146828288  # 0x800A0000 as a signed number: COM's code of an error is this plus Excel's number
MISSING = -2147352572  # COM's code of an argument that was left out
_ERRORS: dict[int, ErrorValue | Missing] = {_COM + number: error for error, number in NUMBERS.items()}
_ERRORS[MISSING] = Missing.MISSING
_EXCEL_ERRORS = range(_COM + 2000, _COM + 2100)  # newer ones too (#SPILL!, #CALC!), which the functions do not know


class Decorators(Protocol):
    """What binds a function: xlwings on Windows; elsewhere its decorators do nothing."""

    func: Callable[..., Any]
    arg: Callable[..., Any]
    ret: Callable[..., Any]


def bind(function: Function, by: Decorators) -> Callable[..., object]:
    """Return a function of Excel's own values with the registry's arguments, help and category."""
    name = function.name

    def made(*given: object) -> list[list[object]]:
        CALLS.begin()
        try:
            return to_excel(call(name, [from_excel(argument) for argument in given]))
        finally:
            CALLS.end()

    made.__name__ = made.__qualname__ = name.lower()
    made.__doc__ = function.help
    cast(Any, made).__signature__ = inspect.Signature([_parameter(argument) for argument in function.arguments])
    decorated = by.ret(convert="raw")(made)
    for argument in function.arguments:
        star = "*" if argument.repeats else ""
        decorated = by.arg(star + argument.name, convert="raw", doc=argument.help)(decorated)
    decorated = by.func(category=function.category)(decorated)  # last, for the others set xlwings' own category
    for told in getattr(decorated, "__xlfunc__", {"args": ()})["args"]:
        if told["vararg"]:
            told["optional"] = Missing.MISSING  # else one left out among them would come as a blank cell
    return cast(Callable[..., object], decorated)


def from_excel(value: object) -> Given:
    """Return an argument as the registry takes it: COM's codes become errors, a one-dimensional array a row."""
    if type(value) is tuple or type(value) is list:
        rows = cast(Sequence[Any], value)
        if rows and type(rows[0]) is not tuple and type(rows[0]) is not list:
            rows = (rows,)
        grid = [[_scalar(cell) if type(cell) is int else cell for cell in row] for row in rows]
        return cast(Given, grid)
    return _scalar(value) if type(value) is int else cast(Given, value)


def to_excel(result: Result) -> list[list[object]]:
    """Return a result as rows that COM can carry; numbers are floats, so that an int is the number of an error."""
    if isinstance(result, list):
        return [[_carried(cell) for cell in row] for row in result]
    return [[_carried(result)]]


def _carried(cell: Scalar) -> object:
    if isinstance(cell, ErrorValue):
        return NUMBERS[cell]
    return float(cell) if type(cell) is int else cell


def _scalar(number: int) -> float | ErrorValue | Missing:
    known = _ERRORS.get(number)
    if known is not None:
        return known
    return ErrorValue.VALUE if number in _EXCEL_ERRORS else float(number)


def _parameter(argument: Argument) -> inspect.Parameter:
    if argument.repeats:
        return inspect.Parameter(argument.name, inspect.Parameter.VAR_POSITIONAL)
    default = Missing.MISSING if argument.optional else inspect.Parameter.empty
    return inspect.Parameter(argument.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default)


BOUND = {name.lower(): bind(function, xlwings) for name, function in REGISTRY.items()}
globals().update(BOUND)  # xlwings looks for them by name in the module
