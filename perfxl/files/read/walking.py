"""Reading a worksheet part element by element: slow, and right for whatever well-formed XML may hold."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

from perfxl.files.parts.content import decode_text, element_text, is_true, rich_text
from perfxl.files.read.collecting import Collector
from perfxl.package.xml import stream
from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, cell_address, position_of

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz$"


def walk(data: bytes, part: str, collector: Collector) -> None:
    """Take everything that a part states; InputError where it is malformed or a cell cannot be understood."""
    _Walker(collector).walk(data, part)


class _Walker:
    def __init__(self, collector: Collector) -> None:
        self._collector = collector
        self._row_tag, self._cell_tag, self._formula_tag, self._value_tag, self._inline_tag, self._merge_tag = (
            f"{{{collector.context.namespace}}}{name}" for name in ("row", "c", "f", "v", "is", "mergeCell")
        )
        self._column_tag = f"{{{collector.context.namespace}}}col"
        self._row = 0

    def walk(self, data: bytes, part: str) -> None:
        for element in stream(data, part, (self._row_tag, self._merge_tag, self._column_tag)):
            if element.tag == self._row_tag:
                self._read_row(element)
            elif element.tag == self._merge_tag:
                self._collector.merge(element.get("ref", ""))
            elif is_true(element.get("hidden")):
                self._collector.hide_columns(element.get("min", ""), element.get("max", ""))

    def _read_row(self, row: etree._Element) -> None:
        self._row = self._row_number(row)
        if is_true(row.get("hidden")):
            self._collector.hide_row(self._row)
        column = 0
        for element in row:
            if element.tag == self._cell_tag:
                address = element.get("r")
                try:
                    column = _column_of(address) if address else column + 1
                    self._read_cell(element, (self._row, column))
                except (ValueError, IndexError) as error:
                    raise self._collector.unreadable(address or cell_address(self._row, column)) from error

    def _row_number(self, row: etree._Element) -> int:
        text = row.get("r") or next((cell.get("r") for cell in row if cell.get("r")), None)
        digits = (text or str(self._row + 1)).lstrip(_LETTERS)
        if not (digits.isascii() and digits.isdecimal() and 1 <= int(digits) <= LAST_ROW):
            raise self._collector.unreadable(text or "")
        return int(digits)

    def _read_cell(self, element: etree._Element, position: tuple[int, int]) -> None:
        style, kind = int(element.get("s") or 0), element.get("t", "n")
        formula, stored, inline = self._children_of(element)
        text = None if formula is None else self._formula(formula, position)
        if kind == "inlineStr" and inline is not None:
            stored = rich_text(inline)
        elif kind == "inlineStr" and stored is not None:
            stored = decode_text(stored)
        self._collector.add(position, style, kind, stored, text)

    def _children_of(self, cell: etree._Element) -> tuple[etree._Element | None, str | None, etree._Element | None]:
        formula = inline = None
        stored: str | None = None
        for child in cell:
            tag = child.tag
            if tag == self._value_tag:
                stored = element_text(child)
            elif tag == self._formula_tag:
                formula = child
            elif tag == self._inline_tag:
                inline = child
        return formula, stored, inline

    def _formula(self, element: etree._Element, position: tuple[int, int]) -> str | None:
        attributes = {str(name): str(value) for name, value in element.attrib.items()}
        return self._collector.formula(position, decode_text(element_text(element)), attributes)


@lru_cache(maxsize=LAST_COLUMN)
def _letters_to_column(text: str) -> int:
    return position_of(f"{text}1")[1]


def _column_of(address: str) -> int:
    return _letters_to_column(address.rstrip("0123456789"))
