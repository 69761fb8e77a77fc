"""Protected sheets and workbooks (保护): what they let through, and a list of what they do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

from perfxl.excel.com import Com
from perfxl.excel.ranges import SheetRanges
from perfxl.sheets.address import position_of
from perfxl.sheets.changeset import CellWrite, ChangeSet, FillWrite, NoteWrite
from perfxl.sheets.snapshot import Sheet, Snapshot

BOOK = ""  # the key of the workbook's own protection


@dataclass(frozen=True, slots=True)
class Protection:
    """What one sheet allows.

    styling  number formats and fills may be changed
    notes    notes may be added
    kept     places that stay as they are
    """

    styling: bool = True
    notes: bool = True
    kept: tuple[str, ...] = ()


def permit(
    changes: ChangeSet, snapshot: Snapshot, grids: Mapping[str, SheetRanges]
) -> tuple[ChangeSet, dict[str, Protection]]:
    """Return the changes that protection lets through, and by sheet what it does not."""
    protections = {name: _protection(changes, snapshot.sheet(name), grid.worksheet) for name, grid in grids.items()}
    kept = set(chain.from_iterable(protection.kept for protection in protections.values()))
    cells = tuple(write for write in changes.cells if place(write) not in kept)
    fills = tuple(write for write in changes.fills if protections[write.sheet].styling)
    notes = tuple(write for write in changes.notes if protections[write.sheet].notes)
    allowed = replace(changes, cells=cells, fills=fills, notes=notes)
    if snapshot.structure_locked:
        protections[BOOK] = Protection(kept=changes.removed)
        allowed = replace(allowed, removed=())
    return allowed, protections


def _protection(changes: ChangeSet, sheet: Sheet | None, worksheet: Com) -> Protection:
    if sheet is None or sheet.unlocked is None:
        return Protection()
    writes = [write for write in changes.cells if write.sheet.casefold() == sheet.name.casefold()]
    locked = tuple(place(write) for write in writes if position_of(write.cell) not in sheet.unlocked)
    return Protection(bool(worksheet.Protection.AllowFormattingCells), not worksheet.ProtectDrawingObjects, locked)


def place(write: CellWrite | FillWrite | NoteWrite) -> str:
    """Return where a write goes, as messages say it."""
    return f"{write.sheet}!{write.cell}"
