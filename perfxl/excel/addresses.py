"""Cells gathered into few ranges: each range costs calls to Excel, however many cells it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfxl.sheets.address import Box, Position

LONGEST = 255  # characters of an address that Worksheet.Range takes


def rectangles(cells: Iterable[Position]) -> tuple[Box, ...]:
    """Return boxes (top, left, bottom, right) that hold exactly the cells: runs down a column, joined sideways."""
    joined: list[Box] = []
    open_: dict[tuple[int, int], int] = {}  # by top and bottom  # by top and bottom  # by top and bottom
    for top, left, bottom, _ in _runs(sorted(set(cells), key=lambda cell: (cell[1], cell[0]))):
        position = open_.get((top, bottom))
        if position is not None and joined[position].right == left - 1:
            joined[position] = Box(top, joined[position].left, bottom, left)
        else:
            open_[top, bottom] = len(joined)
            joined.append(Box(top, left, bottom, left))
    return tuple(joined)


def _runs(cells: list[Position]) -> Iterator[Box]:
    start: Position | None = None
    last: Position | None = None
    for row, column in cells:
        if start and last and (column, row) != (last[1], last[0] + 1):
            yield Box(*start, *last)
            start = None
        start, last = start or (row, column), (row, column)
    if start and last:
        yield Box(*start, *last)


def unions(boxes: Iterable[Box]) -> Iterator[str]:
    """Yield addresses of many areas ("E2:E9,G12"), none longer than Excel takes."""
    address = ""
    for box in boxes:
        area = box.reference
        if address and len(address) + len(area) + 1 > LONGEST:
            yield address
            address = ""
        address += f",{area}" if address else area
    if address:
        yield address
