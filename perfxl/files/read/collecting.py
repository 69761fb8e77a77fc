"""What a worksheet part holds, collected cell by cell, whichever way the part is read."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter

from perfxl.errors import InputError
from perfxl.files.parts.cellformats import GENERAL
from perfxl.files.parts.content import Context, read_value
from perfxl.formulas.shifting import SharedFormula
from perfxl.sheets.address import Box, Position, cell_address
from perfxl.sheets.snapshot import Cell

_NO_ATTRIBUTES: Mapping[str, str] = {}
_TRUTH = {"1", "true"}


@dataclass(slots=True)
class Worksheet:
    """What a worksheet part holds.

    masters   cells whose formula others share, and the group's index
    children  cells that share a master's formula, and the group's index
    arrays    boxes that one formula fills, and its kind: "array" (dynamic ones too) or "dataTable"
    """

    cells: dict[Position, Cell] = field(default_factory=dict)
    merges: list[Box] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    masters: dict[Position, str] = field(default_factory=dict)
    children: dict[Position, str] = field(default_factory=dict)
    arrays: dict[Box, str] = field(default_factory=dict)


class Collector:
    """Takes what a part states and makes the worksheet of it; ValueError or IndexError where a cell is invalid."""

    def __init__(self, part: str, context: Context) -> None:
        self.context = context
        self.sheet = Worksheet()
        self._part = part
        self._masters: dict[str, SharedFormula] = {}
        self._blanks = (array("q"), array("q"), array("q"))  # rows, columns, styles: compact, for there may be millions
        self._hidden_rows = array("q")
        self._hidden_columns: list[tuple[int, int]] = []

    def hide_row(self, row: int) -> None:
        """Note a hidden row."""
        self._hidden_rows.append(row)

    def hide_columns(self, first: str, last: str) -> None:
        """Note hidden columns, by the numbers that the part states."""
        if first.isdecimal() and last.isdecimal():
            self._hidden_columns.append((int(first), int(last)))

    def merge(self, reference: str) -> None:
        """Note a merged range; InputError where it is none."""
        try:
            box = Box.parse(reference)
        except ValueError as error:
            raise InputError(
                f"部件 {self._part} 的合并区域“{reference}”无效，请用 Excel 或 WPS 修复后另存。"
            ) from error
        if not box.is_cell:
            self.sheet.merges.append(box)

    def formula(self, position: Position, text: str, found: Mapping[str, str] = _NO_ATTRIBUTES) -> str | None:
        """Return the formula of a cell from its element's text and attributes, "" until its master is known."""
        kind = found.get("t", "normal")
        if kind in {"array", "dataTable"}:
            self.sheet.arrays[Box.parse(found.get("ref") or cell_address(*position))] = kind
        if kind == "dataTable":
            return table_formula(found)
        if kind != "shared":
            return text or None
        index = found.get("si", "")
        if not text:
            self.sheet.children[position] = index
            return ""
        if index not in self._masters:
            self._masters[index] = SharedFormula(*position, text)
            self.sheet.masters[position] = index
        return text

    def add(self, position: Position, style: int, kind: str, stored: str | None, formula: str | None = None) -> None:
        """Take a cell; `stored` is the text of its value, of an inline string the text itself."""
        value, error = read_value(kind, stored, self.context, computed=formula is not None)
        if value is None and formula is None and not error:
            self.add_blank(position, style)
            return
        self.sheet.cells[position] = Cell(value, formula, self.context.format(style), error)

    def add_blank(self, position: Position, style: int) -> None:
        """Take a cell without content, which counts only for its number format."""
        if self.context.format(style) != GENERAL:
            rows, columns, styles = self._blanks
            rows.append(position[0])
            columns.append(position[1])
            styles.append(style)

    def finish(self) -> Worksheet:
        """Return the worksheet: shared formulas resolved, formatting outside the used box left out."""
        self._resolve_shared()
        bottom, right = _extent(self.sheet)
        for row, column, style in zip(*self._blanks, strict=True):
            if row <= bottom and column <= right:
                self.sheet.cells[row, column] = Cell(number_format=self.context.format(style))
        self.sheet.hidden_rows = frozenset(row for row in self._hidden_rows if row <= bottom)
        self.sheet.hidden_columns = frozenset(_columns(self._hidden_columns, right))
        return self.sheet

    def unreadable(self, address: str) -> InputError:
        """Return the error of a cell that cannot be understood."""
        return InputError(f"部件 {self._part} 的单元格 {address} 内容无效，请用 Excel 或 WPS 修复后另存再试。")

    def _resolve_shared(self) -> None:
        for position, index in self.sheet.children.items():
            if index not in self._masters:
                raise self.unreadable(cell_address(*position))
            old = self.sheet.cells[position]
            formula = self._masters[index].at(*position)
            self.sheet.cells[position] = Cell(old.value, formula, old.number_format, old.error)


def table_formula(found: Mapping[str, str]) -> str:
    """Return how Excel shows a what-if data table (模拟运算表): TABLE(row input cell, column input cell).

    `found` are the attributes of its `f` element (ECMA-376 part 1, 18.3.1.40); a deleted input cell is "#REF!".
    """
    first = "#REF!" if found.get("del1") in _TRUTH else found.get("r1", "")
    if found.get("dt2D") in _TRUTH:
        second = "#REF!" if found.get("del2") in _TRUTH else found.get("r2", "")
        return f"TABLE({first},{second})"
    return f"TABLE({first},)" if found.get("dtr") in _TRUTH else f"TABLE(,{first})"


def _extent(sheet: Worksheet) -> Position:
    """Return the last row and column that hold anything, merges included."""
    bottom = max(map(itemgetter(0), sheet.cells), default=0)
    right = max(map(itemgetter(1), sheet.cells), default=0)
    for merge in sheet.merges:
        bottom, right = max(bottom, merge.bottom), max(right, merge.right)
    return bottom, right


def _columns(ranges: list[tuple[int, int]], right: int) -> Iterator[int]:
    for first, last in ranges:
        yield from range(first, min(last, right) + 1)
