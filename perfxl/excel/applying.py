"""Applying a change set to an open workbook: everything is looked at before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from perfxl.errors import RefusedError
from perfxl.excel.cells import SheetCells, examine, put
from perfxl.excel.com import Com
from perfxl.excel.generated import Brought, Build, bring, bring_apart, remove
from perfxl.excel.painting import annotate, check_fills, check_notes, paint
from perfxl.excel.protection import Protection, permit
from perfxl.excel.ranges import SheetRanges
from perfxl.excel.record import Hidden, Record
from perfxl.sheets.address import position_of
from perfxl.sheets.changeset import CellWrite, ChangeSet, FillWrite, NoteWrite
from perfxl.sheets.snapshot import Ownership, Sheet, Snapshot

Keep = Callable[[Record], None]


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a change set.

    changes  what was made of it
    locked   what protection kept from being written: cells ("表!E12") and sheets
    second   the name of the new workbook that took the own sheets, where this one's structure is locked
    """

    changes: ChangeSet
    locked: tuple[str, ...] = ()
    second: str = ""


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to be written on one worksheet."""

    name: str
    grid: SheetRanges
    cells: SheetCells | None
    fills: tuple[FillWrite, ...]
    notes: tuple[NoteWrite, ...]


def apply(book: Com, changes: ChangeSet, snapshot: Snapshot, build: Build, keep: Keep, title: str = "") -> Applied:
    """Write the changes; `snapshot` is the workbook as just read, from which they were made.

    build  writes own sheets to a workbook on disk
    keep   takes the record for undoing this, before the first write and once more after the last

    RefusedError where something is not as the changes expect it; nothing was written then.
    """
    _check_own(changes, snapshot)
    worksheets = book.Worksheets
    opened = {name: SheetRanges(worksheets(name)) for name in _touched(changes, snapshot)}
    allowed, protections = permit(changes, snapshot, opened)
    works = tuple(_looked(allowed, snapshot, opened, protections))
    record = _record(title, allowed, snapshot, works)
    if not allowed.empty:
        keep(record)
    for work in works:
        _write(work)
    if not (allowed.sheets or allowed.removed):
        return Applied(allowed, _locked(protections))
    brought = _own_sheets(book, allowed, snapshot, build)
    keep(replace(record, added=brought.names))
    return Applied(allowed, _locked(protections), brought.second)


def _touched(changes: ChangeSet, snapshot: Snapshot) -> Iterator[str]:
    """Yield the worksheets that cells, fills or notes are written to."""
    writes: tuple[CellWrite | FillWrite | NoteWrite, ...] = (*changes.cells, *changes.fills, *changes.notes)
    for name in dict.fromkeys(write.sheet for write in writes):
        if snapshot.sheet(name) is None:
            raise RefusedError(f"工作簿中没有工作表“{name}”，请重新运行。")
        yield name


def _check_own(changes: ChangeSet, snapshot: Snapshot) -> None:
    for name in _leaving(changes):
        sheet = snapshot.sheet(name)
        if sheet is None:
            raise RefusedError(f"工作簿中没有工作表“{name}”，请重新运行。")
        if sheet.ownership is None:
            raise RefusedError(f"工作表“{name}”不是 perfxl 生成的，不会改写，请给生成的表另取名。")


def _looked(
    changes: ChangeSet, snapshot: Snapshot, opened: Mapping[str, SheetRanges], protections: Mapping[str, Protection]
) -> Iterator[_Work]:
    for name, grid in opened.items():
        sheet = snapshot.sheet(name)
        cells = [write for write in changes.cells if write.sheet == name]
        fills = tuple(write for write in changes.fills if write.sheet == name)
        notes = tuple(write for write in changes.notes if write.sheet == name)
        if sheet:
            check_fills(sheet, fills)
            check_notes(sheet, notes)
            looked = examine(grid, sheet, cells, protections[name].styling) if cells else None
            yield _Work(name, grid, looked, fills, notes)


def _record(title: str, changes: ChangeSet, snapshot: Snapshot, works: tuple[_Work, ...]) -> Record:
    leaving = [sheet for name in _leaving(changes) if (sheet := snapshot.sheet(name))]
    hidden = [_kept(sheet, sheet.ownership) for sheet in leaving if sheet.hidden and sheet.ownership]
    return Record(
        title=title,
        cells=changes.cells,
        formats=_formats(works, changes.cells),
        fills=changes.fills,
        notes=changes.notes,
        renewed=tuple(sheet.name for sheet in leaving if not sheet.hidden),
        hidden=tuple(hidden),
    )


def _formats(works: tuple[_Work, ...], writes: Iterable[CellWrite]) -> tuple[str, ...]:
    """Return the number format that each cell to be written has now."""
    known = {
        (work.name, position): code for work in works if work.cells for position, code in work.cells.formats.items()
    }
    return tuple(known[write.sheet, position_of(write.cell)] for write in writes)


def _leaving(changes: ChangeSet) -> tuple[str, ...]:
    return (*changes.removed, *(write.replaces for write in changes.sheets if write.replaces))


def _kept(sheet: Sheet, ownership: Ownership) -> Hidden:
    cells = tuple((*spot, cell.value, cell.formula) for spot, cell in sheet.cells.items())
    return Hidden(sheet.name, ownership.key, ownership.digest, cells)


def _write(work: _Work) -> None:
    if work.cells:
        put(work.cells)
    paint(work.grid, work.fills)
    annotate(work.grid, work.notes)


def _own_sheets(book: Com, changes: ChangeSet, snapshot: Snapshot, build: Build) -> Brought:
    """Remove and bring own sheets; the sheet that the user looks at stays in front where it is still there."""
    front = book.ActiveSheet
    leaves = bool(changes.removed) and str(front.Name) in changes.removed
    if snapshot.structure_locked:
        brought = bring_apart(book.Application, changes.sheets, build)
    else:
        remove(book, changes.removed)
        brought = bring(book, changes.sheets, build)
    book.Activate()
    if not leaves:
        front.Activate()
    return brought


def _locked(protections: Mapping[str, Protection]) -> tuple[str, ...]:
    return tuple(place for protection in protections.values() for place in protection.kept)
