"""A change set (变更集): all that a job wants to write, as data. Only a host applies it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from perfxl.sheets.address import Box, Position
from perfxl.sheets.snapshot import Ownership, Value


@dataclass(frozen=True, slots=True)
class CellWrite:
    """One cell of a sheet that a person made.

    value    what the cell shows afterwards; with a formula, its cached result
    formula  without "="; None writes the bare value
    number_format  None keeps the cell's own
    old_value, old_formula  what must still stand there, or the write is refused
    reason   why, in one Chinese clause, for the receipt
    """

    sheet: str
    cell: str
    value: Value
    formula: str | None = None
    number_format: str | None = None
    old_value: Value = None
    old_formula: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FillWrite:
    """The background of a cell that a person made, in the form of `Sheet.fills`; "" is none.

    old_fill  what must still stand there, or the write is refused
    """

    sheet: str
    cell: str
    fill: str
    old_fill: str = ""


@dataclass(frozen=True, slots=True)
class NoteWrite:
    """A note (批注) on a cell; `text` None takes away the note whose text is `old_text`."""

    sheet: str
    cell: str
    text: str | None
    old_text: str | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell of a generated sheet looks. `border` is thin on all four sides; colours are "RRGGBB"."""

    font: str = "仿宋"
    size: float = 10.5
    bold: bool = False
    horizontal: str = "center"
    vertical: str = "center"
    wrap: bool = True
    border: bool = True
    number_format: str = "General"
    fill: str = ""
    color: str = ""
    underline: bool = False


@dataclass(frozen=True, slots=True)
class SpecCell:
    """One cell of a generated sheet; `link` is a place in this workbook ("'表'!E12") the cell jumps to."""

    value: Value = None
    style: Style = Style()
    formula: str | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class PrintSetup:
    """A4, `landscape` or portrait, one page wide, any number of pages high; margins in millimetres."""

    landscape: bool = False
    repeat_rows: tuple[int, int] | None = None
    margins: tuple[float, float, float, float] = (18, 16, 18, 16)  # top, right, bottom, left
    footer: str = "&C第 &P 页 共 &N 页"


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """A sheet that perfxl generates, whole.

    key      what it is, the key of its ownership
    name     the wished name; a host makes it valid and unique
    widths   of columns, in characters of the default font; heights of rows, in points
    choices  cells with a drop-down list, and where on the sheet the choices stand
    folded   columns that are not shown, nor printed
    """

    key: str
    name: str
    cells: Mapping[Position, SpecCell]
    merges: tuple[Box, ...] = ()
    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    setup: PrintSetup = PrintSetup()
    freeze: tuple[int, int] | None = None  # first row and column that scroll
    hidden: bool = False  # from people too (very hidden): a record of perfxl's, not for reading
    choices: Mapping[Box, Box] = field(default_factory=dict)
    folded: frozenset[int] = frozenset()

    @property
    def extent(self) -> Position:
        """The last row and column of cells and merges, (0, 0) where there are none."""
        corners = [*self.cells, *((merge.bottom, merge.right) for merge in self.merges)]
        return max((row for row, _ in corners), default=0), max((column for _, column in corners), default=0)


@dataclass(frozen=True, slots=True)
class SheetWrite:
    """Add the sheet, or replace perfxl's own sheet `replaces` (its name in the workbook)."""

    spec: SheetSpec
    ownership: Ownership
    name: str
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Cells to write, own sheets to add or replace, own sheets to remove (by name), fills and notes to set."""

    cells: tuple[CellWrite, ...] = ()
    sheets: tuple[SheetWrite, ...] = ()
    removed: tuple[str, ...] = ()
    fills: tuple[FillWrite, ...] = ()
    notes: tuple[NoteWrite, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing is to be changed."""
        return not (self.cells or self.sheets or self.removed or self.fills or self.notes)


def plain(value: Value) -> str:
    """Return a value as hashes and receipts write it: 1.50 and 1.5 are the same number."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    return value or ""
