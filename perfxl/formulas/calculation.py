"""What formulas compute from, and into: a workbook as formula engines need it.

Beside the snapshot, for engines need other things of a file: doubles to the last bit, arrays, defined names, tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from perfxl.sheets.address import Box, Position
from perfxl.sheets.values import Scalar

Cell = tuple[str, int, int]  # the sheet's name as the workbook spells it, row, column


@dataclass(frozen=True, slots=True)
class Block:
    """Cells that one formula fills.

    box     of an array the cells that it filled when it was stored, its own among them
    kind    "array": entered for exactly these cells (CSE); "spill": a dynamic array; "table": a data table (模拟运算表)
    """

    box: Box
    kind: str


@dataclass(frozen=True, slots=True)
class FormulaSheet:
    """One worksheet.

    values    every cell with a value; of a formula cell, or one that an array fills, it is the cached result
    formulas  without "=", children of shared formulas with their own text; of an array in its first cell only
    blocks    the arrays and data tables, by their first cell
    hidden_rows  hidden, which SUBTOTAL and AGGREGATE may leave out; filtered: a filter, not a person, hid them
    """

    name: str
    values: Mapping[Position, Scalar] = field(default_factory=dict)
    formulas: Mapping[Position, str] = field(default_factory=dict)
    blocks: Mapping[Position, Block] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    filtered: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name (定义的名称); `sheet` is None where it holds for the whole workbook."""

    name: str
    formula: str
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table (表格, ListObject); `box` has its header and totals rows."""

    name: str
    sheet: str
    box: Box
    columns: tuple[str, ...]
    headers: int = 1
    totals: int = 0


@dataclass(frozen=True, slots=True)
class Calculation:
    """A workbook as an engine takes it; `path` is its file, `mac` the 1904 date system, `iterates` 迭代计算."""

    path: Path
    sheets: tuple[FormulaSheet, ...]
    names: tuple[Name, ...] = ()
    tables: tuple[Table, ...] = ()
    mac: bool = False
    iterates: bool = False

    def sheet(self, name: str) -> FormulaSheet | None:
        """Return a sheet by its name (case folded), None where there is none."""
        return next((sheet for sheet in self.sheets if sheet.name.casefold() == name.casefold()), None)

    def computed_cells(self) -> Iterator[Cell]:
        """Yield every cell whose value a formula gives: those with one, and the others that an array fills."""
        for sheet in self.sheets:
            name, blocks = sheet.name, sheet.blocks
            for row, column in sheet.formulas:
                yield name, row, column
                if (row, column) in blocks:
                    block = blocks[row, column]
                    yield from ((name, *child) for child in children((row, column), block.box))


@dataclass(frozen=True, slots=True)
class Computed:
    """What an engine says: of each computed cell either its value, or why it has none (Chinese, no full stop).

    A true error of Excel (#DIV/0!) is a value. What only the engine cannot do is in `skipped`; what rests on such a
    cell is computed from its cached value, or skipped too.
    """

    values: Mapping[Cell, Scalar]
    skipped: Mapping[Cell, str] = field(default_factory=dict)


def children(first: Position, box: Box) -> Iterator[Position]:
    """Yield the cells of a box but its first."""
    return (position for position in box.positions() if position != first)
