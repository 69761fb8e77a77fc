"""Captions (表题、单位名称): what a sheet says of itself, read to learn whose workbook it is and of which year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfxl.model.place import Place
from perfxl.model.table import Account, Caption, Table
from perfxl.numerals.characters import compact
from perfxl.recognition.labels import month_in, year_in
from perfxl.rules.kinds import kinds
from perfxl.sheets.address import Box, Position, cell_address, position_of
from perfxl.sheets.snapshot import Sheet

_REACH = 12  # rows at the top of a sheet, and above a table, that speak of the whole
_LONGEST = 60  # a longer text, or one with a full stop, is prose
_PROSE = ("。", "；", ";")
_DATING = (Account.TITLE, Account.HEADING, Account.LABEL)


def captions(sheet: Sheet, tables: Iterable[Table]) -> Iterator[Caption]:
    """Yield the captions of a sheet, from top to bottom, those in its tables last."""
    own = list(tables)
    for position in _near(sheet, [Box.parse(table.range) for table in own]):
        value = sheet.cells[position].value
        yield from _caption(Place(sheet.name, cell_address(*position)), value if isinstance(value, str) else "")
    for table in own:
        yield from _caption(Place(sheet.name, table.range.partition(":")[0]), table.name)
        yield from _head_lines(table, sheet)
        yield from _agencies(table)


def _head_lines(table: Table, sheet: Sheet) -> Iterator[Caption]:
    """Yield the lines between a table's title and its heading: 填报单位：…."""
    for address in (cell for cell, account in table.account.items() if account is Account.TITLE):
        cell = sheet.cells.get(position_of(address))
        text = cell.value if cell and isinstance(cell.value, str) else ""
        if text != table.name:
            yield from _caption(Place(sheet.name, address), text)


def _near(sheet: Sheet, boxes: list[Box]) -> Iterator[Position]:
    """Yield the cells at the top of a sheet and above its tables, but not in them."""
    rows = set(range(1, 1 + _REACH)).union(*(range(box.top - _REACH, box.top) for box in boxes))
    for position in sorted(sheet.cells):
        if position[0] in rows and not any(box.contains(position) for box in boxes):
            yield position


def _caption(place: Place, text: str) -> Iterator[Caption]:
    flat = compact(text)
    if flat and len(flat) <= _LONGEST and not any(mark in flat for mark in _PROSE):
        yield Caption(place, flat, year_in(flat))


def _agencies(table: Table) -> Iterator[Caption]:
    """Yield the texts of a table that name departments and units."""
    kind = kinds()[table.kind]
    naming = {entry.key for block in (kind.columns, kind.fields) for entry in block if entry.agency}
    for _, key, figure in table.figures():
        if key in naming and figure.text:
            yield Caption(figure.place, compact(figure.text))


def month_of(sheet: Sheet, table: Table) -> int | None:
    """Return the month that a table's title and headings end with, the latest of several; None for none."""
    dated = (address for address, account in table.account.items() if account in _DATING)
    texts = (cell.value for address in dated if (cell := sheet.cells.get(position_of(address))))
    months = (month_in(text) for text in (table.name, *texts) if isinstance(text, str))
    return max((month for month in months if month), default=None)
