"""Undoing the last operation (撤销): the way back, and what stays because somebody changed it since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perfxl.excel.cells import same_value
from perfxl.excel.painting import UNKNOWN
from perfxl.excel.record import Record
from perfxl.excel.values import same_formula
from perfxl.sheets.address import position_of
from perfxl.sheets.changeset import CellWrite, ChangeSet, FillWrite, NoteWrite, SheetSpec, SheetWrite, SpecCell, Style
from perfxl.sheets.names import valid_name
from perfxl.sheets.ownership import content_digest
from perfxl.sheets.snapshot import Cell, Ownership, Sheet, Snapshot, Value

_PLAIN = Style(wrap=False, border=False, horizontal="left")


@dataclass(frozen=True, slots=True)
class WayBack:
    """The way back.

    changes  what restores the old state
    changed  places that somebody changed since ("表!E12", or a sheet's name); they stay as they are
    already  cells that hold what they held before, as where rows were put in since
    """

    changes: ChangeSet
    changed: tuple[str, ...] = ()
    already: tuple[str, ...] = ()


def way_back(record: Record, snapshot: Snapshot) -> WayBack:
    """Return how to take an operation back in a workbook as it stands, cell by cell."""
    changed: list[str] = []
    already: list[str] = []
    cells = tuple(_cells(record, snapshot, changed, already))
    fills = tuple(_fills(record, snapshot, changed))
    notes = tuple(_notes(record, snapshot, changed))
    removed = tuple(_sheets(record, snapshot, changed))
    changes = ChangeSet(cells, tuple(_hidden(record, snapshot)), removed, fills, notes)
    return WayBack(changes, tuple(dict.fromkeys(changed)), tuple(already))


def is_as_left(record: Record, snapshot: Snapshot) -> bool:
    """Whether a workbook holds exactly what an operation left there: every formula with its result, every value."""
    return all(
        _holds(now, write.value, write.formula) and (now.value is None or same_value(now.value, write.value))
        for write in record.cells
        for now in [_sheet(snapshot, write.sheet).cells.get(position_of(write.cell), Cell())]
    ) and all(snapshot.sheet(name) for name in record.added)


def _cells(record: Record, snapshot: Snapshot, changed: list[str], already: list[str]) -> Iterator[CellWrite]:
    for write, code in zip(record.cells, record.formats, strict=True):
        now = _sheet(snapshot, write.sheet).cells.get(position_of(write.cell), Cell())
        if _holds(now, write.value, write.formula):
            back = code if write.number_format == now.number_format else None
            old = (write.old_value, write.old_formula)
            yield CellWrite(write.sheet, write.cell, *old, back, now.value, now.formula, "撤销上次操作")
        else:
            as_before = _holds(now, write.old_value, write.old_formula)
            (already if as_before else changed).append(f"{write.sheet}!{write.cell}")


def _holds(now: Cell, value: Value, formula: str | None) -> bool:
    """Whether a cell holds a formula, whatever its result is by now, or a value."""
    if formula is not None or now.formula is not None:
        return same_formula(now.formula, formula)
    return not now.error and same_value(now.value, value)


def _fills(record: Record, snapshot: Snapshot, changed: list[str]) -> Iterator[FillWrite]:
    for write in record.fills:
        now = _sheet(snapshot, write.sheet).fills.get(position_of(write.cell), "")
        if now == write.fill and write.old_fill != UNKNOWN:
            yield FillWrite(write.sheet, write.cell, write.old_fill, now)
        elif now != write.old_fill:
            changed.append(f"{write.sheet}!{write.cell}")


def _notes(record: Record, snapshot: Snapshot, changed: list[str]) -> Iterator[NoteWrite]:
    for write in record.notes:
        now = _sheet(snapshot, write.sheet).notes.get(position_of(write.cell))
        if now == write.text:
            yield NoteWrite(write.sheet, write.cell, write.old_text, now)
        elif now != write.old_text:
            changed.append(f"{write.sheet}!{write.cell}")


def _sheets(record: Record, snapshot: Snapshot, changed: list[str]) -> Iterator[str]:
    for name in record.added:
        sheet = snapshot.sheet(name)
        if sheet and sheet.ownership and content_digest(sheet) == sheet.ownership.digest:
            yield sheet.name
        elif sheet:
            changed.append(name)


def _hidden(record: Record, snapshot: Snapshot) -> Iterator[SheetWrite]:
    for old in record.hidden:
        cells = {(row, column): SpecCell(value, _PLAIN, formula) for row, column, value, formula in old.cells}
        stands = next((sheet for sheet in snapshot.sheets if sheet.ownership and sheet.ownership.key == old.key), None)
        name = stands.name if stands else valid_name(old.name, (sheet.name for sheet in snapshot.sheets))
        spec = SheetSpec(old.key, name, cells, hidden=True)
        yield SheetWrite(spec, Ownership(old.key, old.digest), name, stands.name if stands else None)


def _sheet(snapshot: Snapshot, name: str) -> Sheet:
    return snapshot.sheet(name) or Sheet(name)
