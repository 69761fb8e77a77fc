"""A workbook looked up by names, as its formulas do, and the place where a formula stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from perfxl.formulas.calculation import Block, Calculation, Name, Table
from perfxl.formulas.syntax import Area, Node
from perfxl.formulas.tokens import split_at_cells
from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, Box, Position

AMBIGUOUS = "名称 {name} 同时是单元格地址，无法确定所指，请改名"


@dataclass(frozen=True, slots=True)
class Scope:
    """What formulas may refer to; keys of names and sheets are casefolded.

    addresses  names that are addresses of cells too, as no name may be
    hidden   the sheets with hidden rows, and these; filtered: the sheets with a filter, which may have hidden them
    careful  there are errors among the values, which conditional sums must not pass over
    """

    order: tuple[str, ...]
    sheets: Mapping[str, str]
    names: Mapping[tuple[str | None, str], Name]
    tables: Mapping[str, Table]
    blocks: Mapping[str, Mapping[Position, Block]]
    careful: bool = False
    hidden: Mapping[str, frozenset[int]] = field(default_factory=dict)
    filtered: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()

    @classmethod
    def of(cls, calculation: Calculation, *, careful: bool = False) -> Self:
        """Return the workbook of a calculation."""
        return cls(
            order=tuple(sheet.name for sheet in calculation.sheets),
            sheets={sheet.name.casefold(): sheet.name for sheet in calculation.sheets},
            names={(_folded(name.sheet), name.name.casefold()): name for name in calculation.names},
            tables={table.name.casefold(): table for table in calculation.tables},
            blocks={sheet.name.casefold(): sheet.blocks for sheet in calculation.sheets},
            careful=careful,
            hidden={sheet.name.casefold(): sheet.hidden_rows for sheet in calculation.sheets if sheet.hidden_rows},
            filtered=frozenset(sheet.name.casefold() for sheet in calculation.sheets if sheet.filtered),
            addresses=_addresses(calculation.names),
        )

    def ambiguous(self, formula: str) -> str:
        """Return a defined name in a formula that is the address of a cell too, which Excel allows no name to be."""
        if not self.addresses:
            return ""
        return next((cell for cell in split_at_cells(formula)[1::2] if cell.casefold() in self.addresses), "")

    def name(self, text: str, sheet: str | None) -> Name | None:
        """Return what a name means on a sheet, whose own ones go before those of the workbook."""
        key = text.casefold()
        return self.names.get((_folded(sheet), key)) or self.names.get((None, key))

    def between(self, first: str, last: str) -> tuple[str, ...]:
        """Return the sheets of a 3-D reference in their order, none where an end is not there."""
        ends = [self.sheets.get(name.casefold()) for name in (first, last)]
        if None in ends:
            return ()
        start, end = sorted(self.order.index(name or "") for name in ends)
        return self.order[start : end + 1]


@dataclass(frozen=True, slots=True)
class Site:
    """Where a formula stands; `array` says that it may give an array, so nothing is intersected."""

    scope: Scope
    sheet: str
    position: Position
    array: bool = False


def _addresses(names: Sequence[Name]) -> frozenset[str]:
    return frozenset(each.name.casefold() for each in names if split_at_cells(each.name) == ["", each.name, ""])


def _folded(sheet: str | None) -> str | None:
    return None if sheet is None else sheet.casefold()


def box(ref: Area) -> Box:
    """Return the cells of a reference; whole columns and rows reach to the ends of the sheet."""
    return Box(ref.first.row or 1, ref.first.column or 1, ref.last.row or LAST_ROW, ref.last.column or LAST_COLUMN)


def is_single(node: Node) -> bool:
    """Whether a node is a reference to one cell."""
    if not isinstance(node, Area):
        return False
    one, other = node.first, node.last
    return None not in {one.row, one.column} and (one.row, one.column) == (other.row, other.column)
