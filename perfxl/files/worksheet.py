"""One worksheet part, read: cells, merges, what is hidden, and which formulas span cells."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from perfxl.errors import InputError
from perfxl.files.formats import GENERAL
from perfxl.files.numbers import exact, serial
from perfxl.files.shifting import shifted
from perfxl.files.text import content, decoded, rich
from perfxl.model import a1
from perfxl.package.xml import stream
from perfxl.workbook.snapshot import Cell, Value

Position = tuple[int, int]
Box = tuple[int, int, int, int]


@dataclass(slots=True)
class Worksheet:
    """What a worksheet part holds.

    masters  cells whose formula others share
    arrays   boxes that one array formula or data table fills
    """

    cells: dict[Position, Cell] = field(default_factory=dict)
    merges: list[Box] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    masters: set[Position] = field(default_factory=set)
    arrays: list[Box] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Context:
    """What the cells of all sheets refer to: shared strings, the number format of each style, the date system."""

    namespace: str
    strings: Sequence[str] = ()
    formats: Sequence[str] = ()
    mac: bool = False


def read_worksheet(data: bytes, part: str, context: Context) -> Worksheet:
    """Read a worksheet part; InputError where a cell cannot be understood."""
    return _Reader(part, context).read(data)


class _Reader:
    def __init__(self, part: str, context: Context) -> None:
        self._part = part
        self._context = context
        self._tags = {
            name: f"{{{context.namespace}}}{name}" for name in ("row", "c", "f", "v", "is", "mergeCell", "col")
        }
        self._sheet = Worksheet()
        self._row = 0
        self._shared: dict[str, tuple[Position, str]] = {}
        self._children: dict[Position, str] = {}
        self._blanks = (array("l"), array("l"), array("l"))  # rows, columns, styles: compact, for there may be millions
        self._hidden_rows = array("l")
        self._hidden_columns: list[tuple[int, int]] = []

    def read(self, data: bytes) -> Worksheet:
        tags = self._tags
        for element in stream(data, self._part, (tags["row"], tags["mergeCell"], tags["col"])):
            if element.tag == tags["row"]:
                self._read_row(element)
            elif element.tag == tags["mergeCell"]:
                self._read_merge(element)
            elif _true(element.get("hidden")):
                self._hidden_columns.append((int(element.get("min", "1")), int(element.get("max", "1"))))
        self._resolve_shared()
        self._clip()
        return self._sheet

    def _read_merge(self, element: etree._Element) -> None:
        try:
            box = a1.box(element.get("ref", ""))
        except ValueError as error:
            raise InputError(
                f"部件 {self._part} 的合并区域“{element.get('ref', '')}”无效，请用 Excel 或 WPS 修复后另存。"
            ) from error
        if box[:2] != box[2:]:
            self._sheet.merges.append(box)

    def _read_row(self, row: etree._Element) -> None:
        self._row = _row_number(row, self._row + 1)
        if _true(row.get("hidden")):
            self._hidden_rows.append(self._row)
        column = 0
        for element in row:
            if element.tag == self._tags["c"]:
                column = self._column(element.get("r"), column + 1)
                self._read_cell(element, (self._row, column))

    def _column(self, address: str | None, implied: int) -> int:
        try:
            return _column_of(address) if address else implied
        except ValueError as error:
            raise self._unreadable(address or "") from error

    def _read_cell(self, element: etree._Element, position: Position) -> None:
        style = int(element.get("s") or 0)
        formula, stored, inline = self._children_of(element)
        text = None if formula is None else self._formula(formula, position)
        try:
            value, error = self._value(element.get("t", "n"), stored, inline, computed=text is not None)
        except (ValueError, IndexError) as trouble:
            raise self._unreadable(a1.cell(*position)) from trouble
        if value is None and text is None and not error:
            self._note_blank(position, style)
        else:
            self._sheet.cells[position] = Cell(value, text, self._format(style), error)

    def _children_of(self, cell: etree._Element) -> tuple[etree._Element | None, str | None, etree._Element | None]:
        formula = inline = None
        stored: str | None = None
        for child in cell:
            if child.tag == self._tags["v"]:
                stored = content(child)
            elif child.tag == self._tags["f"]:
                formula = child
            elif child.tag == self._tags["is"]:
                inline = child
        return formula, stored, inline

    def _value(
        self, kind: str, stored: str | None, inline: etree._Element | None, *, computed: bool
    ) -> tuple[Value, str]:
        if kind == "inlineStr" and inline is not None:
            return rich(inline) or None, ""
        if stored is None or (not stored and kind != "str"):
            return None, ""
        if kind == "e":
            return None, stored.strip()
        return self._plain(kind, stored, computed=computed), ""

    def _plain(self, kind: str, stored: str, *, computed: bool) -> Value:
        if kind == "n":
            return exact(stored)
        if kind == "s":
            return self._context.strings[int(stored)] or None
        if kind == "b":
            return _true(stored.strip())
        if kind == "d":
            return serial(stored, mac=self._context.mac)
        return decoded(stored) if stored or computed else None

    def _formula(self, element: etree._Element, position: Position) -> str | None:
        text, kind = decoded(content(element)), element.get("t", "normal")
        if kind in {"array", "dataTable"}:
            self._sheet.arrays.append(self._reference(element, position))
        if kind == "dataTable":
            return f"TABLE({element.get('r1', '')},{element.get('r2', '')})"
        if kind != "shared":
            return text or None
        index = element.get("si", "")
        if not text:
            self._children[position] = index
            return ""
        if index not in self._shared:
            self._shared[index] = (position, text)
            self._sheet.masters.add(position)
        return text

    def _reference(self, element: etree._Element, position: Position) -> Box:
        try:
            return a1.box(element.get("ref") or a1.cell(*position))
        except ValueError as error:
            raise self._unreadable(a1.cell(*position)) from error

    def _resolve_shared(self) -> None:
        for position, index in self._children.items():
            if index not in self._shared:
                raise self._unreadable(a1.cell(*position))
            (row, column), text = self._shared[index]
            old = self._sheet.cells[position]
            formula = shifted(text, position[0] - row, position[1] - column)
            self._sheet.cells[position] = Cell(old.value, formula, old.number_format, old.error)

    def _note_blank(self, position: Position, style: int) -> None:
        if self._format(style) != GENERAL:
            for column, number in zip(self._blanks, (*position, style), strict=True):
                column.append(number)

    def _format(self, style: int) -> str:
        formats = self._context.formats
        return formats[style] if 0 <= style < len(formats) else GENERAL

    def _clip(self) -> None:
        bottom, right = _extent(self._sheet)
        for row, column, style in zip(*self._blanks, strict=True):
            if row <= bottom and column <= right:
                self._sheet.cells[row, column] = Cell(number_format=self._format(style))
        self._sheet.hidden_rows = frozenset(row for row in self._hidden_rows if row <= bottom)
        self._sheet.hidden_columns = frozenset(_columns(self._hidden_columns, right))

    def _unreadable(self, address: str) -> InputError:
        return InputError(f"部件 {self._part} 的单元格 {address} 内容无效，请用 Excel 或 WPS 修复后另存再试。")


def _extent(sheet: Worksheet) -> Position:
    """Return the last row and column that hold anything, merges included."""
    bottom = max((row for row, _ in sheet.cells), default=0)
    right = max((column for _, column in sheet.cells), default=0)
    for box in sheet.merges:
        bottom, right = max(bottom, box[2]), max(right, box[3])
    return bottom, right


def _columns(ranges: list[tuple[int, int]], right: int) -> Iterator[int]:
    for first, last in ranges:
        yield from range(first, min(last, right) + 1)


def _row_number(row: etree._Element, implied: int) -> int:
    text = row.get("r")
    if text and text.isascii() and text.isdigit():
        return int(text)
    first = next((cell.get("r") for cell in row if cell.get("r")), None)
    return a1.split(first)[0] if first else implied


@lru_cache(maxsize=a1.LAST_COLUMN)
def _letters_to_column(text: str) -> int:
    return a1.split(f"{text}1")[1]


def _column_of(address: str) -> int:
    return _letters_to_column(address.rstrip("0123456789"))


def _true(text: str | None) -> bool:
    return text in {"1", "true"}
