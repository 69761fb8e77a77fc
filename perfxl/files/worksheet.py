"""One worksheet part, read: cells, merges, what is hidden, and which formulas span cells."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from perfxl.errors import InputError
from perfxl.files.formats import GENERAL
from perfxl.files.shifting import shifted
from perfxl.files.text import content, decoded
from perfxl.files.values import Context, true, value_of
from perfxl.model import a1
from perfxl.package.xml import stream
from perfxl.workbook.snapshot import Cell

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz$"

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


def read_worksheet(data: bytes, part: str, context: Context) -> Worksheet:
    """Read a worksheet part; InputError where a cell cannot be understood."""
    return _Reader(part, context).read(data)


class _Reader:
    def __init__(self, part: str, context: Context) -> None:
        self._part = part
        self._context = context
        self._row_tag, self._cell_tag, self._formula_tag, self._value_tag, self._inline_tag, self._merge_tag = (
            f"{{{context.namespace}}}{name}" for name in ("row", "c", "f", "v", "is", "mergeCell")
        )
        self._column_tag = f"{{{context.namespace}}}col"
        self._sheet = Worksheet()
        self._row = 0
        self._shared: dict[str, tuple[Position, str]] = {}
        self._children: dict[Position, str] = {}
        self._blanks = (array("q"), array("q"), array("q"))  # rows, columns, styles: compact, for there may be millions
        self._hidden_rows = array("q")
        self._hidden_columns: list[tuple[int, int]] = []

    def read(self, data: bytes) -> Worksheet:
        for element in stream(data, self._part, (self._row_tag, self._merge_tag, self._column_tag)):
            if element.tag == self._row_tag:
                self._read_row(element)
            elif element.tag == self._merge_tag:
                self._read_merge(element)
            elif true(element.get("hidden")):
                self._hide_columns(element)
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

    def _hide_columns(self, element: etree._Element) -> None:
        first, last = element.get("min", ""), element.get("max", "")
        if first.isdecimal() and last.isdecimal():
            self._hidden_columns.append((int(first), int(last)))

    def _read_row(self, row: etree._Element) -> None:
        self._row = self._row_number(row)
        if true(row.get("hidden")):
            self._hidden_rows.append(self._row)
        column = 0
        for element in row:
            if element.tag == self._cell_tag:
                address = element.get("r")
                try:
                    column = _column_of(address) if address else column + 1
                    self._read_cell(element, (self._row, column))
                except (ValueError, IndexError) as error:
                    raise self._unreadable(address or a1.cell(self._row, column)) from error

    def _row_number(self, row: etree._Element) -> int:
        text = row.get("r") or next((cell.get("r") for cell in row if cell.get("r")), None)
        digits = (text or str(self._row + 1)).lstrip(_LETTERS)
        if not (digits.isascii() and digits.isdecimal() and 1 <= int(digits) <= a1.LAST_ROW):
            raise self._unreadable(text or "")
        return int(digits)

    def _read_cell(self, element: etree._Element, position: Position) -> None:
        style = int(element.get("s") or 0)
        formula, stored, inline = self._children_of(element)
        text = None if formula is None else self._formula(formula, position)
        kind = element.get("t", "n")
        value, error = value_of(kind, stored, inline, self._context, computed=text is not None)
        if value is None and text is None and not error:
            self._note_blank(position, style)
        else:
            self._sheet.cells[position] = Cell(value, text, self._context.format(style), error)

    def _children_of(self, cell: etree._Element) -> tuple[etree._Element | None, str | None, etree._Element | None]:
        formula = inline = None
        stored: str | None = None
        for child in cell:
            tag = child.tag
            if tag == self._value_tag:
                stored = content(child)
            elif tag == self._formula_tag:
                formula = child
            elif tag == self._inline_tag:
                inline = child
        return formula, stored, inline

    def _formula(self, element: etree._Element, position: Position) -> str | None:
        text, kind = decoded(content(element)), element.get("t", "normal")
        if kind in {"array", "dataTable"}:
            self._sheet.arrays.append(a1.box(element.get("ref") or a1.cell(*position)))
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

    def _resolve_shared(self) -> None:
        for position, index in self._children.items():
            if index not in self._shared:
                raise self._unreadable(a1.cell(*position))
            (row, column), text = self._shared[index]
            old = self._sheet.cells[position]
            formula = shifted(text, position[0] - row, position[1] - column)
            self._sheet.cells[position] = Cell(old.value, formula, old.number_format, old.error)

    def _note_blank(self, position: Position, style: int) -> None:
        if self._context.format(style) != GENERAL:
            for column, number in zip(self._blanks, (*position, style), strict=True):
                column.append(number)

    def _clip(self) -> None:
        bottom, right = _extent(self._sheet)
        for row, column, style in zip(*self._blanks, strict=True):
            if row <= bottom and column <= right:
                self._sheet.cells[row, column] = Cell(number_format=self._context.format(style))
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


@lru_cache(maxsize=a1.LAST_COLUMN)
def _letters_to_column(text: str) -> int:
    return a1.split(f"{text}1")[1]


def _column_of(address: str) -> int:
    return _letters_to_column(address.rstrip("0123456789"))
