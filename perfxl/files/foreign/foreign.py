"""Formats of others (.xls, .xlsb, .ods, and .et, which is .xls inside): their values, merges and sheet names."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from perfxl.errors import InputError
from perfxl.files.foreign.compound import is_encrypted, respell_streams
from perfxl.files.foreign.spanned import merges_of
from perfxl.files.parts.content import parse_number
from perfxl.package.archive import Archive
from perfxl.package.limits import limits
from perfxl.package.xml import without_blanks
from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, Box, Position
from perfxl.sheets.names import valid_name
from perfxl.sheets.snapshot import Cell, Sheet

# Isolated (-I), so it is told where to find us.
_PROGRAM = "import sys; sys.path[:] = {path!r}; from perfxl.files.foreign.foreignworker import main; main({memory})"
_PASSWORD = 3
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows would show one
_MEMORY_TIMES = 4  # calamine holds a sheet as a full rectangle
_CONTENT = "content.xml"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


class _UnreadableError(Exception):
    """The process that was to read the file ended without having read it."""


def read_foreign(path: Path, data: bytes, archive: Archive | None) -> tuple[Sheet, ...]:
    """Read the worksheets of a file in a format of others; `archive` is its package, None for .xls.

    Numbers are exact to 15 digits, dates serial numbers; formulas give their cached values, errors give nothing, and
    number formats are known of dates only. Names are made as Excel takes them, and one sheet is visible.
    InputError where the file cannot be read, has a password, needs too long or too much memory.
    """
    if archive is None:
        if is_encrypted(data):
            raise _locked(path)
        data = respell_streams(data)
    try:
        sheets = _sheets(path, data, archive)
        merges = merges_of(archive, [sheet.name for sheet in sheets]) if archive else {}
    except (ValueError, TypeError, KeyError, RecursionError, _UnreadableError) as error:
        message = f"“{path.name}”的内容无法读取，可能已损坏，请用 Excel 或 WPS 打开后另存为 .xlsx 再试。"
        raise InputError(message) from error
    return _as_excel_has_them([replace(each, merges=merges.get(each.name, each.merges)) for each in sheets])


def _sheets(path: Path, data: bytes, archive: Archive | None) -> list[Sheet]:
    try:
        return list(_answer(path, data))
    except _UnreadableError:
        if archive is None or archive.find(_CONTENT) is None:
            raise
        return list(_answer(path, _compact(archive)))  # calamine stumbles over indented elements


def _compact(archive: Archive) -> bytes:
    """Return the package of an .ods with nothing but elements where only elements may stand."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for entry in archive.entries:
            content = archive.read(entry.filename)
            if archive.find(entry.filename) == _CONTENT:
                content = without_blanks(content, _CONTENT, _TEXT)
            package.writestr(entry.filename, content)
    return buffer.getvalue()


def _answer(path: Path, data: bytes) -> Iterator[Sheet]:
    """Yield the sheets that the reading process tells of, row by row, as large ones need much memory."""
    decoder = json.JSONDecoder(parse_float=parse_number, parse_int=Decimal, parse_constant=parse_number)
    cells: dict[Position, Cell] = {}
    known: dict[object, Cell] = {}
    sheet: Sheet | None = None
    with _process(path, data) as lines:
        for line in lines:
            told = decoder.decode(line.decode("ascii"))
            if isinstance(told, list):
                _take(told, cells, known)
                continue
            if sheet:
                yield sheet
            cells = {}
            sheet = Sheet(told["name"], cells, tuple(_boxes(told)), told["hidden"])
    if sheet:
        yield sheet


def _boxes(told: Mapping[str, Any]) -> Iterator[Box]:
    for top, left, bottom, right in told["merges"]:
        yield Box(int(top) + 1, int(left) + 1, int(bottom) + 1, int(right) + 1)


def _take(told: Sequence[Any], cells: dict[Position, Cell], known: dict[object, Cell]) -> None:
    """Take a row as it was told: its number, then column and value in turn; equal cells are one object."""
    row = int(told[0])
    for column, value in zip(map(int, told[1::2]), told[2::2], strict=True):
        if row > LAST_ROW or column > LAST_COLUMN:
            raise ValueError("a cell outside of any sheet")
        key = tuple(value) if isinstance(value, list) else (type(value), value)
        if key not in known:
            known[key] = Cell(value[0], None, value[1]) if isinstance(value, list) else Cell(value)
        cells[row, column] = known[key]


@contextmanager
def _process(path: Path, data: bytes) -> Iterator[Iterator[bytes]]:
    """Have a process read the file, and give what it tells line by line.

    InputError where it takes too long or the file has a password, _UnreadableError where it fails.
    """
    allowed = limits()
    program = _PROGRAM.format(path=sys.path, memory=_MEMORY_TIMES * allowed.total)
    process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
        [sys.executable, "-I", "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=_NO_WINDOW,
    )
    late = threading.Event()
    alarm = threading.Timer(allowed.seconds, _stop, (process, late))
    feeder = threading.Thread(target=_feed, args=(process, data), daemon=True)
    alarm.start()
    feeder.start()
    try:
        with process.stdout as lines:  # type: ignore[union-attr]
            yield lines
        code = process.wait()
    except ValueError:  # cut off in the middle, maybe
        if not late.is_set():
            raise
        code = 0
    finally:
        alarm.cancel()
        process.kill()
        process.wait()
        feeder.join()
    if late.is_set():
        raise InputError(
            f"“{path.name}”读了 {allowed.seconds} 秒还没有读完，已放弃，请用 Excel 或 WPS 打开后另存为 .xlsx 再试。"
        )
    if code == _PASSWORD:
        raise _locked(path)
    if code:
        raise _UnreadableError(code)


def _stop(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _feed(process: subprocess.Popen[bytes], data: bytes) -> None:
    with suppress(OSError), process.stdin:  # type: ignore[union-attr]
        process.stdin.write(data)  # type: ignore[union-attr]


def _locked(path: Path) -> InputError:
    return InputError(
        f"“{path.name}”的内容已加密（设有打开密码，或保护了工作簿），"
        "请在 Excel 或 WPS 中取消密码和保护后另存为 .xlsx 再试。"
    )


def _as_excel_has_them(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """Return the sheets under names that Excel takes, the first of them visible where all are hidden."""
    names: list[str] = []
    for sheet in sheets:
        names.append(valid_name(sheet.name, names))
    hidden = [sheet.hidden for sheet in sheets]
    if all(hidden):
        hidden[:1] = [False]
    return tuple(
        replace(sheet, name=name, hidden=state) for sheet, name, state in zip(sheets, names, hidden, strict=True)
    )
