"""A sheet as a reader sees it: merged cells speak for all they cover; a grid can be turned on its side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from perfxl.numerals.display import display
from perfxl.sheets.address import Box, Position, cell_address
from perfxl.sheets.snapshot import Cell, Sheet

_BLANK = Cell()
_MOST_COVERED = 100_000  # cells under merges; no form has as many


@dataclass(eq=False)
class Grid:
    """Rows and columns of a sheet, or of its transpose; addresses are always those of the sheet."""

    sheet: Sheet
    turned: bool = False
    _texts: dict[Position, str] = field(default_factory=dict)
    _labels: dict[Position, str] = field(default_factory=dict)

    def _swap(self, row: int, column: int) -> Position:
        return (column, row) if self.turned else (row, column)

    @cached_property
    def extent(self) -> Position:
        """Last row and column that hold anything, merged ranges included."""
        spots = [spot for spot, cell in self.sheet.cells.items() if _speaks(cell)]
        spots += [(merge.bottom, merge.right) for merge in self.sheet.merges if merge.anchor in self.sheet.cells]
        bottom, right = max((r for r, _ in spots), default=0), max((c for _, c in spots), default=0)
        return self._swap(bottom, right)

    @cached_property
    def _merged(self) -> dict[Position, Box]:
        covered: dict[Position, Box] = {}
        for merge in self.sheet.merges:
            if len(covered) > _MOST_COVERED:
                break
            top, left, bottom, right = merge
            for position in Box(top, left, min(bottom, top + 2000), min(right, left + 200)).positions():
                covered[position] = merge
        return covered

    @cached_property
    def _covering(self) -> dict[Position, Cell]:
        """The cells that speak for the places under merges."""
        cells = self.sheet.cells
        return {spot: cells.get((merge[0], merge[1]), _BLANK) for spot, merge in self._merged.items()}

    @cached_property
    def _spoken(self) -> list[Position]:
        return sorted(self._swap(*spot) for spot, cell in self.sheet.cells.items() if _speaks(cell))

    @cached_property
    def worded(self) -> dict[int, tuple[int, ...]]:
        """The columns with words of each row that has any, from top to bottom: a sheet may be vast and empty."""
        found: dict[int, set[int]] = {}
        merged = self._merged
        for spot, cell in self.sheet.cells.items():
            if isinstance(cell.value, str) and spot not in merged and shown(cell):
                row, column = self._swap(*spot)
                found.setdefault(row, set()).add(column)
        for row, column in (self._swap(*spot) for spot in merged):
            if self.label(row, column):
                found.setdefault(row, set()).add(column)
        return {row: tuple(sorted(found[row])) for row in sorted(found)}

    def sheet_box(self, box: Box) -> Box:
        """Return a box of grid coordinates in those of the sheet."""
        top, left, bottom, right = box
        return Box(left, top, right, bottom) if self.turned else box

    def within(self, box: Box) -> Grid:
        """Return the grid of the cells in a box of grid coordinates alone: what stands beside is not seen."""
        if box == Box(1, 1, *self.extent):
            return self
        part = self.sheet_box(box)
        cells = {position: cell for position, cell in self.sheet.cells.items() if part.contains(position)}
        merges = tuple(merge for merge in self.sheet.merges if part.contains(merge.anchor))
        return Grid(replace(self.sheet, cells=cells, merges=merges), self.turned)

    def anchors(self, box: Box) -> Iterator[Position]:
        """Yield the non-empty cells that speak within a box, by row and column."""
        yield from (spot for spot in self._spoken if box.contains(spot) and self.anchor(*spot) == spot)

    def box(self, row: int, column: int) -> Box:
        """Return the merged range around a cell in grid coordinates, the cell itself where none is."""
        merge = self._merged.get(self._swap(row, column))
        if merge is None:
            return Box(row, column, row, column)
        top, left, bottom, right = merge
        return Box(left, top, right, bottom) if self.turned else merge

    def anchor(self, row: int, column: int) -> Position:
        """Return the cell that speaks for this one."""
        merge = self._merged.get((column, row) if self.turned else (row, column))
        return (row, column) if merge is None else self._swap(merge[0], merge[1])

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell that speaks for this place."""
        spot = (column, row) if self.turned else (row, column)
        return self._covering.get(spot) or self.sheet.cells.get(spot, _BLANK)

    def address(self, row: int, column: int) -> str:
        """Return the sheet's address of the cell that speaks for this place."""
        return cell_address(*self.spot(row, column))

    def spot(self, row: int, column: int) -> Position:
        """Return where on the sheet the cell stands that speaks for this place."""
        return self._swap(*self.anchor(row, column))

    def text(self, row: int, column: int) -> str:
        """Return what a reader sees there, "" for nothing."""
        spot = self.anchor(row, column)
        if spot not in self._texts:
            self._texts[spot] = shown(self.cell(*spot))
        return self._texts[spot]

    def label(self, row: int, column: int) -> str:
        """Return the text where it is words, not a number, "" otherwise."""
        found = self._labels.get((row, column))
        if found is None:
            cell = self.cell(row, column)
            found = self._labels[row, column] = shown(cell) if isinstance(cell.value, str) else ""
        return found

    def speaks(self, row: int, column: int) -> bool:
        """Whether the cell holds anything."""
        return _speaks(self.cell(row, column))


def _speaks(cell: Cell) -> bool:
    if isinstance(cell.value, str):
        return bool(cell.value.strip()) or cell.formula is not None
    return cell.value is not None or cell.formula is not None or bool(cell.error)


def shown(cell: Cell) -> str:
    """Return a cell as a reader sees it."""
    if cell.error:
        return cell.error
    if cell.value is None:
        return ""
    if isinstance(cell.value, bool):
        return "TRUE" if cell.value else "FALSE"
    return cell.value.strip() if isinstance(cell.value, str) else display(cell.value, cell.number_format)
