"""Patching cached results: of a formula cell only the value and its type change, every other byte stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from perfxl.files.parts.book import open_book
from perfxl.files.write.cellxml import result
from perfxl.formulas.calculation import Cell
from perfxl.package.archive import Archive
from perfxl.package.markup import Edit, attributes, prefix_of, splice, with_attribute
from perfxl.sheets.address import Position, column_number
from perfxl.sheets.values import ErrorValue, Scalar

_HIDDEN = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_ATTRIBUTES = rb"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*"""
_FORMULA_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"((?: [A-Za-z]+="[^"<>]*")*)>'
    rb'(<f(?: [A-Za-z0-9:]+="[^"<>]*")*(?:/>|>[^<]*</f>))(?:<v>[^<]*</v>|<v/>)?</c>'
)
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d+)""")
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+)(\d+)""")


class _Element(NamedTuple):
    """A cell's element: from `start` to `end`, its start tag until `inside`; `inside` is `end` where it is empty."""

    position: Position
    start: int
    inside: int
    end: int


def cached_parts(archive: Archive, results: Mapping[Cell, Scalar]) -> dict[str, bytes | None]:
    """Return the new bytes of the worksheet parts whose cells get results; a cell that is not stored is left out."""
    book = open_book(archive)
    by_sheet: dict[str, dict[Position, Scalar]] = {}
    for (sheet, row, column), value in results.items():
        by_sheet.setdefault(sheet.casefold(), {})[row, column] = value
    return {
        entry.part: with_results(archive.read(entry.part), wanted)
        for entry in book.sheets
        if (wanted := by_sheet.get(entry.name.casefold()))
    }


def with_results(data: bytes, results: Mapping[Position, Scalar]) -> bytes:
    """Return a worksheet part with the results in place of the cached ones."""
    prefix = prefix_of(data).decode()
    if not prefix and b"<!" not in data:
        made, missed = _Usual(results).patched(data)
        if not missed:
            return made
    edits = (
        Edit(cell.start, cell.end, _rewritten(data, cell, results[cell.position], prefix))
        for cell in _cells(_masked(data), prefix)
        if cell.position in results
    )
    return splice(data, edits)


class _Usual:
    """Formula cells as nearly every program writes them, patched by one pattern."""

    def __init__(self, results: Mapping[Position, Scalar]) -> None:
        self._results = results
        self._found = 0
        self._columns: dict[bytes, int] = {}
        self._attributes: dict[tuple[bytes, str], bytes] = {}

    def patched(self, data: bytes) -> tuple[bytes, int]:
        """Return the part, and how many of the cells were not found."""
        start, end = data.find(b"<sheetData"), data.rfind(b"</sheetData>")
        if not 0 <= start < end:
            return data, len(self._results)
        made = b"".join((data[:start], _FORMULA_CELL.sub(self._one, data[start:end]), data[end:]))
        return made, len(self._results) - self._found

    def _one(self, match: re.Match[bytes]) -> bytes:
        letters, row, attributes, formula = match.groups()
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = column_number(letters.decode())
        position = int(row), column
        if position not in self._results:
            return match[0]
        self._found += 1
        kind, stored = _stored(self._results[position], "")
        changed = self._attributes.get((attributes, kind))
        if changed is None:
            changed = self._attributes[attributes, kind] = _with_kind(b"<c" + attributes + b">", kind)[2:-1]
        return b'<c r="%b%b"%b>%b%b</c>' % (letters, row, changed, formula, stored.encode())


def _with_kind(opening: bytes, kind: str) -> bytes:
    opening = with_attribute(opening, "vm", None)  # it told of the former value
    return opening if attributes(opening).get("t", "") == kind else with_attribute(opening, "t", kind or None)


def _masked(data: bytes) -> bytes:
    """Return the bytes with what only looks like markup blotted out, every place as it was."""
    return _HIDDEN.sub(lambda match: b"." * len(match[0]), data) if b"<!" in data else data


def _cells(data: bytes, prefix: str) -> Iterator[_Element]:
    name = prefix.encode()
    token = re.compile(
        rb"<%s(?:(row)(%s)>|(row)(%s)/>|c(%s)(?:/>|>(?:.*?)</%sc\s*>))"
        % (name, _ATTRIBUTES, _ATTRIBUTES, _ATTRIBUTES, name),
        re.DOTALL,
    )
    row = column = 0
    for match in token.finditer(data):
        if match[1] or match[3]:
            number = _ROW_NUMBER.search(match[2] or match[4] or b"")
            row, column = int(number[1]) if number else row + 1, 0
            continue
        address = _ADDRESS.search(match[5])
        if address:
            row, column = int(address[2]), column_number(address[1].decode())
        else:
            column += 1
        inside = match.end(5) + 1
        closed = data[match.end() - 2] == 0x2F and match.end() == inside + 1
        yield _Element((row, column), match.start(), match.end() if closed else inside, match.end())


def _rewritten(data: bytes, cell: _Element, value: Scalar, prefix: str) -> bytes:
    kind, stored = _stored(value, prefix)
    opening = data[cell.start : cell.inside]
    content = _content(data, cell, prefix)
    if not content and not stored:
        return opening
    opening = opening.removesuffix(b"/>").rstrip() + b">" if cell.inside == cell.end else opening
    return _with_kind(opening, kind) + content + f"{stored}</{prefix}c>".encode()


def _content(data: bytes, cell: _Element, prefix: str) -> bytes:
    """Return what a cell holds beside its value."""
    name = prefix.encode()
    value = re.compile(rb"<%s(v|is)%s(?:/>|>.*?</%s\1\s*>)" % (name, _ATTRIBUTES, name), re.DOTALL)
    inside = data[cell.inside : cell.end]
    end = inside.rfind(b"</") if inside else 0
    inside = inside[:end]
    found = value.search(_masked(inside))
    return inside[: found.start()] + inside[found.end() :] if found else inside


def _stored(value: Scalar, prefix: str) -> tuple[str, str]:
    if isinstance(value, str):
        return _text(value, prefix)
    if isinstance(value, ErrorValue):
        return "e", f"<{prefix}v>{value.value}</{prefix}v>"
    if isinstance(value, float):
        return "", f"<{prefix}v>{repr(value).removesuffix('.0')}</{prefix}v>"
    return result(value, prefix)


@lru_cache(maxsize=10_000)
def _text(value: str, prefix: str) -> tuple[str, str]:
    return result(value, prefix)
