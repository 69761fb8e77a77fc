"""Where the rows of a worksheet part stand in its bytes, found without a walk through every tag."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import lt
from typing import NamedTuple

from perfxl.package.markup import attributes, tags
from perfxl.package.wellformed import well_formed

_ROW = re.compile(rb'<row r="([1-9][0-9]{0,6})"')
_FORMULA = re.compile(rb"""<f(?:\s+[\w:]+\s*=\s*(?:"[^"]*"|'[^']*'))+\s*/?>""")


class Bounds(NamedTuple):
    """The bytes between <sheetData> and </sheetData>, and those of the two tags around them."""

    opening: int
    first: int
    last: int
    closing: int


class Span(NamedTuple):
    """A formula that spans cells: the row it stands in, its kind, its group if shared, whether it has no text."""

    row: int
    kind: str
    group: str
    empty: bool


@lru_cache(maxsize=4096)
def _kind(tag: bytes) -> tuple[str, str]:
    found = attributes(tag)
    return found.get("t", "normal"), found.get("si", "")


def bounds_of(data: bytes, namespace: str) -> Bounds | None:
    """Return where the rows stand; None where the part is prefixed, or has no rows to find."""
    walk = tags(data)
    root = next(walk, None)
    if root is None or root.name != b"worksheet" or _namespace(data[root.start : root.end]) != namespace:
        return None
    opening = next((tag for tag in walk if tag.name == b"sheetData"), None)
    last = data.rfind(b"</sheetData>")
    if opening is None or opening.empty or opening.closes or last < opening.end:
        return None
    return Bounds(opening.start, opening.end, last, last + len(b"</sheetData>"))


def _namespace(tag: bytes) -> str | None:
    try:
        return attributes(tag).get("xmlns")
    except UnicodeDecodeError:
        return None


@dataclass(frozen=True, slots=True)
class RowIndex:
    """The numbers of the rows, ascending; each row's tag begins with its number and can be found by it."""

    data: bytes
    bounds: Bounds
    numbers: array[int]

    def at(self, row: int, after: int = 0) -> tuple[int, int]:
        """Return number and offset of the first row of that number or beyond; past the last row, 0 and their end.

        It is looked for after an offset before which it cannot stand, for a search from the start each time is slow.
        """
        return self._at(bisect_left(self.numbers, row), max(after, self.bounds.first))

    def number_at(self, offset: int) -> int:
        """Return the number of the row that an offset lies in."""
        start = self.data.rfind(b"<row r=", self.bounds.first, offset)
        return int(self.data[start + 8 : self.data.index(b'"', start + 8)])

    def excerpt(self, rows: Iterable[int]) -> bytes:
        """Return the part with only those of its rows."""
        whole = memoryview(self.data)
        pieces, end = [whole[: self.bounds.first]], self.bounds.first
        for row in sorted(rows):
            index = bisect_left(self.numbers, row)
            if index < len(self.numbers) and self.numbers[index] == row:
                start = self._at(index, end)[1]
                end = self._at(index + 1, start)[1]
                pieces.append(whole[start:end])
        return b"".join((*pieces, whole[self.bounds.last :]))

    def spans(self) -> Iterator[Span]:
        """Yield every formula that more than one cell has to do with, children of shared ones too."""
        for match in _FORMULA.finditer(self.data, self.bounds.first, self.bounds.last):
            kind, group = _kind(match[0])
            if kind != "normal":
                yield Span(self.number_at(match.start()), kind, group, match[0].endswith(b"/>"))

    def _at(self, index: int, after: int) -> tuple[int, int]:
        if index == len(self.numbers):
            return 0, self.bounds.last
        number = self.numbers[index]
        return number, self.data.index(b'<row r="%d"' % number, after, self.bounds.last)


def index_rows(data: bytes, namespace: str) -> RowIndex | None:
    """Return the index of a part's rows, None where only a walk can tell where they stand.

    That is so wherever something could look like a row that is none, and where rows do not state ascending numbers.
    """
    bounds = bounds_of(data, namespace) if well_formed(data) else None
    if bounds is None or any(data.find(mark, bounds.first, bounds.last) >= 0 for mark in (b"<!", b"<?", b"xmlns")):
        return None
    numbers = array("q", map(int, _ROW.findall(data, bounds.first, bounds.last)))
    if data.count(b"<row", bounds.first, bounds.last) != len(numbers) or not all(map(lt, numbers, numbers[1:])):
        return None
    return RowIndex(data, bounds, numbers)
