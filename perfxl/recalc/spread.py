"""Which ranges hold a cell, found by bisection: running totals read ten thousand ranges that overlap.

Rows and columns are cut in halves, quarters and so on; a range is kept under the few largest pieces that it is made of,
and a cell is looked up under the pieces that it lies in, one of each size.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from perfxl.formulas.calculation import Cell
from perfxl.sheets.address import Box

_Pieces = dict[int, list[Cell]]  # readers by the piece of the rows


class Spread:
    """Ranges on one sheet and the formulas that read them; what was handed out once is not kept."""

    def __init__(self) -> None:
        self._by_columns: dict[int, _Pieces] = {}
        self._around: dict[int, list[_Pieces]] = {}  # of each column that was asked for, what holds it

    def add(self, box: Box, reader: Cell) -> None:
        """Note that a formula reads a range."""
        self._around.clear()
        for columns in _pieces(box.left, box.right, _COLUMNS):
            rows = self._by_columns.setdefault(columns, defaultdict(list))
            for piece in _pieces(box.top, box.bottom, _ROWS):
                rows[piece].append(reader)

    def take(self, row: int, column: int) -> Iterator[Cell]:
        """Yield the formulas that read a cell, each at least once over all calls."""
        found = self._around.get(column)
        if found is None:
            pieces = _around(column, _COLUMNS)
            found = self._around[column] = [self._by_columns[piece] for piece in pieces if piece in self._by_columns]
        for rows in found:
            piece = row + _ROWS
            while piece:
                if piece in rows:
                    yield from rows.pop(piece)
                piece >>= 1


_ROWS, _COLUMNS = 1 << 21, 1 << 15  # leaves of the two trees, more than a sheet has rows and columns


def _around(place: int, leaves: int) -> Iterator[int]:
    """Yield the pieces that a row or column lies in, from itself to the whole sheet."""
    piece = place + leaves
    while piece:
        yield piece
        piece >>= 1


def _pieces(first: int, last: int, leaves: int) -> Iterator[int]:
    """Yield the fewest pieces that rows or columns are made of."""
    left, right = first + leaves, last + leaves + 1
    while left < right:
        if left & 1:
            yield left
            left += 1
        if right & 1:
            right -= 1
            yield right
        left, right = left >> 1, right >> 1
