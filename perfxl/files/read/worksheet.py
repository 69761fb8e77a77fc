"""One worksheet part, read for a snapshot: cells, merges, what is hidden, styles, and which formulas span cells."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter

from perfxl.errors import InputError
from perfxl.files.parts.cellformats import GENERAL
from perfxl.files.parts.content import Context, is_true, parse_number, read_value
from perfxl.files.read.cellreading import CellReader, value_text
from perfxl.files.read.scanning import Batch
from perfxl.files.read.styledcells import StyledCells
from perfxl.package.markup import attributes
from perfxl.sheets.address import Box, Position
from perfxl.sheets.snapshot import Cell

_MOST_REMEMBERED = 200_000
_LARGEST_RANGE = 1_000_000
_SECRETS = ("password", "hashValue", "securityDescriptor")


@dataclass(slots=True)
class Worksheet:
    """What a worksheet part holds.

    masters   cells whose formula others share, and the group's index
    children  cells that share a master's formula, and the group's index
    arrays    boxes that one formula fills, and its kind: "array", "spill" (a dynamic array) or "dataTable"
    fills, unlocked  as in `Sheet`
    """

    cells: dict[Position, Cell] = field(default_factory=dict)
    merges: list[Box] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    masters: dict[Position, str] = field(default_factory=dict)
    children: dict[Position, str] = field(default_factory=dict)
    arrays: dict[Box, str] = field(default_factory=dict)
    fills: dict[Position, str] = field(default_factory=dict)
    unlocked: frozenset[Position] | None = None


def read_worksheet(data: bytes, part: str, context: Context) -> Worksheet:
    """Read a worksheet part; InputError where it is malformed or a cell cannot be understood."""
    return WorksheetReader(part, context).read(data)


class _Formats(dict[int, str]):
    """The number format of a style."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def __missing__(self, style: int) -> str:
        self[style] = shown = self._context.format(style)
        return shown


class _Constants(dict[tuple[bytes, bytes | None], Cell | None]):
    """Cells without a formula by their tag and value element as stored, None without content: equal ones are one."""

    def __init__(self, make: Callable[[bytes, bytes | None, str | None], Cell | None]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: tuple[bytes, bytes | None]) -> Cell | None:
        self[key] = cell = self._make(*key, None)
        return cell


