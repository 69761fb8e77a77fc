"""Lists as attachments (表格): a heading row repeated on every page, one record a row, equal neighbours merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perfxl.attachments.canvas import Canvas, display_text
from perfxl.attachments.copying import runs
from perfxl.attachments.styles import ATTACHMENT, HEADER, TITLE, UNDER_TITLE, with_format
from perfxl.attachments.textfit import characters_for, width_for
from perfxl.sheets.changeset import PrintSetup, Style
from perfxl.sheets.snapshot import Value


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: field key, heading, least width in characters, look; a `grouped` one merges equal neighbours."""

    key: str
    label: str
    width: float
    style: Style
    grouped: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A value with its own number format ("General" keeps the column's) and the place that it jumps to."""

    value: Value = None
    number_format: str = "General"
    link: str = ""
    style: Style | None = None


Record = Mapping[str, Entry]
_NOTHING = Entry()


def fitting_widths(columns: Sequence[ListColumn], records: Sequence[Record]) -> dict[int, float]:
    """Return column widths that show every number whole and keep long texts from making towering rows."""
    return {number: _width(column, records) for number, column in enumerate(columns, 1)}


def _width(column: ListColumn, records: Sequence[Record]) -> float:
    size = column.style.size
    entries = [record.get(column.key, _NOTHING) for record in records]
    texts = [
        display_text(entry.value, with_format(column.style, entry.number_format).number_format) for entry in entries
    ]
    numbers = [text for text, entry in zip(texts, entries, strict=True) if isinstance(entry.value, Decimal)]
    least = max([column.width, *(characters_for(text, size) for text in numbers)])
    return width_for(texts, least, size, most=max(least, 60.0))


def write_heading(canvas: Canvas, number: int, title: str, year: str = "") -> int:
    """Write 附件N, the title and the year's line; return the next row."""
    canvas.line(1, f"附件{number}", ATTACHMENT, 26.0)
    canvas.line(2, title, TITLE, 36.0)
    if not year:
        return 3
    canvas.line(3, year, UNDER_TITLE)
    return 4


def year_line(year: str) -> str:
    """Return "（2020年度）", with room to write where the year is not known."""
    return f"（{year or '　　'}年度）"


def write_list(canvas: Canvas, top: int, columns: Sequence[ListColumn], records: Sequence[Record]) -> int:
    """Write the heading row at `top` and the records below; return the next row."""
    for number, column in enumerate(columns, 1):
        canvas.put((top, number, top, number), column.label, HEADER)
    canvas.floors[top] = 28.0
    _grouped(canvas, top + 1, columns, records)
    for row, record in enumerate(records, top + 1):
        for number, column in enumerate(columns, 1):
            if not column.grouped:
                _put(canvas, row, row, number, column, record.get(column.key, _NOTHING))
    return top + 1 + len(records)


def _grouped(canvas: Canvas, top: int, columns: Sequence[ListColumn], records: Sequence[Record]) -> None:
    grouped = [(number, column) for number, column in enumerate(columns, 1) if column.grouped]
    entries = [[record.get(column.key, _NOTHING) for _, column in grouped] for record in records]
    labels = [[str(entry.value or "") for entry in row] for row in entries]
    for (number, column), spans, depth in zip(grouped, runs(labels), range(len(grouped)), strict=False):
        for first, last in spans:
            _put(canvas, top + first, top + last, number, column, entries[first][depth])


def _put(canvas: Canvas, top: int, bottom: int, number: int, column: ListColumn, entry: Entry) -> None:
    style = with_format(entry.style or column.style, entry.number_format)
    if isinstance(entry.value, str):
        style = replace(style, wrap=True)
    canvas.put((top, number, bottom, number), entry.value, style, link=entry.link)


def list_setup(heading: int) -> PrintSetup:
    """Return landscape A4 with the heading row repeated."""
    return PrintSetup(landscape=True, repeat_rows=(heading, heading))
