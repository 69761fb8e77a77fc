"""Between a host's plain values, the exact numbers that functions compute with, and the texts that sentences show."""

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
_BEYOND = 10**300  # whole numbers from here on are no cell's


class Fault(Exception):
    """A function has no value; `error` is what the cell shows instead."""

    def __init__(self, error: ErrorValue) -> None:
        super().__init__(error.value)
        self.error = error


def to_number(value: Scalar | Missing) -> Decimal:
    """Return a number as the cell shows it, to Excel's 15 significant digits: 0.1 + 0.2 is 0.3.

    Fault #N/A for a blank cell, #NUM! for what is beyond a number, #VALUE! for a text or a truth value.
    """
    if value is None:
        raise Fault(ErrorValue.NA)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Fault(ErrorValue.VALUE)
    if (isinstance(value, int) and abs(value) >= _BEYOND) or not isfinite(value):
        raise Fault(ErrorValue.NUM)
    return Decimal(f"{float(value):.15g}")


def to_optional_number(value: Scalar | Missing) -> Decimal | None:
    """Return an optional argument's number, None where the caller left it out; Fault as `to_number`."""
    return None if value is Missing.MISSING else to_number(value)


def to_text(value: Scalar | Missing) -> str:
    """Return an argument's text; Fault #VALUE! where it is none."""
    if isinstance(value, str):
        return value.strip()
    raise Fault(ErrorValue.VALUE)


def to_cell(value: Decimal) -> float:
    """Return an exact number as a cell holds it, never -0; Fault #NUM! where it is beyond a cell."""
    number = float(value) + 0.0
    if not isfinite(number):
        raise Fault(ErrorValue.NUM)
    return number


def display_text(value: Scalar | Decimal) -> str:
    """Return a value as sentences and the docs show it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return display_text(to_number(value))
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return "" if value is None else str(value)
