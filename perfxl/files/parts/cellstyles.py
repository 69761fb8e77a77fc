"""Where the cells of a worksheet part stand in its bytes, and which style each has, blank ones and absent ones too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from perfxl.package.markup import attributes
from perfxl.sheets.address import Position, column_number

T = TypeVar("T")
_MOST_ABSENT = 4_000_000
_ROOT = re.compile(rb"<([A-Za-z_][\w.-]*:)?worksheet\b")
_STYLE = re.compile(rb"""\ss\s*=\s*["'](\d+)""")
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)([0-9]+)["']""")
_CUSTOM = re.compile(rb"""\scustomFormat\s*=\s*["'](?:1|true)["']""")


class CellTag(NamedTuple):
    """One cell's start tag: where the cell is on the sheet, its style, where the tag's bytes stand."""

    row: int
    column: int
    style: int
    start: int
    end: int


@dataclass(slots=True)
class Styling:
    """What gives a style to cells that have no element of their own."""

    rows: dict[int, int] = field(default_factory=dict)
    columns: list[tuple[int, int, int]] = field(default_factory=list)

    def of(self, row: int, column: int) -> int:
        """Return the style of an absent cell: its row's, else its column's."""
        if row in self.rows:
            return self.rows[row]
        return next((style for first, last, style in self.columns if first <= column <= last), 0)


def prefix_of(data: bytes) -> bytes:
    """Return the namespace prefix (with colon) of a worksheet part's elements, b"" where there is none."""
    found = _ROOT.search(data)
    return (found and found[1]) or b""


def styled(data: bytes, wanted: Mapping[int, T], bottom: int, right: int) -> Iterator[tuple[Position, T]]:
    """Yield what `wanted` has for the style of each cell down to `bottom` and `right`.

    Absent cells count where other cells stand in both their row and their column.
    """
    if not wanted or not bottom:
        return
    styling = Styling(columns=[each for each in column_styles(data) if each[0] <= right])
    plain = 0 not in wanted and not any(style in wanted for _, _, style in styling.columns)
    cells = _chosen(data, wanted) if plain and _regular(data) else cell_tags(data, styling)
    present: set[Position] = set()
    for cell in cells:
        if cell.row > bottom:
            break
        if cell.column <= right:
            present.add((cell.row, cell.column))
            if cell.style in wanted:
                yield (cell.row, cell.column), wanted[cell.style]
    if not plain or styling.rows:
        yield from _absent(present, styling, wanted)


def _absent(present: set[Position], styling: Styling, wanted: Mapping[int, T]) -> Iterator[tuple[Position, T]]:
    rows, columns = sorted({row for row, _ in present}), sorted({column for _, column in present})
    if len(rows) * len(columns) > _MOST_ABSENT:
        return
    for row in rows:
        for column in columns:
            style = styling.of(row, column)
            if style in wanted and (row, column) not in present:
                yield (row, column), wanted[style]


def column_styles(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (first column, last column, style) of the columns that have one."""
    prefix = re.escape(prefix_of(data))
    head = re.search(rb"<%ssheetData[\s/>]" % prefix, data)
    for tag in re.finditer(rb"<%scol\s[^>]*>" % prefix, data[: head.start() if head else 0]):
        found = attributes(tag[0])
        numbers = [found.get(name, "0") for name in ("min", "max", "style")]
        if all(number.isdecimal() for number in numbers) and numbers[2] != "0":
            yield int(numbers[0]), int(numbers[1]), int(numbers[2])


def _regular(data: bytes) -> bool:
    """Whether every cell states its address and no row gives its cells a style, so that a search finds all."""
    prefix = re.escape(prefix_of(data))
    bare = rb"""<%sc(?:\s+(?!r[\s=])[^\s=>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""" % prefix
    return b"<!" not in data and b"customFormat" not in data and not re.search(bare, data)


def _chosen(data: bytes, styles: Mapping[int, object]) -> Iterator[CellTag]:
    """Yield the cells of some styles, found by their bytes: most cells of a large sheet need not be looked at."""
    numbers = b"|".join(str(style).encode() for style in styles)
    pattern = rb"""<%sc\s(?:[^>]*?\s)?s\s*=\s*["'](%s)["'][^>]*>""" % (re.escape(prefix_of(data)), numbers)
    for match in re.finditer(pattern, data):
        address = _ADDRESS.search(match[0])
        if address:
            row, column = int(address[2]), column_number(address[1].decode())
            yield CellTag(row, column, int(match[1]), match.start(), match.end())


def cell_tags(data: bytes, styling: Styling | None = None) -> Iterator[CellTag]:
    """Yield every cell's start tag in document order, noting the styles of rows; implied addresses are counted."""
    prefix = re.escape(prefix_of(data))
    pattern = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<%s(row|c)(?=[\s/>])[^>]*>" % prefix, re.DOTALL)
    row = column = 0
    for match in pattern.finditer(data):
        tag, address = match[0], _ADDRESS.search(match[0])
        style = _STYLE.search(tag)
        index = int(style[1]) if style else 0
        if match[1] == b"row":
            row, column = int(address[2]) if address else row + 1, 0
            if styling is not None and _CUSTOM.search(tag):
                styling.rows[row] = index
        elif match[1] == b"c":
            column = column_number(address[1].decode()) if address and address[1] else column + 1
            row = int(address[2]) if address else row
            yield CellTag(row, column, index, match.start(), match.end())
