"""The process that opens formats of others with calamine: what a broken file does to it, it does to nobody else.

Reads the file's bytes from standard input and writes JSON to standard output; `foreign` starts it. Exit code 3: the
file has a password.
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
    text = json.dumps(list(_sheets(book)), ensure_ascii=True)
    sys.stdout.write(text)


def _confine(memory: int) -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 (not on Windows)

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _sheets(book: CalamineWorkbook) -> Iterator[dict[str, object]]:
    for index, told in enumerate(book.sheets_metadata):
        if told.typ == SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_index(index)
            yield {
                "name": told.name,
                "hidden": told.visible != SheetVisibleEnum.Visible,
                "index": index,
                "cells": list(_cells(sheet)),
                "merges": [[*first, *last] for first, last in sheet.merged_cell_ranges or ()],
            }


def _cells(sheet: CalamineSheet) -> Iterator[list[object]]:
    """Yield [row, column, value, format], counted from 1; cells without a value are left out."""
    top, left = sheet.start or (0, 0)
    for row, values in enumerate(sheet.to_python(), top + 1):
        for column, value in enumerate(values, left + 1):
            if value != "":
                yield [row, column, *_plain(value)]


def _plain(value: object) -> tuple[object, str]:
    """Return a value as JSON can hold it, dates as serial numbers, and the number format that shows it."""
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None) - _DAY_ZERO) / _DAY, "yyyy-mm-dd hh:mm:ss"
    if isinstance(value, date):
        return (datetime(value.year, value.month, value.day) - _DAY_ZERO).days, "yyyy-mm-dd"
    if isinstance(value, time):
        return timedelta(hours=value.hour, minutes=value.minute, seconds=value.second) / _DAY, "hh:mm:ss"
    if isinstance(value, timedelta):
        return value / _DAY, "[h]:mm:ss"
    return value, ""
