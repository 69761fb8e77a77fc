"""Reading a worksheet part by a pattern of what nearly every program writes; anything else is left to `walking`.

The pattern must cover the rows without a gap, so that nothing is passed over which the walk would have seen.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from perfxl.files.parts.cellformats import GENERAL
from perfxl.files.parts.content import Context, decode_text, parse_number
from perfxl.files.parts.rowindex import Bounds
from perfxl.files.read.collecting import Collector
from perfxl.package.markup import attributes, resolved
from perfxl.sheets.address import LAST_ROW, position_of
from perfxl.sheets.snapshot import Cell

_CHUNK = 1 << 17
_TOKEN = re.compile(
    rb"""
      <c\ r="([A-Z]{1,3})[1-9][0-9]{0,6}"(?:\ s="([0-9]{1,5})")?(?:\ t="([A-Za-z]{1,9})")?(?:\ [cv]m="[0-9]+")*
      (?:/>|>\s*
        (?:<f((?:\ [A-Za-z0-9]+="[^"<]*")*)(?:/>|>([^<]*)</f>)\s*)?
        (?:<v(?:\ xml:space="preserve")?(>[^<]*)</v>\s*
          |(<v/>)\s*
          |<is>\s*<t(?:\ xml:space="preserve")?>([^<]*)</t>\s*</is>\s*)?
      </c>)
    | <row((?:\s+[A-Za-z_][A-Za-z0-9:.]*="[^"<]*")*)\s*(/?>)
    | (</row>)
    | \s+
    | (.)
    """,
    re.VERBOSE | re.DOTALL,
)
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
_ROW_NUMBER = re.compile(rb'\sr="([1-9][0-9]{0,6})"')
_HIDDEN = re.compile(rb'\shidden="(?:1|true)"')

Token = tuple[bytes, ...]


class UnusualError(ValueError):
    """The part holds what the pattern does not know."""


def scan(data: bytes, bounds: Bounds, collector: Collector) -> None:
    """Take all rows between the bounds; ValueError or IndexError where only a walk can tell what stands there."""
    scanner = _Scanner(collector)
    end = _end_of_content(data, bounds, max((merge.bottom for merge in collector.sheet.merges), default=0))
    with _unswept():
        for tokens in _batches(data, bounds.first, end):
            scanner.take(tokens)
    if scanner.row:
        raise UnusualError


@contextmanager
def _unswept() -> Iterator[None]:
    """Pause Python's search for unreachable cycles: cells form none, and each sweep would visit them all."""
    sweeps = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if sweeps:
            gc.enable()


def _end_of_content(data: bytes, bounds: Bounds, bottom: int) -> int:
    """Return where rows begin that hold no content and lie below all merges: there may be a million of them."""
    content = data.rfind(b"</c>", bounds.first, bounds.last)
    start = data.find(b"</row>", content, bounds.last) + len(b"</row>") if content >= 0 else bounds.first
    number = _ROW_NUMBER.search(data, start, min(start + 100, bounds.last))
    if number is None or int(number[1]) <= bottom:
        return bounds.last
    return start if _BLANK_ROWS.fullmatch(data, start, bounds.last) else bounds.last


def _batches(data: bytes, start: int, last: int) -> Iterator[list[Token]]:
    """Yield what the pattern finds, a few rows at a time, for whole sheets would take much memory."""
    while start < last:
        end = data.rfind(b"<row", start + 1, min(start + _CHUNK, last))
        end = end if end > start else data.find(b"<row", start + _CHUNK, last)
        end = end if end > start else last
        yield _TOKEN.findall(data, start, end)
        start = end


class _Formats(dict[bytes, str]):
    """The number format of a style by its number as stored."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def __missing__(self, style: bytes) -> str:
        self[style] = self._context.format(int(style or 0))
        return self[style]


class _Columns(dict[bytes, int]):
    """The number of a column by its letters as stored."""

    def __missing__(self, letters: bytes) -> int:
        self[letters] = position_of(f"{letters.decode()}1")[1]
        return self[letters]


class _Scanner:
    def __init__(self, collector: Collector) -> None:
        self._collector = collector
        self._formats = _Formats(collector.context)
        self._columns = _Columns()
        self.row = 0  # the open row

    def take(self, tokens: list[Token]) -> None:
        """Take a batch; the kinds of token that make up most of a sheet first, and without a call."""
        cells, columns, formats = self._collector.sheet.cells, self._columns, self._formats
        for token in tokens:
            letters, style, kind, found, formula, stored, _, _, _, opened, closed, junk = token
            if letters and not self.row:
                raise UnusualError
            if stored and not kind and not found and len(stored) > 1:
                text = _text(formula) if formula else None
                cells[self.row, columns[letters]] = Cell(parse_number(stored[1:].decode()), text, formats[style])
            elif letters and any(token[3:8]):
                self._take_cell((self.row, columns[letters]), token)
            elif letters:
                if formats[style] != GENERAL:
                    self._collector.add_blank((self.row, columns[letters]), int(style or 0))
            elif opened:
                self._open(token)
            elif closed:
                self._close()
            elif junk:
                raise UnusualError

    def _take_cell(self, position: tuple[int, int], token: Token) -> None:
        _, style, kind, found, formula, stored, empty, inline, *_ = token
        text = None
        if found or formula:
            text = self._collector.formula(position, _text(formula), _formula_attributes(found))
        value = _text(inline) if inline else resolved(stored[1:].decode()) if stored else "" if empty else None
        if kind == b"inlineStr" and stored:
            value = _text(stored[1:])
        self._collector.add(position, int(style or 0), kind.decode() or "n", value, text)

    def _open(self, token: Token) -> None:
        row, opened = token[8], token[9]
        number = _ROW_NUMBER.search(row)
        if self.row or number is None or int(number[1]) > LAST_ROW:
            raise UnusualError
        if b"hidden" in row and _HIDDEN.search(row):
            self._collector.hide_row(int(number[1]))
        self.row = int(number[1]) if opened == b">" else 0

    def _close(self) -> None:
        if not self.row:
            raise UnusualError
        self.row = 0


@lru_cache(maxsize=4096)
def _formula_attributes(found: bytes) -> dict[str, str]:
    return attributes(found)


def _text(stored: bytes) -> str:
    text = stored.decode()
    return decode_text(resolved(text)) if "&" in text or "\r" in text or "_x" in text else text
