"""Places on a worksheet: cells and boxes, and their A1 notation; rows and columns count from 1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

Position = tuple[int, int]  # (row, column) of a cell

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_R1C1 = re.compile(r"[rR]([0-9]+)[cC]([0-9]+)(?::[rR]([0-9]+)[cC]([0-9]+))?")
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
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


def cell_address(row: int, column: int) -> str:
    """Return the address of a cell: (12, 5) -> "E12"."""
    return f"{column_letters(column)}{row}"


def position_of(address: str) -> Position:
    """Return (row, column) of an address, dollar signs allowed; ValueError where it is none."""
    match = _CELL.fullmatch(address)
    if not match:
        raise ValueError(f"not a cell address: {address!r}")
    row, column = int(match[2]), column_number(match[1])
    if row > LAST_ROW or column > LAST_COLUMN:
        raise ValueError(f"outside a worksheet: {address!r}")
    return row, column


class Box(NamedTuple):
    """A rectangle of cells (区域), its edges included: a range, a merge, the cells of an array formula."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def parse(cls, reference: str) -> Box:
        """Return the box of "A1:H30", or of a single cell; ValueError where the text is neither."""
        first, _, last = reference.partition(":")
        return cls(*position_of(first), *position_of(last or first))

    @classmethod
    def parse_r1c1(cls, reference: str) -> Box:
        """Return the box of an absolute reference in R1C1 notation, "R2C3" or "R1C1:R4C2"; ValueError else."""
        match = _R1C1.fullmatch(reference)
        if not match:
            raise ValueError(f"not a reference in R1C1 notation: {reference!r}")
        top, left = int(match[1]), int(match[2])
        return cls(top, left, int(match[3] or top), int(match[4] or left))

    @classmethod
    def around(cls, cells: Iterable[Position]) -> Box:
        """Return the smallest box that holds all of the cells; ValueError where there is none."""
        rows, columns = zip(*cells, strict=True)
        return cls(min(rows), min(columns), max(rows), max(columns))

    @property
    def reference(self) -> str:
        """The reference of the box: "A1:H30", of a single cell its address."""
        first = cell_address(self.top, self.left)
        return first if self.is_cell else f"{first}:{cell_address(self.bottom, self.right)}"

    @property
    def anchor(self) -> Position:
        """The first cell (左上角), which holds the content of a merge."""
        return self.top, self.left

    @property
    def is_cell(self) -> bool:
        """Whether the box is a single cell."""
        return self.top == self.bottom and self.left == self.right

    @property
    def area(self) -> int:
        """The number of cells."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def contains(self, position: Position) -> bool:
        """Whether the cell lies in the box."""
        return self.top <= position[0] <= self.bottom and self.left <= position[1] <= self.right

    def hides(self, position: Position) -> bool:
        """Whether a merge of this box covers the cell: the cell lies in it and is not its anchor."""
        return self.contains(position) and position != self.anchor

    def common(self, other: Box) -> Box | None:
        """Return the cells that both boxes hold (交叉), None where there are none."""
        top, left = max(self.top, other.top), max(self.left, other.left)
        bottom, right = min(self.bottom, other.bottom), min(self.right, other.right)
        return Box(top, left, bottom, right) if top <= bottom and left <= right else None

    def positions(self) -> Iterator[Position]:
        """Yield every cell, row by row."""
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield row, column


def quoted_sheet(sheet: str) -> str:
    """Return a sheet name as formulas need it: always quoted, quotes doubled."""
    return "'" + sheet.replace("'", "''") + "'"
