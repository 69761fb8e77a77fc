"""perfxl's own sheets brought into an open workbook: built as a workbook on disk, copied in at one go."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from perfxl.excel.com import Com, refusals
from perfxl.excel.entering import GENERAL, write_blocks
from perfxl.excel.ranges import SheetRanges
from perfxl.sheets.address import column_letters
from perfxl.sheets.changeset import SheetSpec, SheetWrite
from perfxl.sheets.ownership import OWNERSHIP_NAME, packed

Build = Callable[[Sequence[SheetWrite], Path], None]
_VERY_HIDDEN = 2  # xlSheetVeryHidden


@dataclass(frozen=True, slots=True)
class Brought:
    """The names under which new sheets stand now, and that of the second workbook where they had to go there."""

    names: tuple[str, ...] = ()
    second: str = ""


def remove(book: Com, names: Sequence[str]) -> None:
    """Delete own sheets; the add-in has Excel ask nothing meanwhile."""
    if not names:
        return
    book.Worksheets(list(names)).Delete()


def bring(app: Com, book: Com, writes: Sequence[SheetWrite], build: Build) -> Brought:
    """Add the sheets at the end; those that replace others give them their content, so that references to them live."""
    if not writes:
        return Brought()
    there = book.Sheets
    before = int(there.Count)
    with _built(app, writes, build) as sheets:
        sheets.Copy(None, there(before))  # not by name: pywin32 drops what follows an argument left out
    added = []
    for offset, write in enumerate(writes, 1):
        sheet = there(before + offset - _replaced(writes[: offset - 1]))
        if write.replaces:
            sheet = _replace(book, sheet, write)
        _complete(sheet, write)
        if not write.replaces:
            added.append(str(sheet.Name))
    return Brought(tuple(added))


def bring_apart(app: Com, writes: Sequence[SheetWrite], build: Build) -> Brought:
    """Put the sheets, which refer to no other, into a new workbook, for one whose structure is locked."""
    if not writes:
        return Brought()
    with _built(app, writes, build) as sheets:
        sheets.Copy()
        second = app.ActiveWorkbook
    for number, write in enumerate(writes, 1):
        _complete(second.Sheets(number), write)
    return Brought((), str(second.Name))


@contextmanager
def _built(app: Com, writes: Sequence[SheetWrite], build: Build) -> Iterator[Com]:
    """Yield the sheets in an open workbook of their own, without formulas: copied, those would refer back to it."""
    with tempfile.TemporaryDirectory(prefix="perfxl-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / f"perfxl-{uuid4().hex[:12]}.xlsx"
        plain = [_plain(write, number) for number, write in enumerate(writes, 1)]
        build(plain, path)
        opened = app.Workbooks.Open(str(path), 0, True)
        try:
            yield opened.Worksheets([write.name for write in plain])
        finally:
            opened.Close(False)


def _plain(write: SheetWrite, number: int) -> SheetWrite:
    """Return the write without formulas, shown, and under a name that no sheet of the workbook has."""
    cells = {spot: replace(cell, formula=None) for spot, cell in write.spec.cells.items()}
    name = f"perfxl {number}" if write.replaces else write.name
    return replace(write, spec=replace(write.spec, cells=cells, hidden=False), name=name, replaces=None)


def _replaced(writes: Sequence[SheetWrite]) -> int:
    return sum(write.replaces is not None for write in writes)


def _replace(book: Com, new: Com, write: SheetWrite) -> Com:
    """Give an old sheet the content of a new one, which goes; return the old sheet."""
    old = book.Worksheets(write.replaces)
    cells = old.Cells
    if old.AutoFilterMode:
        old.AutoFilterMode = False  # else what it hides would be neither cleared nor written over
    cells.Clear()
    new.Cells.Copy(cells)
    with refusals():  # where there is no printer Excel takes no page set-up
        _set_up(old.PageSetup, write.spec)
    if write.name != write.replaces:
        old.Name = write.name
    new.Delete()
    return old


def _set_up(page: Com, spec: SheetSpec) -> None:
    rows = spec.setup.repeat_rows
    if rows:
        page.PrintTitleRows = f"${rows[0]}:${rows[1]}"
    page.PrintArea = _print_area(spec)


def _print_area(spec: SheetSpec) -> str:
    bottom, right = spec.extent
    return f"$A$1:${column_letters(right)}${bottom}"


def _complete(sheet: Com, write: SheetWrite) -> None:
    """Write the formulas and the hidden name that tells whose it is."""
    formulas = {spot: f"={cell.formula}" for spot, cell in write.spec.cells.items() if cell.formula is not None}
    grid = SheetRanges(sheet)
    write_blocks(grid, formulas)
    plain = [spot for spot in formulas if write.spec.cells[spot].style.number_format == GENERAL]
    if plain:
        grid.area(plain).NumberFormat = GENERAL
    sheet.Names.Add(OWNERSHIP_NAME, f"={packed(write.ownership)}", False)
    if write.spec.hidden:
        sheet.Visible = _VERY_HIDDEN
