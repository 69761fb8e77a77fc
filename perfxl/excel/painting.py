"""Fills (底色) by union ranges, and notes (批注), of which Excel knows no bulk form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfxl.errors import RefusedError
from perfxl.excel.com import Com, refusals
from perfxl.excel.ranges import SheetRanges
from perfxl.sheets.address import Position, position_of
from perfxl.sheets.changeset import FillWrite, NoteWrite
from perfxl.sheets.snapshot import Sheet

_NONE = -4142  # xlPatternNone
_FIRST_COLOR = 7  # a file counts the palette from 8, Excel from 1
UNKNOWN = "other"
_LINE, _WIDTH, _LINE_HEIGHT = 18, 190, 13  # characters of a line of a note; points


def paint(grid: SheetRanges, fills: Iterable[FillWrite]) -> None:
    """Give cells their background, all cells of one colour at once."""
    by_fill: dict[str, list[Position]] = {}
    for write in fills:
        by_fill.setdefault(write.fill, []).append(position_of(write.cell))
    for fill, cells in by_fill.items():
        for part in grid.parts(cells):
            _set(part.Interior, fill)


def _set(interior: Com, fill: str) -> None:
    kind, _, rest = fill.partition(":")
    if not fill:
        interior.Pattern = _NONE
    elif kind == "theme":
        number, _, tint = rest.partition(":")
        interior.ThemeColor = int(number) + 1
        interior.TintAndShade = float(tint or 0)
    elif kind == "indexed":
        interior.ColorIndex = int(rest) - _FIRST_COLOR
    elif fill != UNKNOWN:
        interior.Color = color(fill)


def color(fill: str) -> int:
    """Return a colour "RRGGBB" as Excel counts it, blue first."""
    red, green, blue = (int(fill[start : start + 2], 16) for start in (0, 2, 4))
    return red | green << 8 | blue << 16


def check_fills(sheet: Sheet, fills: Iterable[FillWrite]) -> None:
    """RefusedError names the first cell whose background is not as the change set expects it."""
    for write in fills:
        if sheet.fills.get(position_of(write.cell), "") != write.old_fill:
            raise RefusedError(f"工作表“{write.sheet}”的单元格 {write.cell} 的底色与读取时不同，未写出，请重新运行。")


def check_notes(sheet: Sheet, notes: Iterable[NoteWrite]) -> None:
    """RefusedError names the first cell whose note is not as the change set expects it."""
    for write in notes:
        if sheet.notes.get(position_of(write.cell)) != write.old_text:
            raise RefusedError(f"工作表“{write.sheet}”的单元格 {write.cell} 的批注与读取时不同，未写出，请重新运行。")


def annotate(grid: SheetRanges, notes: Sequence[NoteWrite]) -> tuple[NoteWrite, ...]:
    """Take notes away, then add new ones; return those that Excel refused: the others are made all the same."""
    return tuple(write for write in sorted(notes, key=lambda write: write.text is not None) if not _noted(grid, write))


def _noted(grid: SheetRanges, write: NoteWrite) -> bool:
    """Whether a note was taken away and another added: a cell with a conversation takes none."""
    cell = grid.range(write.cell)
    with refusals() as refused:
        if write.old_text is not None:
            cell.Comment.Delete()
        if write.text is not None:
            _size(cell.AddComment(write.text).Shape, write.text)
    return not refused


def _size(box: Com, text: str) -> None:
    """Make a note's box as high as its text, which Excel would cut."""
    lines = sum(1 + len(line) // _LINE for line in text.splitlines())
    box.Width = _WIDTH
    box.Height = (lines + 1) * _LINE_HEIGHT
