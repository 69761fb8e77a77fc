"""A sheet under construction (版面): boxes are put on a grid, then rows get the height that their texts need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from perfxl.attachments.textfit import TALLEST_ROW, fit
from perfxl.numerals.display import display
from perfxl.sheets.address import Box, Position
from perfxl.sheets.changeset import PrintSetup, SheetSpec, SpecCell, Style
from perfxl.sheets.snapshot import Value

_LOWEST_ROW = 26.0


def display_text(value: Value, number_format: str) -> str:
    """Return what a reader sees of a value."""
    return display(value, number_format) if isinstance(value, Decimal) else str(value or "")


class Canvas:
    """Collects the cells and merges of one sheet; `widths` are those of all its columns, in characters."""

    def __init__(self, widths: Mapping[int, float]) -> None:
        self.widths = dict(widths)
        self.cells: dict[Position, SpecCell] = {}
        self.merges: list[Box] = []
        self.floors: dict[int, float] = {}
        self._boxes: list[Box] = []

    @property
    def last_column(self) -> int:
        """The rightmost column."""
        return max(self.widths)

    def put(
        self, box: tuple[int, int, int, int], value: Value, style: Style, *, formula: str | None = None, link: str = ""
    ) -> None:
        """Write one cell, merged over `box` (top, left, bottom, right) and bordered all around."""
        cells = Box(*box)
        self.cells.update(dict.fromkeys(cells.positions(), SpecCell(style=style)))
        self.cells[cells.anchor] = SpecCell(value, style, formula, link)
        if not cells.is_cell:
            self.merges.append(cells)
        self._boxes.append(cells)

    def line(self, row: int, value: Value, style: Style, floor: float = _LOWEST_ROW) -> None:
        """Write a line across the whole sheet, at least `floor` points high."""
        self.put((row, 1, row, self.last_column), value, style)
        self.floors[row] = floor

    def spec(self, key: str, name: str, setup: PrintSetup, freeze: tuple[int, int] | None = None) -> SheetSpec:
        """Return the finished sheet."""
        heights = self._heights()
        return SheetSpec(key, name, self.cells, tuple(sorted(self.merges)), self.widths, heights, setup, freeze)

    def _heights(self) -> dict[int, float]:
        heights = {row: self.floors.get(row, _LOWEST_ROW) for row, _ in sorted(self.cells)}
        for box in sorted(self._boxes, key=lambda box: box.bottom - box.top):
            rows = range(box.top, box.bottom + 1)
            lacking = self._fit(box) - sum(heights[row] for row in rows)
            for row in rows if lacking > 0 else ():
                heights[row] = min(heights[row] + lacking / len(rows), TALLEST_ROW)
        return {row: round(height, 1) for row, height in heights.items()}

    def _fit(self, box: Box) -> float:
        """Return the height that a box needs; the font gives way where the rows cannot be high enough."""
        top, left, bottom, right = box
        cell = self.cells[top, left]
        width = sum(self.widths[column] for column in range(left, right + 1))
        text, limit = display_text(cell.value, cell.style.number_format), TALLEST_ROW * (bottom - top + 1)
        if not cell.style.wrap:
            text, width = text.split("\n")[0], max(width, 1000.0)
        size, height = fit(text, width, cell.style.size, limit)
        if size != cell.style.size:
            self.cells[top, left] = replace(cell, style=replace(cell.style, size=size))
        return height
