"""Cells gathered into few ranges: each range costs calls to Excel, however many cells it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfxl.sheets import a1

LONGEST = 255  # characters of an address that Worksheet.Range takes
Position = tuple[int, int]
Box = tuple[int, int, int, int]


def rectangles(cells: Iterable[Position]) -> tuple[Box, ...]:
    """Return boxes (top, left, bottom, right) that hold exactly the cells: runs down a column, joined sideways."""
    joined: list[Box] = []
    open_: dict[tuple[int, int], int] = {}
    for top, left, bottom, _ in _runs(sorted(set(cells), key=lambda cell: (cell[1], cell[0]))):
        position = open_.get((top, bottom))
        if position is not None and joined[position][3] == left - 1:
            joined[position] = (top, joined[position][1], bottom, left)
        else:
            open_[top, bottom] = len(joined)
            joined.append((top, left, bottom, left))
    return tuple(joined)


def _runs(cells: list[Position]) -> Iterator[Box]:
    start: Position | None = None
    last: Position | None = None
    for row, column in cells:
        if start and last and (column, row) != (last[1], last[0] + 1):
            yield (*start, *last)
            start = None
        start, last = start or (row, column), (row, column)
    if start and last:
        yield (*start, *last)


def unions(boxes: Iterable[Box]) -> Iterator[str]:
    """Yield addresses of many areas ("E2:E9,G12"), none longer than Excel takes."""
    address = ""
    for box in boxes:
        area = a1.span(*box)
        if address and len(address) + len(area) + 1 > LONGEST:
            yield address
            address = ""
        address += f",{area}" if address else area
    if address:
        yield address


def bounds(cells: Iterable[Position]) -> Box:
    """Return the smallest box around cells; ValueError where there is none."""
    rows, columns = zip(*cells, strict=True)
    return min(rows), min(columns), max(rows), max(columns)
