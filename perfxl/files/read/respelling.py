"""A worksheet part respelled as nearly every program writes one, for the tokenizer: slow, right for any valid XML.

Only what readers take is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from lxml import etree

from perfxl.errors import InputError
from perfxl.files.parts.content import decode_text, element_text, encode_text, rich_text
from perfxl.package.markup import escaped
from perfxl.package.xml import stream
from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, cell_address, position_of

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz$"
_ROW_ATTRIBUTES = ("hidden", "s", "customFormat")
_CELL_ATTRIBUTES = ("s", "t", "cm")


def respell(data: bytes, part: str, namespace: str, outside: Iterable[str]) -> bytes:
    """Return the part as the tokenizer takes it, and of what stands around the rows the elements named `outside`.

    InputError where the part is malformed, or a cell has no possible place.
    """
    rows: list[str] = []
    around: list[str] = []
    reader = _Rows(part, namespace)
    names = {f"{{{namespace}}}{name}": name for name in ("row", *outside)}
    for element in stream(data, part, tuple(names)):
        name = names[str(element.tag)]
        if name == "row":
            rows.append(reader.respell(element))
        else:
            around.append(f"<{name}{_stated(dict(element.attrib))}/>")
    return "".join(
        (f'<worksheet xmlns="{namespace}"><sheetData>', *rows, "</sheetData>", *around, "</worksheet>")
    ).encode()


def unreadable(part: str, address: str) -> InputError:
    """Return the error of a cell that cannot be understood."""
    return InputError(f"部件 {part} 的单元格 {address} 内容无效，请用 Excel 或 WPS 修复后另存再试。")


class _Rows:
    """Respells row after row, as a row or a cell may leave its number to the one before."""

    def __init__(self, part: str, namespace: str) -> None:
        self._part = part
        self._tags = {f"{{{namespace}}}{name}": name for name in ("c", "f", "v", "is")}
        self._row = 0

    def respell(self, row: etree._Element) -> str:
        self._row = self._number(row)
        found = {name: row.get(name, "") for name in _ROW_ATTRIBUTES if row.get(name)}
        return f'<row r="{self._row}"{_stated(found)}>{"".join(self._cells(row))}</row>'

    def _number(self, row: etree._Element) -> int:
        text = row.get("r") or next((cell.get("r") for cell in row if cell.get("r")), None)
        digits = (text or str(self._row + 1)).lstrip(_LETTERS)
        if not (digits.isascii() and digits.isdecimal() and 1 <= int(digits) <= LAST_ROW):
            raise unreadable(self._part, text or "")
        return int(digits)

    def _cells(self, row: etree._Element) -> Iterator[str]:
        column = 0
        for element in row:
            if self._tags.get(str(element.tag)) == "c":
                address = element.get("r")
                try:
                    column = _column_of(address) if address else column + 1
                    yield self._cell(element, column)
                except ValueError as error:
                    raise unreadable(self._part, address or cell_address(self._row, column)) from error

    def _cell(self, element: etree._Element, column: int) -> str:
        if column > LAST_COLUMN:
            raise ValueError(column)
        found = {name: element.get(name, "") for name in _CELL_ATTRIBUTES if element.get(name)}
        if not found.get("t", "n").isalpha():
            found["t"] = "str"  # a type that nobody knows holds a text
        last = {self._tags[str(child.tag)]: child for child in element if str(child.tag) in self._tags}
        formula = _formula(last["f"]) if "f" in last else ""
        address = cell_address(self._row, column)
        return f'<c r="{address}"{_stated(found)}>{formula}{_value(last, found.get("t", "n"))}</c>'


def _formula(element: etree._Element) -> str:
    return f"<f{_stated(dict(element.attrib))}>{encode_text(decode_text(element_text(element)))}</f>"


def _value(last: Mapping[str, etree._Element], kind: str) -> str:
    if kind == "inlineStr" and "is" in last:
        return f"<is><t>{encode_text(rich_text(last['is']))}</t></is>"
    return f"<v>{_protected(element_text(last['v']))}</v>" if "v" in last else ""


def _protected(text: str) -> str:
    """Return a text as an element's content; only a reference to it survives as a carriage return."""
    return escaped(text).replace("\r", "&#13;")


def _stated(found: Mapping[Any, Any]) -> str:
    """Return attributes as they are written; those of other namespaces are left out."""
    plain = {str(name): str(value) for name, value in found.items() if not str(name).startswith("{")}
    return "".join(f' {name}="{_protected(value)}"' for name, value in plain.items())


@lru_cache(maxsize=LAST_COLUMN)
def _letters_to_column(text: str) -> int:
    return position_of(f"{text}1")[1]


def _column_of(address: str) -> int:
    return _letters_to_column(address.rstrip("0123456789"))
