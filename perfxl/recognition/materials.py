"""The sheet 文字材料 (文字材料): what people write for the report, one row a place; it holds no table of figures."""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.model.place import Place
from perfxl.model.table import Material
from perfxl.numerals.characters import compact
from perfxl.sheets.address import cell_address
from perfxl.sheets.snapshot import Sheet

TITLE, PLACE, TEXT = "文字材料", "位置", "内容"
_REACH = 10  # rows from the top within which the heading stands


def is_materials(sheet: Sheet) -> bool:
    """Whether a sheet is named 文字材料, or so headed, and has the columns 位置 and 内容."""
    named = TITLE in compact(sheet.name) or any(
        TITLE in _text(sheet, row, column) for row, column in sheet.cells if row <= _REACH
    )
    return named and _heading(sheet) is not None


def materials(sheet: Sheet) -> Iterator[Material]:
    """Yield what is written, from top to bottom, blank texts too; a row without a place goes on with the one above."""
    heading = _heading(sheet)
    if heading is None:
        return
    top, places, texts = heading
    place = ""
    for row in sorted({row for row, _ in sheet.cells if row > top}):
        own, text = _written(sheet, row, places), _written(sheet, row, texts)
        place = own or place
        if own or (place and text):
            yield Material(Place(sheet.name, cell_address(row, texts)), place, text)


def _heading(sheet: Sheet) -> tuple[int, int, int] | None:
    for row in range(1, _REACH + 1):
        named = {_text(sheet, row, column): column for own, column in sheet.cells if own == row}
        if PLACE in named and TEXT in named:
            return row, named[PLACE], named[TEXT]
    return None


def _text(sheet: Sheet, row: int, column: int) -> str:
    return compact(_written(sheet, row, column))


def _written(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cells.get((row, column))
    value = None if cell is None else cell.value
    return "" if value is None or isinstance(value, bool) else str(value).strip()
