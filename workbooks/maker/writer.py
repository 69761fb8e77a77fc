"""Writes a book to a file whose bytes depend on nothing but the book."""

from __future__ import annotations

from datetime import UTC, datetime
from math import ceil
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from maker.plan import Book, Cover, Sheet
from maker.styles import Styles
from maker.tables import NARROWER, draw, width

CREATED = datetime(2021, 1, 4, tzinfo=UTC)
A4 = 9
OPTIONS = {"default_format_properties": {"font_name": "宋体", "font_size": 11}, "strings_to_formulas": False}


def write(book: Book, path: Path) -> None:
    """Write a book to `path`."""
    with Workbook(path, OPTIONS) as file:
        file.set_properties({"title": book.title, "created": CREATED})
        styles = Styles(file)
        _draw_cover(page(file, book.cover.sheet), styles, book.cover)
        for sheet in book.sheets:
            _draw_sheet(page(file, sheet.sheet, sheet.landscape, sheet.one_page), styles, sheet)


def page(file: Workbook, name: str, landscape: bool = False, one_page: bool = False) -> Worksheet:
    """Add a sheet that prints on A4, one page wide."""
    sheet: Worksheet = file.add_worksheet(name)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, int(one_page))
    sheet.center_horizontally()
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.set_footer("&C&10第 &P 页，共 &N 页")
    if landscape:
        sheet.set_landscape()
    return sheet


def _draw_cover(page: Worksheet, styles: Styles, cover: Cover) -> None:
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 62)
    page.set_row(0, 90)
    page.merge_range(0, 0, 0, 1, cover.title, styles.part("cover_title"))
    for row, (label, value) in enumerate(cover.fields, 1):
        page.set_row(row, 36)
        page.write_string(row, 0, f"{label}：", styles.part("field"))
        page.write(row, 1, value, styles.part("line"))
    top = len(cover.fields) + 2
    page.write_string(top, 0, cover.heading, styles.part("caption"))
    _draw_notes(page, styles, cover.notes, top + 1, [22, 62])


def _draw_sheet(page: Worksheet, styles: Styles, sheet: Sheet) -> None:
    widths = _widths(sheet)
    for column, wide in enumerate(widths):
        page.set_column(column, column, wide)
    page.set_row(0, 36)
    page.merge_range(0, 0, 0, len(widths) - 1, sheet.title, styles.part("title"))
    top, heading = 1, 0
    for number, table in enumerate(sheet.tables):
        heading, top = draw(page, styles, table, top + (number > 0))
    _draw_notes(page, styles, sheet.notes, top, widths)
    if len(sheet.tables) == 1:
        page.freeze_panes(heading + 1, sheet.freeze_columns)
        page.repeat_rows(0, heading)


def _widths(sheet: Sheet) -> list[float]:
    count = max(len(table.columns) for table in sheet.tables)
    return [max(table.columns[at].width for table in sheet.tables if at < len(table.columns)) for at in range(count)]


def _draw_notes(page: Worksheet, styles: Styles, notes: tuple[str, ...], top: int, widths: list[float]) -> None:
    for row, note in enumerate(notes, top):
        page.set_row(row, 4 + 15 * ceil(width(note) * NARROWER / sum(widths)))
        page.merge_range(row, 0, row, len(widths) - 1, note, styles.part("note"))
