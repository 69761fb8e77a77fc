"""Cell addresses in A1 notation; rows and columns count from 1."""

from __future__ import annotations

import re
from functools import lru_cache

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_R1C1 = re.compile(r"[rR]([0-9]+)[cC]([0-9]+)(?::[rR]([0-9]+)[cC]([0-9]+))?")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """Return the letters of a column number: 1 -> "A", 28 -> "AB"."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@lru_cache(maxsize=1024)
def column_number(text: str) -> int:
    """Return the number of a column's letters: "AB" -> 28."""
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number


def cell(row: int, column: int) -> str:
    """Return the address of a cell: (12, 5) -> "E12"."""
    return f"{letters(column)}{row}"


def split(address: str) -> tuple[int, int]:
    """Return (row, column) of an address, dollar signs allowed; ValueError where it is none."""
    match = _CELL.fullmatch(address)
    if not match:
        raise ValueError(f"not a cell address: {address!r}")
    row, column = int(match[2]), column_number(match[1])
    if row > LAST_ROW or column > LAST_COLUMN:
        raise ValueError(f"outside a worksheet: {address!r}")
    return row, column


def box(reference: str) -> tuple[int, int, int, int]:
    """Return (top, left, bottom, right) of "A1:H30" or of a single cell."""
    first, _, last = reference.partition(":")
    top, left = split(first)
    bottom, right = split(last or first)
    return top, left, bottom, right


def from_r1c1(address: str) -> tuple[int, int, int, int]:
    """Return (top, left, bottom, right) of an absolute address in R1C1 notation; ValueError where it is none.

    "R2C3" -> (2, 3, 2, 3), "R1C1:R4C2" -> (1, 1, 4, 2)
    """
    match = _R1C1.fullmatch(address)
    if not match:
        raise ValueError(f"not an address in R1C1 notation: {address!r}")
    top, left = int(match[1]), int(match[2])
    return top, left, int(match[3] or top), int(match[4] or left)


def span(top: int, left: int, bottom: int, right: int) -> str:
    """Return the reference of a box: (1, 1, 30, 8) -> "A1:H30"."""
    return cell(top, left) if (top, left) == (bottom, right) else f"{cell(top, left)}:{cell(bottom, right)}"


def quoted(sheet: str) -> str:
    """Return a sheet name as formulas need it: always quoted, quotes doubled."""
    return "'" + sheet.replace("'", "''") + "'"
