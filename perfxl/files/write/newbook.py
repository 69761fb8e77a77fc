"""Whole new workbooks, made by XlsxWriter: of plain sheets, or of perfxl's own sheets alone."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from perfxl.errors import RefusedError
from perfxl.files.parts.book import open_book
from perfxl.files.parts.cellformats import GENERAL
from perfxl.files.write.cellxml import LONGEST_TEXT
from perfxl.files.write.grafting import fill_sheets
from perfxl.files.write.session import Session
from perfxl.package.archive import open_archive
from perfxl.package.save import save
from perfxl.sheets.address import cell_address
from perfxl.sheets.changeset import SheetWrite
from perfxl.sheets.snapshot import Cell, Sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FIRST_DAY = datetime(1980, 1, 1, tzinfo=UTC)  # no time is kept, so that the same input gives the same bytes
_FONT = {"font_name": "宋体", "font_size": 11}


def new_workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook with the values, number formats and merges of these sheets, at least one, and nothing else.

    The same sheets give the same bytes. RefusedError where a text is longer than Excel can hold.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 (only who makes a new workbook waits for it)

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "default_format_properties": dict(_FONT)}
    with Workbook(buffer, options) as book:
        book.set_properties({"created": _FIRST_DAY})
        formats = {GENERAL: book.add_format()}
        for sheet in sheets:
            _add(book, sheet, formats)
    return buffer.getvalue()


def create(writes: Sequence[SheetWrite], target: Path | str) -> None:
    """Write a workbook of perfxl's own sheets alone, at least one, for where they may not stand in another.

    The same sheets give the same bytes. RefusedError where `target` cannot be written.
    """
    with tempfile.TemporaryDirectory() as folder:
        blank = Path(folder) / "blank.xlsx"
        blank.write_bytes(new_workbook([Sheet(write.name, hidden=write.spec.hidden) for write in writes]))
        archive = open_archive(blank)
        session = Session(archive, open_book(archive))
        fill_sheets(session, writes)
        save(archive, Path(target), session.finish())


def _add(book: Workbook, sheet: Sheet, formats: dict[str, Format]) -> None:
    page = book.add_worksheet(sheet.name)
    if sheet.hidden:
        page.hide()
    for position, cell in sorted(sheet.cells.items()):
        if cell.number_format not in formats:
            formats[cell.number_format] = book.add_format({"num_format": cell.number_format})
        _put(page, position, cell, formats[cell.number_format])
    for merge in sheet.merges:
        anchor = sheet.cells.get(merge.anchor, Cell())
        with suppress(ValueError):  # two merges overlap: the first stays
            page.merge_range(
                merge.top - 1, merge.left - 1, merge.bottom - 1, merge.right - 1, "", formats[anchor.number_format]
            )
            _put(page, merge.anchor, anchor, formats[anchor.number_format])


def _put(page: Worksheet, position: tuple[int, int], cell: Cell, shown: Format) -> None:
    row, column = position[0] - 1, position[1] - 1
    if isinstance(cell.value, bool):
        page.write_boolean(row, column, cell.value, shown)
    elif isinstance(cell.value, Decimal):
        page.write_number(row, column, float(cell.value), shown)
    elif cell.value:
        if len(cell.value) > LONGEST_TEXT:
            raise RefusedError(
                f"单元格 {cell_address(*position)} 的文字超过 {LONGEST_TEXT} 个字符，Excel 无法保存，请缩短后重试。"
            )
        page.write_string(row, column, cell.value, shown)
