"""A snapshot as it will stand once cells are written: what later steps and checks look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from perfxl.sheets.address import position_of
from perfxl.sheets.changeset import CellWrite
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot


def applied(snapshot: Snapshot, writes: Iterable[CellWrite]) -> Snapshot:
    """Return the snapshot after the writes; a write to a sheet that is not there is left out."""
    by_sheet: dict[str, list[CellWrite]] = {}
    for write in writes:
        by_sheet.setdefault(write.sheet.casefold(), []).append(write)
    sheets = tuple(_written(sheet, by_sheet.get(sheet.name.casefold(), [])) for sheet in snapshot.sheets)
    return replace(snapshot, sheets=sheets)


def _written(sheet: Sheet, writes: list[CellWrite]) -> Sheet:
    if not writes:
        return sheet
    cells = dict(sheet.cells)
    for write in writes:
        place = position_of(write.cell)
        number_format = write.number_format or cells.get(place, Cell()).number_format
        cells[place] = Cell(write.value, write.formula, number_format)
    return replace(sheet, cells=cells)
