"""The cells of a workbook as an evaluator reads them: whole columns as far as anything stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perfxl.formulas.calculation import Calculation, Cell, FormulaSheet
from perfxl.recalc.evaluation.values import Grid, Place, Unsupported
from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, Box, Position
from perfxl.sheets.values import Scalar

_MOST_CELLS = 4_000_000
_MOST_KEPT = 64


class Cells:
    """Values by sheets; `put` changes one as its formula is settled."""

    def __init__(self, calculation: Calculation) -> None:
        self.calculation = calculation
        self._sheets = {sheet.name: sheet for sheet in calculation.sheets}
        self._values: dict[str, dict[Position, Scalar]] = {
            sheet.name: dict(sheet.values) for sheet in calculation.sheets
        }
        bounds = [_extent(sheet) for sheet in calculation.sheets]
        self.last_row = max((bottom for bottom, _ in bounds), default=1)
        self.last_column = max((right for _, right in bounds), default=1)
        self._kept: dict[str, dict[Box, Grid]] = {name: {} for name in self._sheets}

    def sheet(self, name: str) -> FormulaSheet:
        """Return a sheet by its own name."""
        return self._sheets[name]

    def values_of(self, name: str) -> Mapping[Position, Scalar]:
        """Return the values of a sheet by their places, as they stand at any time."""
        return self._values[name]

    def get(self, cell: Cell) -> Scalar:
        """Return the value of a cell."""
        return self._values[cell[0]].get(cell[1:])

    def put(self, cell: Cell, value: Scalar) -> None:
        """Set the value of a cell."""
        self._values[cell[0]][cell[1:]] = value
        for (top, left, bottom, right), grid in self._kept[cell[0]].items():
            if top <= cell[1] <= bottom and left <= cell[2] <= right:
                grid[cell[1] - top][cell[2] - left] = value

    def clipped(self, box: Box) -> Box:
        """Return whole rows and columns as far as any sheet is filled; other boxes as they are."""
        top, left, bottom, right = box
        if bottom == LAST_ROW:
            bottom = max(self.last_row, top)
        if right == LAST_COLUMN:
            right = max(self.last_column, left)
        return Box(top, left, bottom, right)

    def read(self, place: Place) -> Grid:
        """Return the values of a rectangle; Unsupported for one beyond measure."""
        box = self.clipped(place.box)
        if box.area == 1:
            return [[self._values[place.sheet].get(box.anchor)]]
        if box.area > _MOST_CELLS:
            raise Unsupported("区域太大，不能计算")
        kept = self._kept[place.sheet]
        known = kept.get(box)
        if known is None:
            if len(kept) >= _MOST_KEPT:
                kept.pop(next(iter(kept)))
            values = self._values[place.sheet]
            columns = range(box.left, box.right + 1)
            known = [[values.get((row, column)) for column in columns] for row in range(box.top, box.bottom + 1)]
            kept[box] = known
        return known

    def formulas_in(self, place: Place) -> Iterator[Position]:
        """Yield the formula cells of a rectangle."""
        formulas = self._sheets[place.sheet].formulas
        if place.box.area < len(formulas):
            return (position for position in place.box.positions() if position in formulas)
        return (position for position in formulas if place.box.contains(position))


def _extent(sheet: FormulaSheet) -> Position:
    filled = (sheet.values.keys(), sheet.formulas.keys())
    rows = max((row for keys in filled for row, _ in keys), default=1)
    return rows, max((column for keys in filled for _, column in keys), default=1)
