"""Sizes on a sheet in pixels: how wide its columns and how high its rows are, and how much room a note needs."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from perfxl.package.markup import attributes, prefix_of
from perfxl.sheets.address import LAST_COLUMN, LAST_ROW

_DIGIT, _PADDING = 7, 5  # pixels of a digit of the default font, and beside the text of a column
_COLUMN, _ROW = 64, 20
_POINT = 96 / 72
_FONT, _LINE, _MARGIN = 12, 17, 14  # a Chinese character of 9 points, a line of them, the edges of a note
_WIDTH, _WIDEST, _TALLEST = 288, 960, 800


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns and rows of a sheet that have a size of their own, counted from 0, and the size of the others."""

    columns: tuple[tuple[int, int, int], ...]
    rows: dict[int, int]
    column: int = _COLUMN
    row: int = _ROW

    def anchor(self, row: int, column: int, width: int, height: int) -> tuple[int, ...]:
        """Return a box beside a cell as VML has it: (column, pixels, row, pixels) of its corners, counted from 0."""
        left = min(column, LAST_COLUMN - 8)
        top = max(min(row - 2, LAST_ROW - 60), 0)
        right = _reach(left, width + _PADDING, LAST_COLUMN - 1, self._width)
        bottom = _reach(top, height + _PADDING, LAST_ROW - 1, lambda index: self.rows.get(index, self.row))
        return (left, _PADDING, top, _PADDING, *right, *bottom)

    def _width(self, index: int) -> int:
        return next((width for first, last, width in self.columns if first <= index <= last), self.column)


def _reach(start: int, length: int, last: int, size: Callable[[int], int]) -> tuple[int, int]:
    """Return the column or row, and the pixels into it, that lie `length` behind the begin of `start`."""
    index = start
    while index < last and length >= size(index):
        length -= size(index)
        index += 1
    return index, length


def grid_of(data: bytes) -> Grid:
    """Read the sizes that a worksheet part states; what is no number counts as unstated."""
    prefix = re.escape(prefix_of(data))
    found = re.search(rb"<%ssheetFormatPr\s[^>]*>" % prefix, data)
    default = attributes(found[0]) if found else {}
    columns = []
    for tag in re.finditer(rb"<%scol\s[^>]*>" % prefix, data):
        item = attributes(tag[0])
        width = 0 if item.get("hidden") in {"1", "true"} else _column_pixels(item.get("width"), _COLUMN)
        if item.get("min", "").isdecimal() and item.get("max", "").isdecimal():
            columns.append((int(item["min"]) - 1, int(item["max"]) - 1, width))
    return Grid(
        tuple(columns),
        dict(_row_heights(data, prefix)),
        _column_pixels(default.get("defaultColWidth"), _COLUMN),
        _row_pixels(default.get("defaultRowHeight"), _ROW),
    )


def _row_heights(data: bytes, prefix: bytes) -> list[tuple[int, int]]:
    heights = []
    for tag in re.finditer(rb"<%srow\s[^>]*\s(?:ht|hidden)\s*=[^>]*>" % prefix, data):
        item = attributes(tag[0])
        height = 0 if item.get("hidden") in {"1", "true"} else _row_pixels(item.get("ht"), _ROW)
        if item.get("r", "").isdecimal():
            heights.append((int(item["r"]) - 1, height))
    return heights


def _column_pixels(width: str | None, default: int) -> int:
    return int(float(width) * _DIGIT + 0.5) if _is_number(width) and width else default


def _row_pixels(points: str | None, default: int) -> int:
    return int(float(points) * _POINT + 0.5) if _is_number(points) and points else default


def _is_number(text: str | None) -> bool:
    return bool(re.fullmatch(r"\d{1,5}(?:\.\d+)?", text or ""))


def note_size(text: str) -> tuple[int, int]:
    """Return the width and height at which all of a note's text is seen, wider before it gets too high."""
    width = _WIDTH
    while _height(text, width) > _TALLEST and width < _WIDEST:
        width += _WIDTH // 2
    return width, max(_height(text, width), 3 * _LINE + _MARGIN)


def _height(text: str, width: int) -> int:
    room = width - _MARGIN - _FONT
    lines = sum(max(math.ceil(_extent(line) / room), 1) for line in text.splitlines() or [""])
    return lines * _LINE + _MARGIN


def _extent(line: str) -> int:
    return sum(_FONT if unicodedata.east_asian_width(mark) in "WFA" else _FONT * 5 // 8 for mark in line)
