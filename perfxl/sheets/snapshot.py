"""A snapshot (快照) of a workbook: plain values, the same type from a file and from live Excel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from perfxl.sheets.address import Box, Position

Value = Decimal | str | bool | None
REGISTER = "核实说明"
_REGISTER_WORDS, _REGISTER_HEAD = ("代码", "说明"), 3  # words of its heading, which is within the first rows


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    value   a number (exact to Excel's 15 digits; dates are serial numbers), a text, a truth value, None
    error   "#DIV/0!" and its kin, "" where there is none (value is None then)
    formula without "=", None where there is none; value is then the cached result, None where nobody stored one
    """

    value: Value = None
    formula: str | None = None
    number_format: str = "General"
    error: str = ""


@dataclass(frozen=True, slots=True)
class Ownership:
    """perfxl's ownership of a sheet that it generated (归属): what the sheet is, and its content's hash."""

    key: str  # "attachment:project:<name>", "findings", ...
    digest: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet.

    merges    merged ranges of more than one cell
    fills     cells with a background: "RRGGBB", "theme:N:TINT", "indexed:N", or "other" (a pattern, a gradient)
    notes     cells with a note (批注), legacy or threaded, and its text
    unlocked  where the sheet is protected: the cells that may be edited all the same; None: not protected
    arrays    ranges of several cells that one formula in the first fills (数组公式、溢出区域)
    """

    name: str
    cells: Mapping[Position, Cell] = field(default_factory=dict)
    merges: tuple[Box, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    ownership: Ownership | None = None
    fills: Mapping[Position, str] = field(default_factory=dict)
    notes: Mapping[Position, str] = field(default_factory=dict)
    unlocked: frozenset[Position] | None = None
    arrays: tuple[Box, ...] = ()

    @property
    def is_register(self) -> bool:
        """Whether this is the list of accepted findings (核实说明), made by perfxl or by hand: it states no figures."""
        if self.name.strip() != REGISTER:
            return False
        words = {str(cell.value).strip() for (row, _), cell in self.cells.items() if row <= _REGISTER_HEAD}
        return set(_REGISTER_WORDS) <= words

    def anchor(self, position: Position) -> Position:
        """Return the cell whose content is shown at a position: of a merge its first, else the position itself."""
        return next((merge.anchor for merge in self.merges if merge.contains(position)), position)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A workbook's worksheets, in their order; chart sheets and macro sheets are left out.

    structure_locked  sheets can be neither added nor removed (保护工作簿结构)
    """

    book: str
    sheets: tuple[Sheet, ...] = ()
    structure_locked: bool = False

    def sheet(self, name: str) -> Sheet | None:
        """Return a sheet by its name (case folded, as Excel does), None where there is none."""
        return next((sheet for sheet in self.sheets if sheet.name.casefold() == name.casefold()), None)

    def sources(self) -> Iterator[Sheet]:
        """Yield the sheets that people made: perfxl's own are output, not source, and a register states no figures."""
        return (sheet for sheet in self.sheets if sheet.ownership is None and not sheet.is_register)
