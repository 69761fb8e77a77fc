"""How functions of ours take their arguments: as Excel turns one kind of value into another."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, cast

from perfxl.numerals.general import plain
from perfxl.sheets.values import Array, ErrorValue, Given, Missing, Result, Scalar

P = ParamSpec("P")


class Fault(Exception):
    """A function gives an error."""

    def __init__(self, error: ErrorValue) -> None:
        super().__init__(error.value)
        self.error = error


def faulting(function: Callable[P, Result]) -> Callable[P, Result]:
    """Have a function return the error that it raises."""

    @wraps(function)
    def run(*args: P.args, **named: P.kwargs) -> Result:
        try:
            return function(*args, **named)
        except Fault as fault:
            return fault.error

    return run


def rows(value: Given) -> Array:
    """Return an argument as rows: a single value is one row of one."""
    if isinstance(value, Missing):
        return ((None,),)
    return value if isinstance(value, (list, tuple)) else ((value,),)


def grid(value: Given) -> Result:
    """Return an argument as a result."""
    if isinstance(value, (list, tuple)):
        return [list(row) for row in value]
    return None if isinstance(value, Missing) else cast("Scalar", value)


def single(value: Given) -> Scalar:
    """Return one value: of a range the first; Fault where it is an error."""
    if isinstance(value, (list, tuple)):
        value = value[0][0]
    if isinstance(value, ErrorValue):
        raise Fault(value)
    return None if isinstance(value, Missing) else value  # type: ignore[return-value]


def text(value: Given) -> str:
    """Return a value as a text; Fault where it is an error."""
    found = single(value)
    if isinstance(found, bool):
        return "TRUE" if found else "FALSE"
    if isinstance(found, float):
        return plain(found)
    return str(found) if found is not None else ""


def number(value: Given, default: float = 0.0) -> float:
    """Return a value as a number; Fault #VALUE! where it is none."""
    found = single(value)
    if found is None:
        return default
    if isinstance(found, str):
        from perfxl.recalc.functions.numbertext import parsed  # noqa: PLC0415 (it takes arguments itself)

        return parsed(found)
    return float(found)  # type: ignore[arg-type]


def whole(value: Given, default: int = 0) -> int:
    """Return a value as a whole number, cut off; Fault as `number`."""
    return int(number(value, default) // 1)
