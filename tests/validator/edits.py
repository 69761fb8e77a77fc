"""Edits forced on any workbook: everything that a change set can hold, and all of it taken back."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice, product

from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, Box, cell_address, quoted_sheet
from perfxl.sheets.changeset import (
    CellWrite,
    ChangeSet,
    FillWrite,
    NoteWrite,
    PrintSetup,
    SheetSpec,
    SheetWrite,
    SpecCell,
    Style,
)
from perfxl.sheets.names import valid_name
from perfxl.sheets.ownership import ownership_of
from perfxl.sheets.snapshot import Sheet, Snapshot

SHEETS = 3  # of a workbook, to be edited
HEADING = Style(bold=True, fill="DDEEFF", color="C00000", underline=True)


def forced(snapshot: Snapshot) -> ChangeSet:
    """Return writes of every kind."""
    sheets = snapshot.sheets[:SHEETS]
    return ChangeSet(
        cells=tuple(write for sheet in sheets for write in _cells(sheet)),
        sheets=tuple(_own(snapshot)),
        fills=tuple(write for sheet in sheets for write in _fills(sheet)),
        notes=tuple(write for sheet in sheets for write in _notes(sheet)),
    )


def taken_back(changes: ChangeSet) -> ChangeSet:
    """Return what undoes them."""
    return ChangeSet(
        cells=tuple(CellWrite(w.sheet, w.cell, None, old_value=w.value, old_formula=w.formula) for w in changes.cells),
        removed=tuple(write.name for write in changes.sheets),
        fills=tuple(FillWrite(write.sheet, write.cell, write.old_fill, write.fill) for write in changes.fills),
        notes=tuple(NoteWrite(write.sheet, write.cell, None, write.text) for write in changes.notes),
    )


def _below(sheet: Sheet) -> tuple[int, int]:
    row = max((*(row for row, _ in sheet.cells), *(box.bottom for box in sheet.merges)), default=1)
    column = max((*(column for _, column in sheet.cells), *(box.right for box in sheet.merges)), default=1)
    return min(row + 2, LAST_ROW), min(column + 2, LAST_COLUMN)


def _cells(sheet: Sheet) -> Iterator[CellWrite]:
    row, column = _below(sheet)
    yield CellWrite(sheet.name, cell_address(row, 1), Decimal("0.25"), formula="1/4", number_format="0.00%")
    yield CellWrite(sheet.name, cell_address(row, column), '文字 <&> "引号"\n第二行', number_format="@")
    yield CellWrite(sheet.name, cell_address(1, column), True)


def _fills(sheet: Sheet) -> Iterator[FillWrite]:
    for spot in (*islice(sheet.cells, 2), _below(sheet)):
        yield FillWrite(sheet.name, cell_address(*spot), "FFC7CE", sheet.fills.get(spot, ""))


def _notes(sheet: Sheet) -> Iterator[NoteWrite]:
    free = (spot for spot in product(range(1, LAST_ROW), (1, 2)) if spot not in sheet.notes)
    for spot in islice(free, 2):
        yield NoteWrite(sheet.name, cell_address(*spot), "批注 <&>")


def _own(snapshot: Snapshot) -> Iterator[SheetWrite]:
    names = [sheet.name for sheet in snapshot.sheets]
    place = f"{quoted_sheet(names[0])}!A1"
    for key in ("findings", "record"):
        name = valid_name(f"附件 {key}", names)
        names.append(name)
        cells = {(1, 1): SpecCell("表", HEADING, link=place), (2, 1): SpecCell(Decimal("1.5"), formula="1+0.5")}
        layout = PrintSetup(landscape=True, repeat_rows=(1, 1))
        spec = SheetSpec(key, name, cells, (Box(3, 1, 4, 2),), {1: 20.5}, {1: 30.0}, layout, (2, 1), key == "record")
        yield SheetWrite(spec, ownership_of(spec), name)
