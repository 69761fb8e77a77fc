"""The one tokenizer of cells: the rows of a worksheet part as columns of bytes, found by one pattern.

The pattern knows what nearly every program writes and must cover the rows without a gap, so that nothing is passed
over; `respelling` writes any other part so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from perfxl.files.parts.rowindex import Bounds
from perfxl.package.markup import attributes
from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, column_number

_CHUNK = 1 << 18
_CELL = re.compile(
    rb"""
    <c\ r="([A-Z]{1,3})([1-9][0-9]{0,6})"((?:\ [A-Za-z]+="[^"<>&]*")*)
    (?:/>|>\s*
      (?:<f((?:\ [A-Za-z0-9:]+="[^"<]*")*)(?:/>|>([^<]*)</f>)\s*)?
      (?:<(v(?:\ xml:space="preserve")?(?:/|>[^<]*</v)
          |is>\s*<t(?:\ xml:space="preserve")?>[^<]*</t>\s*</is)>\s*)?
    </c>)
    """,
    re.VERBOSE,
)
_GROUPS = 6
_BETWEEN = re.compile(
    rb"""
    \s*(?P<closed></row>\s*)?
    (?:<row(?:\s+[A-Za-z_][A-Za-z0-9:.]*="[^"<>]*")*\s*(?:/>|>\s*</row>)\s*)*
    (?P<opened><row(?:\s+[A-Za-z_][A-Za-z0-9:.]*="[^"<>]*")*\s*>\s*)?
    """,
    re.VERBOSE,
)
_ROW = re.compile(rb"<row\s[^>]*>")
_ROW_NUMBER = re.compile(rb'\sr="([1-9][0-9]{0,6})"')
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NO_CHARACTERS = (b"]]>", b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_NO_REFERENCE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#(?:9|10|13|[3-9][0-9]|[1-9][0-9]{2})|#x[9AaDd]);)")
_TO_LAST_ROW = rb"(?:[1-9][0-9]{0,5}|10[0-3][0-9]{4}|104[0-7][0-9]{3}|1048[0-4][0-9]{2}|10485[0-6][0-9]|104857[0-6])"
_BLANK_ROWS = re.compile(
    rb"""(?:
      <row\ r="%s"(?:\ [A-Za-z0-9:]+="[^"<&]*")*+
        (?:/>|>(?:<c\ r="[A-Z]{1,2}[1-9][0-9]{0,6}"(?:\ s="[0-9]{1,5}")?/>)*+</row>)
    | \s+
    )*+"""
    % _TO_LAST_ROW,
    re.VERBOSE,
)


class UnusualError(Exception):
    """The part holds what the pattern does not know."""


class Batch(NamedTuple):
    """The cells of some rows, column by column, in document order; texts are as they stand, escaped.

    tags          the attributes of each cell but its address
    formula_tags  the attributes of its formula element, None where it has none
    formulas      the text of that element, None where it is empty
    values        its value element without the outermost brackets (b"v>12</v", b"is><t>甲</t></is"), None without one
    row_tags      rows that state more than a size: their number and their tag
    """

    rows: Sequence[int]
    columns: Sequence[int]
    tags: Sequence[bytes]
    formula_tags: Sequence[bytes | None]
    formulas: Sequence[bytes | None]
    values: Sequence[bytes | None]
    row_tags: Sequence[tuple[int, bytes]]


class _Columns(dict[bytes, int]):
    """The number of a column by its letters as stored."""

    def __missing__(self, letters: bytes) -> int:
        number = column_number(letters.decode())
        if number > LAST_COLUMN:
            raise UnusualError(letters)
        self[letters] = number
        return number


def scan(data: bytes, bounds: Bounds, bottom: int = 0) -> Iterator[Batch]:
    """Yield the cells between the bounds a few rows at a time, for whole sheets at once would take much memory.

    Rows without content at the end, of which there may be a million, are left out if they lie below `bottom`.
    UnusualError where something stands there that the pattern does not know, or that is not well-formed.
    """
    columns, start, last = _Columns(), bounds.first, _end_of_content(data, bounds, bottom)
    while start < last:
        end = _end_of_batch(data, start, last)
        yield _batch(data[start:end], columns)
        start = end


def _end_of_batch(data: bytes, start: int, last: int) -> int:
    end = data.rfind(b"<row", start + 1, min(start + _CHUNK, last))
    if last - start <= _CHUNK or end <= start:
        end = data.find(b"<row", start + _CHUNK, last)
    return end if end > start else last


def _batch(chunk: bytes, columns: _Columns) -> Batch:
    _check_bytes(chunk)
    pieces: list[bytes] = _CELL.split(chunk)
    letters, numbers, tags, formula_tags, formulas, values = (pieces[at :: _GROUPS + 1] for at in range(1, _GROUPS + 1))
    rows = list(map(int, numbers))
    row_tags = _row_tags(pieces[:: _GROUPS + 1], rows)
    for tag in set(tags):
        if tag.count(b'="') != len(attributes(b"<c" + tag + b">")) or b' r="' in tag:
            raise UnusualError(tag)
    return Batch(rows, [columns[each] for each in letters], tags, formula_tags, formulas, values, row_tags)


def _check_bytes(chunk: bytes) -> None:
    """Refuse what the pattern lets pass and XML does not."""
    try:
        _ = chunk.isascii() or chunk.decode()
    except UnicodeDecodeError as error:
        raise UnusualError from error
    if _CONTROL.search(chunk) or _NO_REFERENCE.search(chunk) or any(each in chunk for each in _NO_CHARACTERS):
        raise UnusualError


def _row_tags(between: Sequence[bytes], rows: Sequence[int]) -> list[tuple[int, bytes]]:
    """Return the rows that hide their cells or give them a style; all tags between cells must be those of rows.

    A cell belongs to the row that it stands in, whatever its address says: where the two differ the part is unusual.
    """
    found: list[tuple[int, bytes]] = []
    number = first = 0
    for index, gap in enumerate(between):
        if not gap:
            continue
        opened = _opens_row(gap, inside=number > 0)
        if b"<" not in gap:
            continue
        if rows[first:index].count(number) != index - first:
            raise UnusualError(number)
        first = index
        tags = [(_row_number(tag), tag) for tag in _ROW.findall(gap)]
        found += filter(_tells_of_cells, tags)
        number = tags[-1][0] if opened and tags else 0
    if number or first != len(rows):
        raise UnusualError(number)
    return found


def _tells_of_cells(row: tuple[int, bytes]) -> bool:
    return b"hidden" in row[1] or b"customFormat" in row[1]


def _opens_row(gap: bytes, *, inside: bool) -> bool:
    """Whether what stands between two cells leaves a row open; it must close the row that the first stood in."""
    match = _BETWEEN.fullmatch(gap)
    if match is None or bool(match["closed"]) != (inside and b"<" in gap):
        raise UnusualError(gap)
    return match["opened"] is not None


def _row_number(tag: bytes) -> int:
    match = _ROW_NUMBER.search(tag)
    if match is None or int(match[1]) > LAST_ROW:
        raise UnusualError(tag)
    return int(match[1])


def _end_of_content(data: bytes, bounds: Bounds, bottom: int) -> int:
    """Return where rows begin that hold no content and lie below `bottom`."""
    content = data.rfind(b"</c>", bounds.first, bounds.last)
    start = data.find(b"</row>", content, bounds.last) + len(b"</row>") if content >= 0 else bounds.first
    number = _ROW_NUMBER.search(data, start, min(start + 100, bounds.last))
    if number is None or int(number[1]) <= bottom:
        return bounds.last
    return start if _BLANK_ROWS.fullmatch(data, start, bounds.last) else bounds.last
