"""The record of marks (标记记录): what stood in each marked cell, on an own sheet that people do not see.

It refers to each cell by a formula, so that Excel carries the reference along when rows come and go or a sheet is
renamed between marking and clearing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfxl.formulas.references import references
from perfxl.sheets.address import cell_address, quoted_sheet
from perfxl.sheets.changeset import SheetSpec, SpecCell, Style
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot

KEY, NAME = "marks", "perfxl标记"
_HEADINGS = ("单元格", "原底色", "标记底色", "标记批注")
_PLAIN = Style(wrap=False, border=False, horizontal="left")
Key = tuple[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class CellMark:
    """What perfxl made of a cell: the background that stood there, the one put over it, the note; "" where none."""

    old_fill: str
    fill: str
    note: str


def record_spec(marks: Mapping[Key, CellMark]) -> SheetSpec:
    """Return the record of marks as an own sheet that people do not see."""
    cells = {(1, column): SpecCell(text, _PLAIN) for column, text in enumerate(_HEADINGS, 1)}
    for row, ((sheet, place), mark) in enumerate(marks.items(), 2):
        reference = f"ROW({quoted_sheet(sheet)}!{cell_address(*place)})"
        cells[row, 1] = SpecCell(Decimal(place[0]), _PLAIN, reference)
        texts = enumerate((mark.old_fill, mark.fill, mark.note), 2)
        cells |= {(row, column): SpecCell(text, _PLAIN) for column, text in texts if text}
    return SheetSpec(KEY, NAME, cells, hidden=True)


def recorded(snapshot: Snapshot, record: Sheet) -> Iterator[tuple[Key, CellMark]]:
    """Yield the marks that a record holds, each with its cell as it lies now; cells that are gone are left out."""
    for row in sorted({row for row, _ in record.cells if row > 1}):
        reference, *told = (record.cells.get((row, column), Cell()) for column in range(1, 5))
        place = _cell(snapshot, reference.formula or "")
        if place:
            yield place, CellMark(*(str(cell.value or "") for cell in told))


def _cell(snapshot: Snapshot, formula: str) -> Key | None:
    """Return the cell to which a record's formula refers, None where it is gone or lies on an own sheet."""
    found = references(formula, "")
    if len(found) != 1 or found[0].box is None:
        return None
    sheet = snapshot.sheet(found[0].sheets[0])
    return (sheet.name, found[0].box[:2]) if sheet and sheet.ownership is None else None
