"""Where the rows of a worksheet part stand in its bytes, found without a walk through every tag."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from xml.parsers import expat

from perfxl.package.markup import attributes, tags

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
    """Return where the rows stand; None where the part is malformed, prefixed, or has no rows to find."""
    walk = tags(data)
    root = next(walk, None)
    if root is None or root.name != b"worksheet" or attributes(data[root.start : root.end]).get("xmlns") != namespace:
        return None
    opening = next((tag for tag in walk if tag.name == b"sheetData"), None)
    last = data.rfind(b"</sheetData>")
    if opening is None or opening.empty or opening.closes or last < opening.end or not _well_formed(data):
        return None
    return Bounds(opening.start, opening.end, last, last + len(b"</sheetData>"))


def _well_formed(data: bytes) -> bool:
    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class RowIndex:
    """The number of each row, ascending, and the offset of its tag."""

    data: bytes
    bounds: Bounds
    numbers: array[int]
    starts: array[int]

    def at(self, row: int) -> int:
        """Return the offset of the first row of that number or beyond, of the end of the rows where there is none."""
        return self._start(bisect_left(self.numbers, row))

    def number_at(self, offset: int) -> int:
        """Return the number of the row that an offset lies in."""
        return self.numbers[bisect_left(self.starts, offset + 1) - 1]

    def excerpt(self, rows: Iterable[int]) -> bytes:
        """Return the part with only those of its rows."""
        whole = memoryview(self.data)
        pieces = [whole[: self.bounds.first]]
        for row in sorted(rows):
            index = bisect_left(self.numbers, row)
            if index < len(self.numbers) and self.numbers[index] == row:
                pieces.append(whole[self._start(index) : self._start(index + 1)])
        return b"".join((*pieces, whole[self.bounds.last :]))

    def spans(self) -> Iterator[Span]:
        """Yield every formula that more than one cell has to do with, children of shared ones too."""
        for match in _FORMULA.finditer(self.data, self.bounds.first, self.bounds.last):
            kind, group = _kind(match[0])
            if kind != "normal":
                yield Span(self.number_at(match.start()), kind, group, match[0].endswith(b"/>"))

    def _start(self, index: int) -> int:
        return self.starts[index] if index < len(self.starts) else self.bounds.last


def index_rows(data: bytes, namespace: str) -> RowIndex | None:
    """Return the index of a part's rows, None where only a walk can tell where they stand.

    That is so wherever something could look like a row that is none, and where rows do not state ascending numbers.
    """
    bounds = bounds_of(data, namespace)
    if bounds is None or any(data.find(mark, bounds.first, bounds.last) >= 0 for mark in (b"<!", b"<?", b"xmlns")):
        return None
    numbers, starts = array("q"), array("q")
    last = 0
    for match in _ROW.finditer(data, bounds.first, bounds.last):
        number = int(match[1])
        if number <= last:
            return None
        last = number
        numbers.append(number)
        starts.append(match.start())
    if data.count(b"<row", bounds.first, bounds.last) != len(numbers):
        return None
    return RowIndex(data, bounds, numbers, starts)
