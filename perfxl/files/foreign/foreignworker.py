"""The process that opens formats of others with calamine: what a broken file does to it, it does to nobody else.

Reads the file's bytes from standard input and writes lines of JSON to standard output; `foreign` starts it. For each
sheet a line with its name, then one for each of its rows. Exit code 3: the file has a password.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

PASSWORD = 3
_DAY_ZERO = datetime(1899, 12, 30)
_DAY = timedelta(days=1)


def main(memory: int) -> None:
    """Answer one request, with at most that many bytes of memory where the system can hold a process to it."""
    _confine(memory)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    except PasswordError:
        sys.exit(PASSWORD)
    for line in _lines(book):
        sys.stdout.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n")


def _confine(memory: int) -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 (not on Windows)

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _lines(book: CalamineWorkbook) -> Iterator[object]:
    for index, told in enumerate(book.sheets_metadata):
        if told.typ == SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_index(index)
            merges = [[*first, *last] for first, last in sheet.merged_cell_ranges or ()]
            yield {"name": told.name, "hidden": told.visible != SheetVisibleEnum.Visible, "merges": merges}
            yield from _rows(sheet)


def _rows(sheet: CalamineSheet) -> Iterator[list[object]]:
    """Yield [row, column, value, column, value, ...] of each row with values, counted from 1."""
    _, left = sheet.start or (0, 0)
    for row, values in enumerate(sheet.iter_rows(), 1):
        cells = ((column, _plain(value)) for column, value in enumerate(values, left + 1) if value != "")
        line: list[object] = [row]
        for cell in cells:
            line += cell
        if len(line) > 1:
            yield line


def _plain(value: object) -> object:
    """Return a value as JSON can hold it, a date as [serial number, the number format that shows it]."""
    if isinstance(value, datetime):
        return [(value.replace(tzinfo=None) - _DAY_ZERO) / _DAY, "yyyy-mm-dd hh:mm:ss"]
    if isinstance(value, date):
        return [(datetime(value.year, value.month, value.day) - _DAY_ZERO).days, "yyyy-mm-dd"]
    if isinstance(value, time):
        return [timedelta(hours=value.hour, minutes=value.minute, seconds=value.second) / _DAY, "hh:mm:ss"]
    if isinstance(value, timedelta):
        return [value / _DAY, "[h]:mm:ss"]
    return value
