"""Between a host's plain values and the exact numbers that functions compute with."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite

from perfxl.sheets.values import ErrorValue, Missing, Scalar

RANGE = "可以是一格，也可以是区域（结果随之溢出）。"
ERRORS = {
    "#VALUE!": "参数是文本或逻辑值，规则包名称不认识，或参数太多",
    "#N/A": "必填的参数没有给出，单元格是空白，规则包没有这条规则，或各区域大小对不上",
    "#NUM!": "数值超出单元格能表示的范围",
}


class Fault(Exception):
    """A function has no value; `error` is what the cell shows instead."""

    def __init__(self, error: ErrorValue) -> None:
        super().__init__(error.value)
        self.error = error


def exact(value: Scalar | Missing) -> Decimal:
    """Return a number as the cell shows it, to Excel's 15 significant digits: 0.1 + 0.2 is 0.3.

    Fault #N/A for a blank cell, #NUM! for what is beyond a number, #VALUE! for a text or a truth value.
    """
    if isinstance(value, float):
        if not isfinite(value):
            raise Fault(ErrorValue.NUM)
        return Decimal(f"{value:.15g}")
    if value is None:
        raise Fault(ErrorValue.NA)
    if isinstance(value, int) and not isinstance(value, bool):
        return exact(float(value)) if abs(value) < 10**300 else _beyond()
    raise Fault(ErrorValue.VALUE)


def _beyond() -> Decimal:
    raise Fault(ErrorValue.NUM)


def optional(value: Scalar | Missing) -> Decimal | None:
    """Return an optional argument's number, None where the caller left it out; Fault as `exact`."""
    return None if value is Missing.MISSING else exact(value)


def wording(value: Scalar | Missing) -> str:
    """Return an argument's text; Fault #VALUE! where it is none."""
    if isinstance(value, str):
        return value.strip()
    raise Fault(ErrorValue.VALUE)


def shown(value: Decimal) -> float:
    """Return an exact number as a cell holds it, never -0; Fault #NUM! where it is beyond a cell."""
    number = float(value) + 0.0
    if not isfinite(number):
        raise Fault(ErrorValue.NUM)
    return number


def defined(value: Decimal | None) -> Decimal:
    """Return a ratio's value; Fault #DIV/0! where it is undefined (∅)."""
    if value is None:
        raise Fault(ErrorValue.DIV0)
    return value