class WorksheetReader(CellReader[Worksheet]):
    """Makes a `Worksheet` of the cells."""

    outside = ("col", "mergeCell", "sheetProtection", "protectedRange")

    def __init__(self, part: str, context: Context) -> None:
        super().__init__(part, context)
        self._sheet = Worksheet()
        self._fills = {style: fill for style, fill in enumerate(context.fills) if fill}
        self._styled = StyledCells(frozenset())
        self._open: list[Box] | None = None  # ranges of a protected sheet that anybody may edit
        self._formats = _Formats(context)
        self._constants = _Constants(self._cell)
        self._blanks = (array("q"), array("q"), array("q"))  # rows, columns, styles: compact, for there may be millions
        self._hidden_rows = array("q")
        self._hidden_columns: list[tuple[int, int]] = []

    def take_outside(self, elements: list[tuple[str, Mapping[str, str]]]) -> int:
        """Take columns, merged ranges and protection; return the last row of the merges."""
        self._open = _open_boxes(elements)
        self._styled = StyledCells(self._fills.keys() | (self.context.unlocked if self._open is not None else set()))
        for name, found in elements:
            if name == "mergeCell":
                self._merge(found.get("ref", ""))
            elif name == "col":
                self._columns(found)
        return max((merge.bottom for merge in self._sheet.merges), default=0)

    def take(self, batch: Batch) -> None:
        """Take the cells of some rows; equal ones are one object."""
        if len(self._constants) > _MOST_REMEMBERED:
            self._constants.clear()
        for number, tag in batch.row_tags:
            self._row(number, attributes(tag))
        self._styled.note(batch, lambda tag: self.tags[tag].style)
        if any(tag is not None for tag in batch.formula_tags):
            self._take_singly(batch)
        else:
            self._take_constants(batch)

    def finish(self) -> Worksheet:
        """Return the worksheet: shared formulas resolved, formatting outside the used box left out."""
        sheet = self._sheet
        for position, formula in self.late_formulas():
            old = sheet.cells[position]
            sheet.cells[position] = Cell(old.value, formula, old.number_format, old.error)
        bottom, right = extent = _extent(sheet)
        self._styled.add_absent(lambda: {*sheet.cells, *zip(*self._blanks[:2], strict=True)}, extent)
        sheet.fills = dict(self._styled.of(self._fills, extent))
        sheet.unlocked = self._unlocked(extent)
        for row, column, style in zip(*self._blanks, strict=True):
            if row <= bottom and column <= right and self._formats[style] != GENERAL:
                sheet.cells[row, column] = Cell(number_format=self._formats[style])
        hidden = (column for first, last in self._hidden_columns for column in range(first, min(last, right) + 1))
        sheet.hidden_rows = frozenset(row for row in self._hidden_rows if row <= bottom)
        sheet.hidden_columns = frozenset(hidden)
        sheet.masters, sheet.children, sheet.arrays = self.masters, self.children, self.arrays
        return sheet

    def _merge(self, reference: str) -> None:
        try:
            box = Box.parse(reference)
        except ValueError as error:
            raise InputError(f"部件 {self.part} 的合并区域“{reference}”无效，请用 Excel 或 WPS 修复后另存。") from error
        if not box.is_cell:
            self._sheet.merges.append(box)

    def _columns(self, found: Mapping[str, str]) -> None:
        first, last, style = (found.get(name, "0") for name in ("min", "max", "style"))
        if first.isdecimal() and last.isdecimal():
            self._styled.note_columns(int(first), int(last), int(style) if style.isdecimal() else 0)
            if is_true(found.get("hidden")):
                self._hidden_columns.append((int(first), int(last)))

    def _row(self, number: int, found: Mapping[str, str]) -> None:
        if is_true(found.get("hidden")):
            self._hidden_rows.append(number)
        if is_true(found.get("customFormat")):
            style = found.get("s", "0")
            self._styled.note_row(number, int(style) if style.isdecimal() else 0)

    def _take_constants(self, batch: Batch) -> None:
        cells = list(map(self._constants.__getitem__, zip(batch.tags, batch.values, strict=True)))
        positions = zip(batch.rows, batch.columns, strict=True)
        if all(cells):
            self._sheet.cells.update(zip(positions, cells, strict=True))  # type: ignore[arg-type]
            return
        for position, cell, tag in zip(positions, cells, batch.tags, strict=True):
            self._put(position, cell, tag)

    def _take_singly(self, batch: Batch) -> None:
        for row, column, tag, formula_tag, text, stored in zip(*batch[:6], strict=True):
            if formula_tag is None:
                self._put((row, column), self._constants[tag, stored], tag)
            else:
                formula = self.formula((row, column), tag, formula_tag, text)
                self._put((row, column), self._cell(tag, stored, formula), tag)

    def _put(self, position: Position, cell: Cell | None, tag: bytes) -> None:
        if cell is not None:
            self._sheet.cells[position] = cell
            return
        rows, columns, styles = self._blanks
        rows.append(position[0])
        columns.append(position[1])
        styles.append(self.tags[tag].style)

    def _cell(self, tag: bytes, stored: bytes | None, formula: str | None) -> Cell | None:
        """Return a cell, None where it has no content."""
        style, kind, _ = self.tags[tag]
        text = value_text(stored, kind)
        if kind == "n" and text:  # most cells
            return Cell(parse_number(text), formula, self._formats[style])
        value, error = read_value(kind, text, self.context, computed=formula is not None)
        if value is None and formula is None and not error:
            return None
        return Cell(value, formula, self._formats[style], error)

    def _unlocked(self, extent: Position) -> frozenset[Position] | None:
        """Return the cells that may be edited on a protected sheet; a range opened to everybody counts too."""
        if self._open is None:
            return None
        found = {position for position, _ in self._styled.of(dict.fromkeys(self.context.unlocked, True), extent)}
        for box in self._open:
            used = Box(box.top, box.left, min(box.bottom, extent[0]), min(box.right, extent[1]))
            if used.area <= _LARGEST_RANGE:
                found.update(used.positions())
        return frozenset(found)


def _extent(sheet: Worksheet) -> Position:
    """Return the last row and column that hold anything, merges included."""
    bottom = max(map(itemgetter(0), sheet.cells), default=0)
    right = max(map(itemgetter(1), sheet.cells), default=0)
    for merge in sheet.merges:
        bottom, right = max(bottom, merge.bottom), max(right, merge.right)
    return bottom, right


def _open_boxes(elements: list[tuple[str, Mapping[str, str]]]) -> list[Box] | None:
    """Return the ranges of a protected sheet that anybody may edit, None where it is not protected."""
    if not any(name == "sheetProtection" and is_true(found.get("sheet")) for name, found in elements):
        return None
    return [box for name, found in elements if name == "protectedRange" for box in _open_ranges(found)]


def _open_ranges(found: Mapping[str, str]) -> Iterator[Box]:
    """Yield the ranges that a protectedRange element (允许编辑区域) opens without a password."""
    for reference in () if any(found.get(name) for name in _SECRETS) else found.get("sqref", "").split():
        try:
            yield Box.parse(reference)
        except ValueError:  # a whole column or a broken reference opens nothing
            continue
