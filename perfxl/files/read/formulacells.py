"""The cells of a worksheet part as formula engines need them.

Read by one pattern of what nearly every program writes; a part that it does not cover is read element by element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from perfxl.files.parts.book import SheetEntry
from perfxl.files.parts.content import Context, decode_text, read_value
from perfxl.files.parts.rowindex import Bounds, bounds_of
from perfxl.files.read.collecting import table_formula
from perfxl.files.read.worksheet import walked
from perfxl.formulas.calculation import Block, FormulaSheet
from perfxl.formulas.shifting import SharedFormula
from perfxl.package.markup import attributes, unescaped
from perfxl.package.xml import utf8
from perfxl.sheets.address import Box, Position, cell_address, column_number
from perfxl.sheets.values import ErrorValue, Scalar

_TOKEN = re.compile(
    rb"""
      <c\ r="([A-Z]{1,3})([1-9][0-9]{0,6})"((?:\ [A-Za-z]+="[^"<>]*")*)
      (?:/>|>\s*
        (?:<f((?:\ [A-Za-z0-9:]+="[^"<>]*")*)(?:/>|>([^<]*)</f>)\s*)?
        (?:<v(?:\ xml:space="preserve")?(>[^<]*)</v>\s*|<v/>\s*
          |<is>\s*<t(?:\ xml:space="preserve")?(>[^<]*)</t>\s*</is>\s*)?
      </c>)
    | <row((?:\s+[A-Za-z_][A-Za-z0-9:.]*="[^"<]*")*)\s*/?>
    | </row>\s* | \s+ | (.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CHUNK = 1 << 20
_KIND = re.compile(rb'\st="([A-Za-z]+)"')
_ROW_NUMBER = re.compile(rb'\sr="([0-9]+)"')
_HIDDEN = re.compile(rb'\shidden="(?:1|true)"')
_ERRORS: dict[str, ErrorValue] = {error.value: error for error in ErrorValue}


class _Columns(dict[bytes, int]):
    """The number of a column by its letters as stored."""

    def __missing__(self, letters: bytes) -> int:
        self[letters] = column_number(letters.decode())
        return self[letters]


class _Kinds(dict[bytes, str]):
    """The type of a cell by its attributes as stored."""

    def __missing__(self, attributes: bytes) -> str:
        match = _KIND.search(attributes)
        self[attributes] = match[1].decode() if match else "n"
        return self[attributes]


@dataclass(slots=True)
class _Cells:
    """What is gathered of a sheet."""

    context: Context
    values: dict[Position, Scalar] = field(default_factory=dict)
    formulas: dict[Position, str] = field(default_factory=dict)
    blocks: dict[Position, Block] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    masters: dict[str, SharedFormula] = field(default_factory=dict)
    sharing: list[tuple[Position, str]] = field(default_factory=list)
    columns: _Columns = field(default_factory=_Columns)
    kinds: _Kinds = field(default_factory=_Kinds)


def read_cells(data: bytes, entry: SheetEntry, context: Context) -> FormulaSheet:
    """Return the cells of a worksheet part; InputError where it is malformed or a cell cannot be understood."""
    data = utf8(data, entry.part)
    bounds = bounds_of(data, context.namespace)
    cells = _scanned(data, bounds, context) if bounds else None
    if cells is None:
        return _walked(data, entry, context)
    filtered = b"<filterColumn" in data[bounds.closing :] if bounds else False
    return FormulaSheet(entry.name, cells.values, cells.formulas, cells.blocks, frozenset(cells.hidden), filtered)


def _scanned(data: bytes, bounds: Bounds, context: Context) -> _Cells | None:
    """Return the cells, None where something stands there that the pattern does not know."""
    cells = _Cells(context)
    try:
        for start, end in _chunks(data, bounds):
            _take(cells, _TOKEN.findall(data, start, end))
        for position, group in cells.sharing:
            cells.formulas[position] = cells.masters[group].at(*position)
    except (ValueError, IndexError, KeyError):
        return None
    return cells


def _chunks(data: bytes, bounds: Bounds) -> Iterator[tuple[int, int]]:
    start = bounds.first
    while start < bounds.last:
        end = data.rfind(b"<row", start + 1, min(start + _CHUNK, bounds.last))
        if bounds.last - start <= _CHUNK or end <= start:
            end = bounds.last
        yield start, end
        start = end


def _take(cells: _Cells, tokens: list[tuple[bytes, ...]]) -> None:
    """Take what the pattern found; the kinds of cell that make up most of a sheet without a call."""
    values, formulas, columns, kinds = cells.values, cells.formulas, cells.columns, cells.kinds
    for letters, row, found, tag, formula, stored, inline, row_tag, junk in tokens:
        if letters:
            position = int(row), columns[letters]
            if tag:
                _formula(cells, position, attributes(tag), formula, b' cm="' in found)
            elif formula:
                plain = b"&" not in formula and b"_x" not in formula and b"\r" not in formula
                formulas[position] = formula.decode() if plain else _text(formula)
            if stored and kinds[found] == "n":
                if len(stored) > 1:
                    values[position] = float(stored[1:])
            elif stored or inline:
                _value(cells, position, kinds[found], stored or inline)
        elif row_tag:
            _hide(cells, row_tag)
        elif junk:
            raise ValueError(junk)


def _hide(cells: _Cells, row: bytes) -> None:
    number = _ROW_NUMBER.search(row) if b"hidden" in row else None
    if number and _HIDDEN.search(row):
        cells.hidden.add(int(number[1]))


def _formula(cells: _Cells, position: Position, found: dict[str, str], text: bytes, dynamic: bool) -> None:
    kind = found.get("t", "normal")
    if kind == "shared":
        group = found["si"]
        if text and group not in cells.masters:
            cells.masters[group] = SharedFormula(*position, _text(text))
            cells.formulas[position] = _text(text)
        elif text:
            cells.formulas[position] = _text(text)
        else:
            cells.formulas[position] = ""
            cells.sharing.append((position, group))
        return
    if kind in {"array", "dataTable"}:
        box = Box.parse(found.get("ref") or cell_address(*position))
        cells.blocks[position] = Block(box, "table" if kind == "dataTable" else "spill" if dynamic else "array")
    if kind == "dataTable":
        cells.formulas[position] = table_formula(found)
    elif text:
        cells.formulas[position] = _text(text)


def _value(cells: _Cells, position: Position, kind: str, stored: bytes) -> None:
    if kind == "inlineStr":
        cells.values[position] = _text(stored[1:])
        return
    value, error = read_value(kind, _resolved(stored[1:].decode()), cells.context, computed=True)
    if error:
        cells.values[position] = _ERRORS.get(error, ErrorValue.VALUE)
    elif value is not None:
        cells.values[position] = float(value) if isinstance(value, Decimal) else value


def _text(stored: bytes) -> str:
    return decode_text(_resolved(stored.decode()))


def _resolved(text: str) -> str:
    if "\r" in text:  # XML knows one end of line
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unescaped(text)


def _walked(data: bytes, entry: SheetEntry, context: Context) -> FormulaSheet:
    sheet = walked(data, entry.part, context)
    values: dict[Position, Scalar] = {}
    formulas: dict[Position, str] = {}
    for position, cell in sheet.cells.items():
        if cell.formula:
            formulas[position] = cell.formula
        if cell.error:
            values[position] = _ERRORS.get(cell.error, ErrorValue.VALUE)
        elif cell.value is not None:
            values[position] = float(cell.value) if isinstance(cell.value, Decimal) else cell.value
    blocks = {box.anchor: Block(box, "table" if kind == "dataTable" else "array") for box, kind in sheet.arrays.items()}
    return FormulaSheet(entry.name, values, formulas, blocks, sheet.hidden_rows)
