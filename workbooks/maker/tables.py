"""Draws one table: caption or single value, unit line, headings, rows with merged categories."""

from __future__ import annotations

from decimal import Decimal
from math import ceil
from unicodedata import east_asian_width

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from maker.plan import TOTAL, Column, Row, Table
from maker.styles import Styles, typed

LINE = 14.0
MIN_HEIGHT = 20.0
NARROWER = 0.9  # cells are set in 10 points, column widths count characters of 11
WORDS = frozenset({"merge", "label", "number", "text", "standard"})


def draw(page: Worksheet, styles: Styles, table: Table, top: int) -> tuple[int, int]:
    """Draw a table from row `top` on; return its heading row and the row below it."""
    top = _above(page, styles, table, top)
    page.set_row(top, 26)
    for at, column in enumerate(table.columns):
        page.write_string(top, at, column.heading, styles.part("heading"))
    for offset, row in enumerate(table.rows, 1):
        _draw_row(page, styles, table, top + offset, row)
    _merge_runs(page, styles, table, top + 1)
    return top, top + 1 + len(table.rows)


def _above(page: Worksheet, styles: Styles, table: Table, top: int) -> int:
    last = len(table.columns) - 1
    if table.lead:
        (value, _), source = typed(table.lead_row[0]), table.lead_row[1]
        page.set_row(top, 22)
        page.write_string(top, 0, table.lead, styles.cell("label"))
        page.write(top, 1, value, styles.cell("money"))
        page.write(top, last, source, styles.cell("source"))
        top += 1
    if table.caption:
        page.write_string(top, 0, table.caption, styles.part("caption"))
    if table.unit:
        page.write_string(top, last, f"单位：{table.unit}", styles.part("unit"))
    return top + bool(table.unit or table.caption)


def _draw_row(page: Worksheet, styles: Styles, table: Table, at: int, row: Row) -> None:
    page.set_row(at, _height(table.columns, row))
    bold = row[0] == TOTAL
    for column, cell in enumerate(row):
        value, percent = typed(cell)
        kind = table.kind_at(column, row)
        _put(page, at, column, value, styles.cell(kind, percent, bold))
    if bold:
        _merge_total(page, styles, table, at, row)


def _put(page: Worksheet, row: int, column: int, value: str | Decimal | None, look: Format) -> None:
    """Write text as text even where it begins with "=": a target such as =100% is no formula."""
    if isinstance(value, str):
        page.write_string(row, column, value, look)
    else:
        page.write(row, column, value, look)


def _merge_total(page: Worksheet, styles: Styles, table: Table, at: int, row: Row) -> None:
    """Merge 合计 over the empty word columns beside it."""
    last = 0
    while row[last + 1] is None and table.columns[last + 1].kind in WORDS:
        last += 1
    if last:
        page.merge_range(at, 0, at, last, TOTAL, styles.cell("center", bold=True))


def _merge_runs(page: Worksheet, styles: Styles, table: Table, top: int) -> None:
    """Merge equal neighbours of category columns, never beyond a category further left."""
    for column in range(len(table.columns)):
        if table.columns[column].kind == "merge":
            for first, last in _runs(table.rows, table.columns, column):
                page.merge_range(
                    top + first, column, top + last, column, table.rows[first][column], styles.cell("merge")
                )


def _runs(rows: tuple[Row, ...], columns: tuple[Column, ...], column: int) -> list[tuple[int, int]]:
    wide = [at for at in range(column + 1) if columns[at].kind == "merge"]
    keys = [[row[at] for at in wide] for row in rows]
    starts = [at for at, key in enumerate(keys) if at == 0 or key != keys[at - 1]]
    ends = [at - 1 for at in starts[1:]] + [len(rows) - 1]
    return [(a, b) for a, b in zip(starts, ends, strict=True) if b > a and rows[a][column] is not None]


def _height(columns: tuple[Column, ...], row: Row) -> float:
    """Return the height that shows all lines: merged and fitted cells do not grow of themselves."""
    lines = (
        ceil(width(cell) * NARROWER / (column.width - 1))
        for column, cell in zip(columns, row, strict=True)
        if isinstance(cell, str) and column.kind != "merge"
    )
    return max(MIN_HEIGHT, LINE * max(lines, default=1) + 6)


def width(text: str) -> int:
    """Return a text's width in half-width characters."""
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)
