"""Ranges of a worksheet, each asked for once, many areas with as few calls as there are."""

from __future__ import annotations

from collections.abc import Iterable

from perfxl.excel.addresses import rectangles, unions
from perfxl.excel.com import Com
from perfxl.sheets.address import Position

_MOST = 30  # ranges that Application.Union takes


class Grid:
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
