"""Ranges of a worksheet: cells gathered into few of them, for each costs calls to Excel, and each asked for once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from perfxl.excel.com import Com
from perfxl.sheets.address import Box, Position, cell_address

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
    """A worksheet and the ranges of it that are known already.

    hidden  rows that a filter or a person hides: what is done to a range at one go passes them over, or puts the
            first cell's content into all that are shown
    """

    def __init__(self, worksheet: Com, hidden: Collection[int] = ()) -> None:
        self.worksheet = worksheet
        self._hidden = frozenset(hidden)
        self._known: dict[str, Com] = {}

    def range(self, address: str) -> Com:
        """Return the range of an address of at most 255 characters."""
        if address not in self._known:
            self._known[address] = self.worksheet.Range(address)
        return self._known[address]

    def cell(self, position: Position) -> Com:
        """Return the range of one cell."""
        return self.range(cell_address(*position))

    def area(self, cells: Iterable[Position]) -> Com:
        """Return the cells as one range, to be read; ValueError where there is none."""
        return self._union(rectangles(cells))

    def blocks(self, cells: Iterable[Position]) -> tuple[Box, ...]:
        """Return boxes that hold exactly the cells and can each be written at one go: hidden cells stand alone."""
        shown, hidden = self._sorted(cells)
        return rectangles(shown) + tuple(Box(*spot, *spot) for spot in hidden)

    def parts(self, cells: Iterable[Position]) -> Iterator[Com]:
        """Yield ranges that hold exactly the cells and can each be formatted or cleared at one go."""
        shown, hidden = self._sorted(cells)
        if shown:
            yield self._union(rectangles(shown))
        yield from map(self.cell, hidden)

    def _sorted(self, cells: Iterable[Position]) -> tuple[list[Position], list[Position]]:
        cells = tuple(cells)
        return [spot for spot in cells if spot[0] not in self._hidden], sorted(
            spot for spot in cells if spot[0] in self._hidden
        )

    def _union(self, boxes: Iterable[Box]) -> Com:
        parts = [self.range(address) for address in unions(boxes)]
        if not parts:
            raise ValueError("no cells")
        while len(parts) > 1:
            parts[:_MOST] = [self.worksheet.Application.Union(*parts[:_MOST])]
        return parts[0]
