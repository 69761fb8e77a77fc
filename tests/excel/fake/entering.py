"""What Excel makes of what is entered into a cell, by hand or by Range.Formula."""

from __future__ import annotations

import datetime as dt
import re

from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula

_BASE = -2146828288
ERRORS = {
    "#NULL!": _BASE + 2000, "#DIV/0!": _BASE + 2007, "#VALUE!": _BASE + 2015, "#REF!": _BASE + 2023,
    "#NAME?": _BASE + 2029, "#NUM!": _BASE + 2036, "#N/A": _BASE + 2042,
}  # fmt: skip
_DATE = re.compile(r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?")
_REFERENCE = re.compile(r"(?:'((?:[^']|'')*)'!)?\$?([A-Z]{1,3})\$?(\d+)")


def shown(value: object, epoch: dt.datetime) -> object:
    """Return a value as Value2 gives it: dates and numbers are doubles."""
    if isinstance(value, dt.timedelta):
        return value / dt.timedelta(days=1)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return float(to_excel(value, epoch))
    return value if value is None or isinstance(value, bool) else float(value)


def entered(sheet: object, cell: object, given: object) -> None:
    """Put into the cell what Excel would make of an entry."""
    if isinstance(cell.value, ArrayFormula):
        sheet._spills[cell.row, cell.column] = cell.value.ref
    former = sheet._result(cell.row, cell.column) if cell.data_type == "f" else cell.value
    sheet._results.pop((cell.row, cell.column), None)
    sheet._parent._recalculate()
    sheet._former[cell.row, cell.column] = former
    if cell.number_format == "@" and given not in (None, ""):
        _text(cell, given.removeprefix("'") if isinstance(given, str) else f"{given:g}")
    elif isinstance(given, str) and given.startswith("'"):
        _text(cell, given[1:])
    elif isinstance(given, str) and given.startswith("=") and len(given) > 1:
        cell.value = given
        if cell.number_format == "General":
            cell.number_format = _borrowed(sheet, given)
    elif isinstance(given, str):
        _parsed(cell, given)
    else:
        cell.value = int(given) if isinstance(given, float) and given.is_integer() else given


def _text(cell: object, text: str) -> None:
    cell._value, cell.data_type = text, "s"


def _parsed(cell: object, text: str) -> None:
    number = re.fullmatch(r"\s*([-+]?[\d,]*\.?\d+(?:[eE][-+]?\d+)?)(%?)\s*", text)
    date = _DATE.fullmatch(text)
    if number:
        cell.value = float(number[1].replace(",", "")) / (100 if number[2] else 1)
        if number[2] and cell.number_format == "General":
            cell.number_format = "0.00%"
    elif date:
        cell.value = dt.datetime(*map(int, date.groups()))
    elif text.upper() in ("TRUE", "FALSE"):
        cell.value = text.upper() == "TRUE"
    elif text in ERROR_CODES:
        cell.value = text
    elif not text:
        cell.value = None
    else:
        _text(cell, text)


def _borrowed(sheet: object, formula: str) -> str:
    """Return the format that a formula in a plain cell takes from what it refers to."""
    for name, column, row in _REFERENCE.findall(formula):
        there = sheet._parent._book[name.replace("''", "'")] if name else sheet._sheet
        if there[f"{column}{row}"].number_format != "General":
            return there[f"{column}{row}"].number_format
    return "General"
