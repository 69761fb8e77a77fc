"""Applying a change set to an open workbook: everything is looked at before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from types import MappingProxyType

from perfxl.errors import RefusedError
from perfxl.excel.cells import SheetCells, examine
from perfxl.excel.com import Com
from perfxl.excel.entering import plain_lists, put
from perfxl.excel.generated import Brought, Build, bring, bring_apart, remove
from perfxl.excel.painting import annotate, check_fills, check_notes, paint
from perfxl.excel.protection import Protection, permit, place
from perfxl.excel.ranges import SheetRanges
from perfxl.excel.record import Hidden, Record
from perfxl.excel.spreads import Spread
from perfxl.sheets.address import cell_address, position_of
from perfxl.sheets.changeset import CellWrite, ChangeSet, FillWrite, NoteWrite
from perfxl.sheets.snapshot import Ownership, Sheet, Snapshot

Keep = Callable[[Record], None]


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a change set.

    changes  what was made of it
    locked   what protection kept from being written: cells ("表!E12") and sheets
    second   the name of the new workbook that took the own sheets, where this one's structure is locked
    failed   cells that, read back, do not hold what they should
    notes    cells whose notes Excel refused
    """

    changes: ChangeSet
    locked: tuple[str, ...] = ()
    second: str = ""
    failed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to be written on one worksheet."""

    name: str
    grid: SheetRanges
    cells: SheetCells | None
    fills: tuple[FillWrite, ...]
    notes: tuple[NoteWrite, ...]


@dataclass(frozen=True, slots=True)
class _Written:
    """What did not come about: cells, and notes that Excel refused."""

    failed: tuple[str, ...]
    notes: tuple[NoteWrite, ...]


def apply(
    app: Com,
    book: Com,
    changes: ChangeSet,
    snapshot: Snapshot,
    build: Build,
    keep: Keep,
    blank: Record = Record(),  # noqa: B008 (frozen)
    former: Mapping[str, Sequence[Spread]] = MappingProxyType({}),
) -> Applied:
    """Write the changes in Excel (`app`); `snapshot` is the workbook as just read, from which they were made.

    build   writes own sheets to a workbook on disk
    keep    takes the record for undoing this, before the first write and once more after the last
    blank   the record to be filled in
    former  by sheet, formulas filling several cells that the changes bring back

    RefusedError where something is not as the changes expect it; nothing was written then.
    """
    _check_own(changes, snapshot)
    worksheets = book.Worksheets
    touched = _touched(changes, snapshot)
    opened = {sheet.name: SheetRanges(worksheets(sheet.name), sheet.hidden_rows) for sheet in touched}
    allowed, protections = permit(changes, snapshot, opened)
    works = tuple(_looked(allowed, snapshot, opened, protections, former))
    _check_shared(book, works)
    record = _record(blank, allowed, snapshot, works)
    if allowed.empty:
        return Applied(allowed, _locked(protections))
    keep(record)
    written = _write_all(app, works)
    brought = _own_sheets(app, book, allowed, snapshot, build)
    noted = tuple(note for note in record.notes if note not in written.notes)
    keep(replace(record, added=brought.names, notes=noted, whole=True))
    return Applied(allowed, _locked(protections), brought.second, written.failed, tuple(map(place, written.notes)))


def _touched(changes: ChangeSet, snapshot: Snapshot) -> Iterator[Sheet]:
    """Yield the worksheets that cells, fills or notes are written to."""
    writes: tuple[CellWrite | FillWrite | NoteWrite, ...] = (*changes.cells, *changes.fills, *changes.notes)
    for name in dict.fromkeys(write.sheet for write in writes):
        sheet = snapshot.sheet(name)
        if sheet is None:
            raise RefusedError(f"工作簿中没有工作表“{name}”，请重新运行。")
        yield replace(sheet, name=name)


def _check_own(changes: ChangeSet, snapshot: Snapshot) -> None:
    for name in _leaving(changes):
        sheet = snapshot.sheet(name)
        if sheet is None:
            raise RefusedError(f"工作簿中没有工作表“{name}”，请重新运行。")
        if sheet.ownership is None:
            raise RefusedError(f"工作表“{name}”不是 perfxl 生成的，不会改写，请给生成的表另取名。")


def _looked(
    changes: ChangeSet,
    snapshot: Snapshot,
    opened: Mapping[str, SheetRanges],
    protections: Mapping[str, Protection],
    former: Mapping[str, Sequence[Spread]],
) -> Iterator[_Work]:
    for name, grid in opened.items():
        sheet = snapshot.sheet(name)
        cells = [write for write in changes.cells if write.sheet == name]
        fills = tuple(write for write in changes.fills if write.sheet == name)
        notes = tuple(write for write in changes.notes if write.sheet == name)
        if sheet:
            check_fills(sheet, fills)
            check_notes(sheet, notes)
            styling, back = protections[name].styling, former.get(name, ())
            yield _Work(name, grid, examine(grid, sheet, cells, styling, back) if cells else None, fills, notes)


def _check_shared(book: Com, works: tuple[_Work, ...]) -> None:
    """RefusedError where formulas that fill several cells would be changed in a workbook that several share."""
    spreads = ((work.name, each) for work in works if work.cells for each in (*work.cells.spreads, *work.cells.made))
    several = [name for name, each in spreads if not (each.dynamic and each.box.is_cell)]
    if several and book.MultiUserEditing:
        raise RefusedError(f"共享工作簿里改不了数组公式（工作表“{several[0]}”），请先在“审阅”里取消共享，再点一次。")


def _record(blank: Record, changes: ChangeSet, snapshot: Snapshot, works: tuple[_Work, ...]) -> Record:
    leaving = [sheet for name in _leaving(changes) if (sheet := snapshot.sheet(name))]
    return replace(
        blank,
        cells=changes.cells,
        formats=_formats(works, changes.cells),
        fills=changes.fills,
        notes=changes.notes,
        added=_new_sheets(changes, snapshot),
        renewed=tuple(sheet.name for sheet in leaving if not sheet.hidden),
        hidden=tuple(_kept(sheet, sheet.ownership) for sheet in leaving if sheet.hidden and sheet.ownership),
        spreads=tuple(_spreads(works)),
    )


def _new_sheets(changes: ChangeSet, snapshot: Snapshot) -> tuple[str, ...]:
    """Return the names that new sheets will have in the workbook itself."""
    return () if snapshot.structure_locked else tuple(each.name for each in changes.sheets if not each.replaces)


def _spreads(works: tuple[_Work, ...]) -> Iterator[tuple[str, Spread]]:
    for work in works:
        yield from ((work.name, spread) for spread in (work.cells.spreads if work.cells else ()))


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


def _write_all(app: Com, works: tuple[_Work, ...]) -> _Written:
    tables = any(work.cells and work.cells.tables for work in works)
    with plain_lists(app) if tables else nullcontext():
        written = [_write(work) for work in works]
    failed = (cell for each in written for cell in each.failed)
    return _Written(tuple(failed), tuple(note for each in written for note in each.notes))


def _write(work: _Work) -> _Written:
    wrong = put(work.cells) if work.cells else ()
    paint(work.grid, work.fills)
    notes = annotate(work.grid, work.notes)
    return _Written(tuple(f"{work.name}!{cell_address(*spot)}" for spot in wrong), notes)


def _own_sheets(app: Com, book: Com, changes: ChangeSet, snapshot: Snapshot, build: Build) -> Brought:
    """Remove and bring own sheets; the sheet that the user looks at stays in front where it is still there."""
    if not (changes.sheets or changes.removed):
        return Brought()
    front = book.ActiveSheet
    leaves = bool(changes.removed) and str(front.Name) in changes.removed
    if snapshot.structure_locked:
        brought = bring_apart(app, changes.sheets, build)
    else:
        remove(book, changes.removed)
        brought = bring(app, book, changes.sheets, build)
    book.Activate()
    if not leaves:
        front.Activate()
    return brought


def _locked(protections: Mapping[str, Protection]) -> tuple[str, ...]:
    return tuple(place for protection in protections.values() for place in protection.kept)
