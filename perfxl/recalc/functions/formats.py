"""TEXT: a number as a format shows it, by the program's one formatter of number formats."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from perfxl.numerals.formatting import render
from perfxl.recalc.functions.arguments import Fault, faulting, single, text
from perfxl.recalc.functions.numbertext import parsed
from perfxl.sheets.values import ErrorValue, Given, Result, Scalar


def text_function(*, mac: bool = False) -> Callable[[Given, Given], Result]:
    """Return TEXT for a workbook, whose dates may count from 1904."""

    @faulting
    def run(value: Given, code: Given) -> Result:
        return formatted(single(value), text(code), mac=mac)

    return run


def formatted(value: Scalar, code: str, *, mac: bool = False) -> str:
    """Return what TEXT gives; Fault #VALUE! for what no format shows."""
    try:
        return render(_shown(value), code, mac=mac)
    except (ValueError, ArithmeticError) as error:
        raise Fault(ErrorValue.VALUE) from error


def _shown(value: Scalar) -> Decimal | str:
    """Return a value as a format takes it: a text that is a number as this number."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        try:
            value = parsed(value)
        except Fault:
            return str(value)
    return Decimal(f"{value or 0.0:.15g}")
