"""Values as COM carries them: numbers and dates as doubles, errors as integers, blanks as None."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from perfxl.formulas.tokens import Token, scan, split_name, split_prefix
from perfxl.sheets.snapshot import Value

_DIGITS = 15
_ERROR_BASE = -2146828288  # 0x800A0000, to which Excel adds the number of the error
ERRORS = {
    _ERROR_BASE + number: name
    for number, name in {
        2000: "#NULL!", 2007: "#DIV/0!", 2015: "#VALUE!", 2023: "#REF!", 2029: "#NAME?", 2036: "#NUM!", 2042: "#N/A",
        2043: "#GETTING_DATA", 2045: "#SPILL!", 2046: "#CONNECT!", 2047: "#BLOCKED!", 2048: "#UNKNOWN!",
        2049: "#FIELD!", 2050: "#CALC!",
    }.items()
}  # fmt: skip
_PARSED = re.compile(r"\d|^[\s=+\-@'#$￥¥]|^(true|false)$", re.IGNORECASE)  # what Excel might take for no text
Matrix = Sequence[Sequence[object]]


def value_of(given: object) -> tuple[Value, str]:
    """Return (value, error) of what Range.Value2 gave; a number is exact to Excel's 15 digits."""
    if given is None or isinstance(given, str | bool):
        return given, ""
    if isinstance(given, int) and given in ERRORS:
        return None, ERRORS[given]
    return exact(float(given)), ""  # type: ignore[arg-type]


def exact(number: float) -> Decimal:
    """Return a double to Excel's 15 digits."""
    value = Decimal(f"{number:.{_DIGITS}g}")
    return Decimal(f"{value:f}") if value else Decimal(0)


def entry(value: Value, formula: str | None) -> object:
    """Return what to assign to Range.Formula, so that the cell holds exactly this: a text stays a text."""
    if formula is not None:
        return f"={formula}"
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, str):
        return f"'{value}" if _PARSED.search(value) else value
    return "" if value is None else value


def matrix(given: object) -> Matrix:
    """Return rows of cells: of a single cell Excel gives the bare value."""
    return given if isinstance(given, tuple | list) else ((given,),)


def formula_of(text: object, given: object) -> str | None:
    """Return the formula without "=" that Range.Formula gave, None where the cell holds none.

    given  what Range.Value2 gave: of a text that begins with "=" it is the same
    """
    return text[1:] if isinstance(text, str) and text.startswith("=") and len(text) > 1 and text != given else None


def same_formula(one: str | None, other: str | None) -> bool:
    """Whether a formula as a file stores it and as Excel shows it are the same.

    A reference to another workbook is a number in the file and a path in Excel, and new functions have a prefix there.
    """
    return (one is None) == (other is None) and (one is None or other is None or _bare(one) == _bare(other))


def _bare(formula: str) -> str:
    """Return a formula without blanks, letter case, workbooks, and what files put before the names of functions."""
    words = [word for word in scan(formula) if word.kind != "space"]
    ends = [Token("end", "", len(formula))] * 2
    return "".join(map(_spelling, words, [*words[1:], *ends], [*words[2:], *ends]))


def _spelling(word: Token, following: Token, second: Token) -> str:
    if word.kind == "prefix":
        is_addin = following.kind == "word" and second.text == "("
        return "" if is_addin else _sheets(word.text)
    if word.kind == "word":
        return split_name(word.text)[1].upper()
    return word.text if word.kind == "text" else word.text.upper()


def _sheets(prefix: str) -> str:
    """Return the sheets that a reference names, without the workbook or its path."""
    _, first, last = split_prefix(prefix)
    sheet = (first or "").rpartition("\\")[2].upper()
    return f"{sheet}:{last.upper()}!" if last else f"{sheet}!"
