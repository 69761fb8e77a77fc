"""Ranges of a worksheet: cells gathered into few of them, for each costs calls to Excel, and each asked for once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfxl.excel.com import Com
from perfxl.sheets.address import Box, Position

LONGEST = 255  # characters of an address that Worksheet.Range takes
_MOST = 30  # ranges that Application.Union takes


def rectangles(cells: Iterable[Position]) -> tuple[Box, ...]:
    """Return boxes (top, left, bottom, right) that hold exactly the cells: runs down a column, joined sideways."""
    joined: list[Box] = []
    open_: dict[tuple[int, int], int] = {}  # by top and bottom
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


class SheetRanges:
    """A worksheet and the ranges of it that are known already."""

    def __init__(self, worksheet: Com) -> None:
        self.worksheet = worksheet
        self._known: dict[str, Com] = {}

    def range(self, address: str) -> Com:
        """Return the range of an address of at most 255 characters."""
        if address not in self._known:
            self._known[address] = self.worksheet.Range(address)
        return self._known[address]

    def area(self, cells: Iterable[Position]) -> Com:
        """Return the cells as one range; ValueError where there is none."""
        parts = [self.range(address) for address in unions(rectangles(cells))]
        if not parts:
            raise ValueError("no cells")
        while len(parts) > 1:
            parts[:_MOST] = [self.worksheet.Application.Union(*parts[:_MOST])]
        return parts[0]
