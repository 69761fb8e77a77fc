"""The cells of a worksheet part as formula engines need them.

Read by one pattern of what nearly every program writes; a part that it does not cover is read element by element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from perfxl.files.book import SheetEntry
from perfxl.files.rowindex import Bounds, bounds_of
from perfxl.files.shared import SharedFormula
from perfxl.files.text import decoded
from perfxl.files.values import Context, value_of
from perfxl.files.worksheet import walked
from perfxl.functions.signature import ErrorValue, Scalar
from perfxl.model import a1
from perfxl.package.markup import attributes, unescaped
from perfxl.package.xml import utf8
from perfxl.workbook.calculation import Block, FormulaSheet, Position

_TOKEN = re.compile(
    rb"""
      <c\ r="([A-Z]{1,3})([1-9][0-9]{0,6})"((?:\ [A-Za-z]+="[^"<>]*")*)
      (?:/>|>\s*
        (?:<f((?:\ [A-Za-z0-9:]+="[^"<>]*")*)(?:/>|>([^<]*)</f>)\s*)?
        (?:<v(?:\ xml:space="preserve")?(>[^<]*)</v>\s*|<v/>\s*
          |<is>\s*<t(?:\ xml:space="preserve")?>([^<]*)</t>\s*</is>\s*)?
      </c>)
    | <row((?:\s+[A-Za-z_][A-Za-z0-9:.]*="[^"<]*")*)\s*/?>
    | </row>\s* | \s+
    """,
    re.VERBOSE,
)
_CHUNK = 1 << 20
_KIND = re.compile(rb'\st="([A-Za-z]+)"')
_ROW_NUMBER = re.compile(rb'\sr="([0-9]+)"')
_HIDDEN = re.compile(rb'\shidden="(?:1|true)"')
_ERRORS: dict[str, ErrorValue] = {error.value: error for error in ErrorValue}


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


def read_cells(data: bytes, entry: SheetEntry, context: Context) -> FormulaSheet:
    """Return the cells of a worksheet part; InputError where it is malformed or a cell cannot be understood."""
    data = utf8(data, entry.part)
    bounds = bounds_of(data, context.namespace)
    cells = _scanned(data, bounds, context) if bounds else None
    if cells is None:
        return _walked(data, entry, context)
    filtered = b"<autoFilter" in data[bounds.closing :] if bounds else False
    return FormulaSheet(entry.name, cells.values, cells.formulas, cells.blocks, frozenset(cells.hidden), filtered)


def _scanned(data: bytes, bounds: Bounds, context: Context) -> _Cells | None:
    """Return the cells, None where something stands there that the pattern does not know."""
    cells = _Cells(context)
    try:
        for start, end in _chunks(data, bounds):
            at = start
            for match in _TOKEN.finditer(data, start, end):
                if match.start() != at:
                    return None
                at = match.end()
                _take(cells, match)
            if at != end:
                return None
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


def _take(cells: _Cells, match: re.Match[bytes]) -> None:
    letters, row, found, formula_tag, formula, stored, inline, row_tag = match.groups()
    if letters is None:
        if row_tag and _HIDDEN.search(row_tag):
            number = _ROW_NUMBER.search(row_tag)
            cells.hidden.add(int(number[1]) if number else 0)
        return
    if stored is None and formula is None and formula_tag is None and inline is None:
        return
    position = int(row), a1.column_number(letters.decode())
    if formula_tag:
        _formula(cells, position, attributes(formula_tag), formula, b' cm="' in found)
    elif formula:
        cells.formulas[position] = _text(formula)
    if stored is None and inline is None:
        return
    kind = _KIND.search(found) if found else None
    if stored is not None and (kind is None or kind[1] == b"n"):
        if len(stored) > 1:
            cells.values[position] = float(stored[1:])
        return
    value = _value((kind[1] if kind else b"n").decode(), stored, inline, cells.context)
    if value is not None:
        cells.values[position] = value


def _formula(cells: _Cells, position: Position, found: dict[str, str], text: bytes | None, dynamic: bool) -> None:
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
        box = a1.box(found.get("ref") or a1.cell(*position))
        cells.blocks[position] = Block(box, "table" if kind == "dataTable" else "spill" if dynamic else "array")
    if kind == "dataTable":
        cells.formulas[position] = f"TABLE({found.get('r1', '')},{found.get('r2', '')})"
    elif text:
        cells.formulas[position] = _text(text)


def _value(kind: str, stored: bytes | None, inline: bytes | None, context: Context) -> Scalar:
    if kind == "inlineStr":
        return _text(inline if inline is not None else (stored or b">")[1:])
    value, error = value_of(kind, _resolved((stored or b">")[1:].decode()), context, computed=True)
    if error:
        return _ERRORS.get(error, ErrorValue.VALUE)
    return float(value) if isinstance(value, Decimal) else value


def _text(stored: bytes) -> str:
    return decoded(_resolved(stored.decode()))


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
    blocks = {box[:2]: Block(box, "table" if kind == "dataTable" else "array") for box, kind in sheet.arrays.items()}
    return FormulaSheet(entry.name, values, formulas, blocks, sheet.hidden_rows)
