"""A sheet sorted for arithmetic: its numbers, its words, and which merged cell speaks for a place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from perfxl.model.place import Place
from perfxl.numerals.characters import compact
from perfxl.numerals.display import decimals, display, is_date, is_percent, own_quantum
from perfxl.numerals.reading import is_not_applicable, read
from perfxl.sheets.address import Box, cell_address
from perfxl.sheets.snapshot import Cell, Sheet

Spot = tuple[int, int]  # row, column
MOST_CELLS = 8_000  # a larger sheet is a register of records, not a form
_NOISE = Decimal("1E-9")  # below it, digits are those of the machine
_MOST_COVERED = 5_000
_LONGEST_DASH = 12  # characters in which cells say that they do not apply
_DIGIT = re.compile(r"[0-9０-９]")
_YEARS = range(1990, 2100)


@dataclass(frozen=True, slots=True, eq=False)
class Number:
    """One number of a sheet: exact value (a percentage is a fraction), last printed place, and where it stands."""

    sheet: str
    row: int
    column: int
    value: Decimal
    quantum: Decimal
    cell: Cell
    percent: bool = False

    @property
    def place(self) -> Place:
        """Where the number stands."""
        return Place(self.sheet, cell_address(self.row, self.column))

    @property
    def text(self) -> str:
        """The number as a reader sees it."""
        value = self.cell.value
        return display(value, self.cell.number_format) if isinstance(value, Decimal) else str(value).strip()

    @property
    def typed(self) -> bool:
        """Whether a person entered it."""
        return self.cell.formula is None

    @property
    def unit(self) -> str:
        """The percent sign for a percentage, else nothing."""
        return "%" if self.percent else ""


@dataclass(eq=False)
class View:
    """The numbers, the words (as written) and the cells that say “not applicable” of one sheet."""

    sheet: Sheet
    numbers: dict[Spot, Number] = field(default_factory=dict)
    words: dict[Spot, str] = field(default_factory=dict)
    anchors: dict[Spot, Spot] = field(default_factory=dict)
    boxes: dict[Spot, Box] = field(default_factory=dict)

    def word(self, row: int, column: int) -> str:
        """Return the words that speak for a place, compact; "" for none."""
        spot = self.anchors.get((row, column), (row, column))
        return compact(self.words[spot]) if spot in self.words else ""

    def is_empty(self, row: int, column: int) -> bool:
        """Whether a cell holds nothing, no formula either."""
        cell = self.sheet.cells.get((row, column))
        return cell is None or (cell.value in (None, "") and cell.formula is None and not cell.error)

    def bottom(self, row: int, column: int) -> int:
        """Return the last row that the cell speaks for."""
        box = self.boxes.get((row, column))
        return box[2] if box else row

    def right(self, row: int, column: int) -> int:
        """Return the last column that the cell speaks for."""
        box = self.boxes.get((row, column))
        return box[3] if box else column


def view(sheet: Sheet) -> View:
    """Sort the cells of a sheet; of one too large to be a form nothing is kept."""
    found = View(sheet)
    if len(sheet.cells) > MOST_CELLS:
        return found
    for spot, cell in sheet.cells.items():
        if isinstance(cell.value, Decimal):
            _take_number(found, spot, cell, cell.value)
        elif isinstance(cell.value, str):
            _take_text(found, spot, cell, cell.value)
    for box in sheet.merges:
        _cover(found, box)
    return found


def _take_number(found: View, spot: Spot, cell: Cell, value: Decimal) -> None:
    if is_date(cell.number_format):
        return
    exact = value if own_quantum(value) >= _NOISE else value.quantize(_NOISE).normalize()
    own = own_quantum(exact)
    shown = decimals(cell.number_format) if cell.formula is not None else None
    quantum = own if shown is None else max(own, Decimal(1).scaleb(-shown))
    found.numbers[spot] = Number(found.sheet.name, *spot, exact, quantum, cell, is_percent(cell.number_format))


def _take_text(found: View, spot: Spot, cell: Cell, text: str) -> None:
    if not text.strip():
        return
    numeral = read(text) if _DIGIT.search(text) else None
    if numeral and not numeral.sign and numeral.unit in ("", "%"):
        percent = numeral.unit == "%"
        found.numbers[spot] = Number(found.sheet.name, *spot, numeral.value, numeral.quantum, cell, percent)
    elif len(text) > _LONGEST_DASH or not is_not_applicable(text):
        found.words[spot] = text


def _cover(found: View, box: Box) -> None:
    top, left, bottom, right = box
    if (bottom - top + 1) * (right - left + 1) > _MOST_COVERED or len(found.anchors) > MOST_CELLS:
        return
    found.boxes[top, left] = box
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            found.anchors[row, column] = (top, left)


def is_year(number: Number) -> bool:
    """Whether a number may be the year that heads a column."""
    return number.value in _YEARS and number.typed and not number.percent
