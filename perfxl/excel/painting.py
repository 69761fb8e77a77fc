"""Fills (底色) by union ranges, and notes (批注), of which Excel knows no bulk form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfxl.errors import RefusedError
from perfxl.excel.com import Com
from perfxl.excel.ranges import SheetRanges
from perfxl.sheets.address import Position, position_of
from perfxl.sheets.changeset import FillWrite, NoteWrite
from perfxl.sheets.snapshot import Sheet

_NONE = -4142  # xlPatternNone
_FIRST_COLOR = 7  # a file counts the palette from 8, Excel from 1
UNKNOWN = "other"


def paint(grid: SheetRanges, fills: Iterable[FillWrite]) -> None:
    """Give cells their background, all cells of one colour at once."""
    by_fill: dict[str, list[Position]] = {}
    for write in fills:
        by_fill.setdefault(write.fill, []).append(position_of(write.cell))
    for fill, cells in by_fill.items():
        _set(grid.area(cells).Interior, fill)


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


def annotate(grid: SheetRanges, notes: Sequence[NoteWrite]) -> None:
    """Take notes away, then add new ones."""
    for write in notes:
        if write.old_text is not None:
            grid.range(write.cell).Comment.Delete()
    for write in notes:
        if write.text is not None:
            grid.range(write.cell).AddComment(write.text)
