"""What stands around a table: its title and its unit above, its notes below."""

from __future__ import annotations

import re
from decimal import Decimal

from perfxl.model.table import Account
from perfxl.numerals.characters import compact
from perfxl.numerals.units import money_factor, unit_in
from perfxl.recognition.accounts import Claims
from perfxl.recognition.grid import Grid
from perfxl.recognition.labels import common, is_of_which
from perfxl.sheets.address import Box, Position

_LONGEST_LINE = 4  # texts of a line between title and table: unit, department, date
_REACH = 6  # rows above a heading row that may hold title and unit line
_NO_TITLES = frozenset({"notes", "signatures", "attachments", "heads", "units"})
_FIGURE = re.compile(r":-?[0-9.,]+$")  # a label with its value
_BELOW = frozenset({"notes", "signatures", "prose"})


def title_above(grid: Grid, row: int, left: int, right: int, floor: int = 1) -> tuple[str, int]:
    """Return the title above a heading row and its row; the sheet's name and `row` where there is none."""
    title, title_row = "", row
    crossed = False  # a row of several texts: a heading over a list may be crossed, a second table not
    for above in range(row - 1, max(floor, row - _REACH) - 1, -1):
        texts = _own_texts(grid, above, left, right)
        if _is_record(texts) or _has_number(grid, above, left, right):
            if title or crossed:
                break
            crossed = True
        elif title and not texts:
            break
        else:
            title, title_row = max((title, title_row), (_title_of(texts), above), key=lambda told: _length(told[0]))
    return title or grid.sheet.name, title_row


def _title_of(texts: list[str]) -> str:
    return max(filter(_is_title, texts), key=_length, default="")


def _is_record(texts: list[str]) -> bool:
    """Whether the texts of a row are no line of a title: a line may tell the unit, and who filled the table in."""
    return len(texts) > 1 and not (_unit_of(texts) and len(texts) <= _LONGEST_LINE)


def _has_number(grid: Grid, row: int, left: int, right: int) -> bool:
    return any(isinstance(grid.cell(row, column).value, Decimal) for column in range(left, right + 1))


def _own_texts(grid: Grid, row: int, left: int, right: int) -> list[str]:
    """Return the texts that begin in a row: what is merged from above is a label beside it."""
    return [text for spot, text in _texts(grid, row, left, right).items() if spot[0] == row]


def _length(text: str) -> int:
    return len(compact(text))


def unit_above(grid: Grid, row: int, left: int, right: int, floor: int = 1) -> str:
    """Return the unit told in a line above a heading row, "" where none is."""
    for above in range(row - 1, max(floor, row - _REACH) - 1, -1):
        unit = _unit_of(list(_texts(grid, above, left, right).values()))
        if unit:
            return unit
    return ""


def _texts(grid: Grid, row: int, left: int, right: int) -> dict[Position, str]:
    seen: dict[Position, str] = {}
    for column in range(left, right + 1):
        text = grid.label(row, column)
        if text:
            seen[grid.anchor(row, column)] = text
    return seen


def _unit_of(texts: list[str]) -> str:
    units = [unit for text in texts if (unit := unit_in(text)) and money_factor(unit)]
    return units[-1] if units else ""


def _is_title(text: str) -> bool:
    flat = compact(text)
    if len(flat) < 3 or flat.startswith("(") or is_of_which(text) or _FIGURE.search(flat):
        return False
    return not common(text) & _NO_TITLES


def first_row(grid: Grid, title_row: int, row: int, left: int, right: int, floor: int = 1) -> int:
    """Return where what stands above a heading in `row` begins: at its title, or the attachment's number above it.

    Without a title (`title_row` is `row`) at the lines that stand right above the heading.
    """
    top = title_row
    while title_row == row and top - 1 >= max(floor, row - _REACH) and _texts(grid, top - 1, left, right):
        top -= 1
    numbered = range(top - 1, max(floor, top - 2) - 1, -1)
    with_number = (above for above in numbered if _is_numbered(_own_texts(grid, above, left, right)))
    return next(with_number, top)


def _is_numbered(texts: list[str]) -> bool:
    return any("attachments" in common(text) for text in texts)


def claims_above(grid: Grid, box: Box, title: str) -> Claims:
    """Return what the cells between the title and the heading are."""
    claims: Claims = {}
    for spot in grid.anchors(box):
        account = _above(grid.label(*spot), title)
        if account:
            claims[spot] = account
    return claims


def _above(text: str, title: str) -> Account | None:
    if "units" in common(text):
        return Account.UNIT
    if text == title or common(text) & {"attachments", "heads", "sections"}:
        return Account.TITLE
    if unit_in(text):
        return Account.UNIT
    return Account.NOTE if common(text) & _BELOW else None


def notes_below(grid: Grid, row: int, left: int, right: int, stop: int) -> tuple[int, Claims]:
    """Return the last row of the notes below a table (`row` where there are none) and what their cells are."""
    claims: Claims = {}
    last, gap = row, 0
    for below in range(row + 1, min(stop, grid.extent[0] + 1)):
        texts = list(_texts(grid, below, left, right).values())
        gap = 0 if texts else gap + 1
        if gap > 1 or (texts and not _is_note(texts, started=last > row)):
            break
        if texts:
            last = below
            spots = {grid.anchor(below, column) for column in range(left, right + 1) if grid.label(below, column)}
            claims |= dict.fromkeys(spots, Account.NOTE)
    return last, claims


def _is_note(texts: list[str], *, started: bool) -> bool:
    first = common(texts[0])
    return bool(first & {"notes", "signatures"}) or (started and len(texts) == 1 and bool(first & _BELOW))


def is_outside_word(text: str) -> bool:
    """Whether a text beside the tables of a sheet is no content: a title, a unit, a note."""
    return bool(text) and (_above(text, "") is not None or "fillers" in common(text))
