"""Formats of others (.xls, .xlsb, .ods, and .et, which is .xls inside): their values, merges and sheet names.

A file is told by its content: its extension may be anything.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from perfxl.errors import InputError
from perfxl.files.foreign.spanned import merges_of
from perfxl.files.parts.content import parse_number
from perfxl.package.archive import Archive
from perfxl.package.limits import limits
from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, Box
from perfxl.sheets.snapshot import Value

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Isolated (-I), so it is told where to find us.
_PROGRAM = "import sys; sys.path[:] = {path!r}; from perfxl.files.foreign.foreignworker import main; main({memory})"
_PASSWORD = 3
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows would show one
_MEMORY_TIMES = 4  # calamine holds a sheet as a full rectangle


@dataclass(frozen=True, slots=True)
class ForeignSheet:
    """One worksheet; `cells` gives (value, number format) by position, the format "" where it is not known."""

    name: str
    hidden: bool
    cells: Mapping[tuple[int, int], tuple[Value, str]]
    merges: tuple[Box, ...]


def old_kind(data: bytes) -> str:
    """Return ".xls" where the bytes are a compound file with a workbook in it, "" else."""
    if not data.startswith(_OLE) or _ENCRYPTED in data:
        return ""
    return ".xls" if any(name in data for name in _STREAMS) else ""


def packed_kind(archive: Archive) -> str:
    """Return ".xlsb" or ".ods" where the package is one, "" else."""
    if archive.find("xl/workbook.bin") and archive.find("xl/workbook.xml") is None:
        return ".xlsb"
    if archive.find("content.xml") and archive.find("mimetype"):
        return ".ods" if b"opendocument.spreadsheet" in archive.read("mimetype") else ""
    return ""


def read_foreign(path: Path, data: bytes, archive: Archive | None) -> tuple[ForeignSheet, ...]:
    """Read the worksheets of a file in a format of others; `archive` is its package, None for .xls.

    Numbers are exact to 15 digits, dates serial numbers; formulas give their cached values, errors give nothing.
    InputError where calamine cannot read it, needs too long or too much memory.
    """
    try:
        sheets = json.loads(
            _answer(path, data), parse_float=parse_number, parse_int=Decimal, parse_constant=parse_number
        )
        merges = merges_of(archive, [sheet["name"] for sheet in sheets]) if archive else {}
        return tuple(_sheet(sheet, merges.get(sheet["name"])) for sheet in sheets)
    except (ValueError, RecursionError) as error:
        raise _unreadable(path) from error


def _answer(path: Path, data: bytes) -> bytes:
    allowed = limits()
    program = _PROGRAM.format(path=sys.path, memory=_MEMORY_TIMES * allowed.total)
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter and module)
            [sys.executable, "-I", "-c", program],
            input=data,
            capture_output=True,
            timeout=allowed.seconds,
            check=False,
            creationflags=_NO_WINDOW,
        )
    except subprocess.TimeoutExpired as error:
        raise InputError(
            f"“{path.name}”读了 {allowed.seconds} 秒还没有读完，已放弃，请用 Excel 或 WPS 打开后另存为 .xlsx 再试。"
        ) from error
    if done.returncode == _PASSWORD:
        raise InputError(f"“{path.name}”设有打开密码，请在 Excel 或 WPS 中取消密码后另存为 .xlsx 再试。")
    if done.returncode:
        raise _unreadable(path)
    return done.stdout


def _sheet(told: dict[str, Any], merges: tuple[Box, ...] | None) -> ForeignSheet:
    cells = {(int(row), int(column)): (value, shown) for row, column, value, shown in told["cells"]}
    if any(row > LAST_ROW or column > LAST_COLUMN for row, column in cells):
        raise ValueError("a cell outside of any sheet")
    counted = tuple(Box(int(t) + 1, int(le) + 1, int(b) + 1, int(r) + 1) for t, le, b, r in told["merges"])
    return ForeignSheet(told["name"], told["hidden"], cells, counted if merges is None else merges)


def _unreadable(path: Path) -> InputError:
    return InputError(f"“{path.name}”的内容无法读取，可能已损坏，请用 Excel 或 WPS 打开后另存为 .xlsx 再试。")
