"""Pages of the summary workbook, by XlsxWriter: a frame under a title, in the style of the forms, and its prints."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfxl.output.visible import visible_xml

if TYPE_CHECKING:
    from pandas import DataFrame
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

HEAD = 3  # the row of the headings, counted from 0; above stand the title, what it rests on, and a blank row
_LONGEST_TEXT, _LONGEST_LINK, _MOST_LINKS = 32_767, 2_079, 60_000  # what Excel holds of each
_LINE_HEIGHT, _TALLEST_ROW, _GAP, _FILLED = 15.5, 409.0, 2.0, 0.92  # points; how much of a line words fill
_LINK_COLOR, _HEAD_COLOR, _TOTAL_COLOR = "#1F4E79", "#DDEBF7", "#F2F2F2"
_CELL = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter"}
FORMATS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "valign": "vcenter"},
    "note": {"font_color": "#595959", "valign": "top", "text_wrap": True},
    "head": {**_CELL, "bold": True, "bg_color": _HEAD_COLOR, "align": "center", "text_wrap": True},
    "text": {**_CELL, "text_wrap": True},
    "word": {**_CELL, "align": "center"},
    "count": {**_CELL, "num_format": "#,##0"},
    "bad": {**_CELL, "num_format": "#,##0", "font_color": "#9C0006", "bg_color": "#FFC7CE"},
    "doubt": {**_CELL, "num_format": "#,##0", "font_color": "#7F6000", "bg_color": "#FFEB9C"},
    "score": {**_CELL, "num_format": "0.00"},
    "money": {**_CELL, "num_format": "#,##0.00"},
    "rate": {**_CELL, "num_format": "0.00%", "align": "right"},
    "year": {**_CELL, "num_format": "0", "align": "center"},
    "link": {**_CELL, "font_color": _LINK_COLOR, "underline": 1, "text_wrap": True},
    "total_word": {**_CELL, "bold": True, "bg_color": _TOTAL_COLOR, "align": "center"},
    "total_count": {**_CELL, "bold": True, "bg_color": _TOTAL_COLOR, "num_format": "#,##0"},
    "total_score": {**_CELL, "bold": True, "bg_color": _TOTAL_COLOR, "num_format": "0.00"},
    "total_money": {**_CELL, "bold": True, "bg_color": _TOTAL_COLOR, "num_format": "#,##0.00"},
    "total_rate": {**_CELL, "bold": True, "bg_color": _TOTAL_COLOR, "num_format": "0.00%", "align": "right"},
}


@dataclass(slots=True)
class Paper:
    """A workbook being written: its formats by name, the folder that links start from."""

    book: Workbook
    folder: Path
    _formats: dict[str, Format] = field(default_factory=dict)
    links: int = 0

    def style(self, name: str) -> Format:
        """Return a format, made at its first use."""
        if name not in self._formats:
            self._formats[name] = self.book.add_format(dict(FORMATS[name]))
        return self._formats[name]

    def page(self, name: str, title: str, note: str, widths: Mapping[str, float]) -> Worksheet:
        """Add a sheet with a title, what it rests on, and columns of these widths by their headings."""
        page = self.book.add_worksheet(name)
        page.hide_gridlines(2)
        page.set_row(0, 28)
        page.write_string(0, 0, title, self.style("title"))
        last = max(1, len(widths) - 1)
        page.merge_range(1, 0, 1, last, "", self.style("note"))
        page.write_string(1, 0, text(note), self.style("note"))
        page.set_row(1, 16.0 * (1 + len(note) * 2 // max(1, int(sum(widths.values())))))
        for column, (heading, width) in enumerate(widths.items()):
            page.set_column(column, column, width)
            page.write_string(HEAD, column, heading, self.style("head"))
        page.set_row(HEAD, 32)
        page.freeze_panes(HEAD + 1, 2)
        page.set_landscape()
        page.set_paper(8)  # A3
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEAD)
        page.set_footer("&C第 &P 页，共 &N 页")
        return page

    def fill(self, page: Worksheet, frame: DataFrame, styles: Mapping[str, str], widths: Mapping[str, float]) -> None:
        """Write a frame under the headings, each column in its style, each row as high as its texts need."""
        heights = [_LINE_HEIGHT] * len(frame)
        for heading in frame.columns:
            if styles.get(str(heading), "text") in ("text", "link"):
                needed = (_height(value, widths[str(heading)]) for value in frame[heading].tolist())
                heights = list(map(max, heights, needed))
        for row, height in enumerate(heights, HEAD + 1):
            page.set_row(row, height)
        for column, heading in enumerate(frame.columns):
            style = styles.get(str(heading), "text")
            for row, value in enumerate(frame[heading].tolist(), HEAD + 1):
                self.put(page, row, column, value, style)

    def put(self, page: Worksheet, row: int, column: int, value: object, style: str) -> None:
        """Write a value as what it is; text never becomes a formula or a link."""
        shown = self.style(style)
        if style == "link":
            self.link(page, row, column, str(value), str(value))
        elif is_blank(value):
            page.write_blank(row, column, None, shown)
        elif isinstance(value, int | float | Decimal):
            page.write_number(row, column, float(value), shown)
        else:
            page.write_string(row, column, text(str(value)), shown)

    def link(self, page: Worksheet, row: int, column: int, file: str, label: str, place: str = "") -> None:
        """Write a label that opens a file, at a place in it; plain text where Excel could not hold the link."""
        address = f"external:{_relative(file, self.folder)}{place}"
        self.links += 1
        if self.links > _MOST_LINKS or len(address) > _LONGEST_LINK or not file:
            page.write_string(row, column, text(label), self.style("text"))
        else:
            page.write_url(row, column, address, self.style("link"), text(label))


def _height(value: object, width: float) -> float:
    """Return the points that a text takes in a column; no font is measured, a Chinese character is two letters wide."""
    if is_blank(value):
        return _LINE_HEIGHT
    letters = len(str(value).encode("gb18030", "replace"))
    return min(_TALLEST_ROW, _LINE_HEIGHT * ceil(letters / (width * _FILLED)) + _GAP)


def is_blank(value: Any) -> bool:  # noqa: ANN401 (whatever a frame holds)
    """Whether a value of a frame is none: pandas writes None, NaN or NaT for it."""
    from pandas import isna  # noqa: PLC0415 (only who writes a summary waits for it)

    return bool(isna(value)) or value == ""


def text(value: str) -> str:
    """Return text as a cell can hold it."""
    return visible_xml(value)[:_LONGEST_TEXT]


def _relative(file: str, folder: Path) -> str:
    """Return the way from the summary to a workbook, so that the folder can be moved; else the whole path."""
    if "://" in file:
        return file
    try:
        return os.path.relpath(file, folder)
    except ValueError:  # another drive of Windows
        return os.path.abspath(file)
