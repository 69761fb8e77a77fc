"""Backgrounds of cells: their preconditions, and the patches of the worksheet parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from perfxl.errors import RefusedError
from perfxl.files.parts.cellformats import color_attributes
from perfxl.files.write.patching import Patch, patched
from perfxl.files.write.session import Session
from perfxl.package.markup import Edit, prefix_of, splice, with_attribute
from perfxl.sheets.address import Position, column_number
from perfxl.sheets.changeset import FillWrite

Restyle = Callable[[int], int]
_STYLE = re.compile(rb"""\ss\s*=\s*["'](\d+)""")
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)([0-9]+)["']""")


class StyledTag(NamedTuple):
    """One cell's start tag: where the cell is on the sheet, its style, where the tag's bytes stand."""

    row: int
    column: int
    style: int
    start: int
    end: int


def patch_fills(session: Session, writes: Iterable[FillWrite]) -> None:
    """Patch the worksheet parts; RefusedError names the first cell that is not as the change set expects."""
    by_sheet: dict[str, dict[Position, Restyle]] = {}
    for write in writes:
        changes = by_sheet.setdefault(session.entry(write.sheet).name, {})
        position = session.position(write.cell)
        if position in changes:
            raise RefusedError(f"{_place(write)}的底色被改两次，结果不定，未写出，请重新运行。")
        changes[position] = _restyle(session, write)
    for sheet, changes in by_sheet.items():
        part, data = session.current(session.entry(sheet))
        session.parts[part] = restyled(data, changes)


def restyled(data: bytes, changes: Mapping[Position, Restyle]) -> bytes:
    """Return a worksheet part with the styles of some cells changed; what the cells hold stays."""
    left = dict(changes)
    data = splice(data, list(_edits(data, left)))
    absent = {position: Patch(None, None, restyle) for position, restyle in left.items()}
    return patched(data, absent) if absent else data


def _edits(data: bytes, left: dict[Position, Restyle]) -> Iterator[Edit]:
    last = max((row for row, _ in left), default=0)
    for cell in _cell_tags(data):
        if cell.row > last or not left:
            return
        restyle = left.pop((cell.row, cell.column), None)
        if restyle is not None:
            tag, style = data[cell.start : cell.end], restyle(cell.style)
            yield Edit(cell.start, cell.end, with_attribute(tag, "s", str(style) if style else None))


def _cell_tags(data: bytes) -> Iterator[StyledTag]:
    """Yield every cell's start tag in document order; implied addresses are counted."""
    prefix = re.escape(prefix_of(data))
    pattern = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<%s(row|c)(?=[\s/>])[^>]*>" % prefix, re.DOTALL)
    row = column = 0
    for match in pattern.finditer(data):
        tag, address = match[0], _ADDRESS.search(match[0])
        if match[1] == b"row":
            row, column = int(address[2]) if address else row + 1, 0
        elif match[1] == b"c":
            column = column_number(address[1].decode()) if address and address[1] else column + 1
            row = int(address[2]) if address else row
            style = _STYLE.search(tag)
            yield StyledTag(row, column, int(style[1]) if style else 0, match.start(), match.end())


def _restyle(session: Session, write: FillWrite) -> Restyle:
    if write.fill and color_attributes(write.fill) is None:
        raise RefusedError(f"{_place(write)}不能设成底色“{write.fill}”，未写出，请改用单一颜色。")

    def restyle(style: int) -> int:
        if session.styles.fill_of(style) != write.old_fill:
            raise RefusedError(f"{_place(write)}的底色与读取时不同，未写出，请重新运行。")
        return session.styles.refilled(style, write.fill)

    return restyle


def _place(write: FillWrite) -> str:
    return f"工作表“{write.sheet}”的单元格 {write.cell} "
