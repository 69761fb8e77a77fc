"""What to collect into where there is no workbook yet: the sheets of the forms that came, still to be filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from perfxl.jobs.evaluate import understand
from perfxl.jobs.formcells import Duty, FormKey, form_cells
from perfxl.sheets.address import Position, position_of
from perfxl.sheets.names import valid_name
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot


def gathered(files: Mapping[str, Snapshot], packs: Sequence[str] = ()) -> tuple[Sheet, ...]:
    """Return, of each form that a file holds, the sheet of the first that has it, without what was filled in there.

    What is given stays, and so does what is computed; () where no file holds a known form. InputError for a pack.
    """
    seen: set[FormKey] = set()
    found: list[Sheet] = []
    for snapshot in files.values():
        for sheet, forms, filled in _sheets(snapshot, packs):
            if forms - seen:
                name = valid_name(sheet.name, [each.name for each in found])
                found.append(replace(sheet, name=name, cells=_without(sheet, filled), hidden=False))
            seen |= forms
    return tuple(found)


def _sheets(snapshot: Snapshot, packs: Sequence[str]) -> Iterator[tuple[Sheet, set[FormKey], set[Position]]]:
    """Yield each sheet with forms, their keys, and the cells that an office filled in."""
    cells = list(form_cells(understand(snapshot, packs)))
    for sheet in snapshot.sources():
        own = [cell for cell in cells if cell.figure.place.sheet == sheet.name]
        if own:
            filled = {position_of(cell.figure.place.cell or "A1") for cell in own if cell.duty is Duty.FILLED}
            yield sheet, {cell.form for cell in own}, filled


def _without(sheet: Sheet, filled: set[Position]) -> dict[Position, Cell]:
    return {position: cell for position, cell in sheet.cells.items() if position not in filled}
