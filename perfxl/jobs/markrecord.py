"""The record of marks (标记记录): what stood in each marked cell, on an own sheet that people do not see.

It refers to each cell by a formula, so that Excel carries the reference along when rows come and go or a sheet is
renamed between marking and clearing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfxl.sheets import a1
from perfxl.sheets.changeset import SheetSpec, SpecCell, Style
from perfxl.sheets.snapshot import Sheet, Snapshot

KEY, NAME = "marks", "perfxl标记"
_HEADINGS = ("单元格", "原底色", "标记底色", "标记批注")
_PLAIN = Style(wrap=False, border=False, horizontal="left")
_REFERENCE = re.compile(r"ROW\((?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]{1,3}\$?[0-9]+)\)", re.IGNORECASE)
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
        reference = f"ROW({a1.quoted(sheet)}!{a1.cell(*place)})"
        cells[row, 1] = SpecCell(Decimal(place[0]), _PLAIN, reference)
        texts = enumerate((mark.old_fill, mark.fill, mark.note), 2)
        cells |= {(row, column): SpecCell(text, _PLAIN) for column, text in texts if text}
    return SheetSpec(KEY, NAME, cells, hidden=True)


def recorded(snapshot: Snapshot, record: Sheet) -> Iterator[tuple[Key, CellMark]]:
    """Yield the marks that a record holds, each with its cell as it lies now; cells that are gone are left out."""
    for row in sorted({row for row, _ in record.cells if row > 1}):
        reference, *texts = (record.cells.get((row, column)) for column in range(1, 5))
        found = _REFERENCE.fullmatch((reference and reference.formula) or "")
        sheet = snapshot.sheet((found[1] or found[2]).replace("''", "'")) if found else None
        if found and sheet and sheet.ownership is None:
            yield (sheet.name, a1.split(found[3])), CellMark(*(str(cell.value or "") if cell else "" for cell in texts))
