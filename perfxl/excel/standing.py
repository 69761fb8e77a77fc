"""What stands in the cells of an open workbook, read in one block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perfxl.excel.com import Com
from perfxl.excel.ranges import SheetRanges
from perfxl.excel.values import Matrix, matrix
from perfxl.sheets.address import Box, Position


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in a box of cells: what Range.Value2 and Range.Formula give."""

    box: Box
    values: Matrix
    formulas: Matrix

    def cells(self) -> Iterator[tuple[Position, object, object]]:
        """Yield each cell's position, value and formula."""
        lines = zip(self.values, self.formulas, strict=True)
        for row, (line, texts) in enumerate(lines, self.box.top):
            for column, (given, text) in enumerate(zip(line, texts, strict=True), self.box.left):
                yield (row, column), given, text


def stands(grid: SheetRanges, box: Box, values: bool = True) -> Standing:
    """Return what stands in a box, from two reads, or one where only formulas are asked for."""
    block = grid.range(box.reference)
    formulas = matrix(block.Formula)
    blank = tuple((None,) * len(line) for line in formulas)
    return Standing(box, matrix(block.Value2) if values else blank, formulas)


def address_box(cells: Com) -> Box:
    """Return the box of a range of one area."""
    return Box.parse(str(cells.Address).replace("$", ""))
