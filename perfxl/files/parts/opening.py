"""Opening any workbook: as its package, or, in a format of others, as the values that can be read of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from perfxl.errors import InputError
from perfxl.files.foreign.compound import holds_workbook
from perfxl.package.archive import Archive, load, opened
from perfxl.package.relationships import content_types
from perfxl.sheets.snapshot import Sheet

_NATIVE = (".xlsx", ".xlsm", ".xltx", ".xltm")
_MACROS, _TEMPLATE = "macroenabled", "template"


@dataclass(frozen=True, slots=True)
class ForeignBook:
    """A workbook in a format of others: `kind` is ".xls", ".xlsb" or ".ods", `digest` the SHA-256 of the file."""

    path: Path
    kind: str
    digest: str
    sheets: tuple[Sheet, ...]


def open_workbook(path: Path) -> Archive | ForeignBook:
    """Open a workbook, whatever its format; InputError says what else the file is and what to do."""
    data = load(path)
    archive, kind = _sniffed(path, data)
    if archive is not None and not kind:
        return archive
    from perfxl.files.foreign.foreign import read_foreign  # noqa: PLC0415 (subprocess: for those formats only)

    sheets = read_foreign(path, data, archive)
    if not sheets:
        raise InputError(f"“{path.name}”中没有工作表，请用 Excel 或 WPS 打开后另存为 .xlsx 再试。")
    return ForeignBook(path, kind, hashlib.sha256(data).hexdigest(), sheets)


def foreign_kind(path: Path) -> str:
    """Return ".xls", ".xlsb" or ".ods" where only the values of a workbook can be read, "" where it can be edited."""
    return _sniffed(path, load(path))[1]


def suffix_for(path: Path) -> str:
    """Return the extension that what is written from a workbook must have."""
    archive, kind = _sniffed(path, load(path))
    return ".xlsx" if archive is None or kind else output_suffix(archive)


def output_suffix(archive: Archive) -> str:
    """Return the extension that a written package must have: its own where that is right, else what its content is."""
    if archive.path.suffix.casefold() in _NATIVE:
        return archive.path.suffix
    types = (kind.casefold() for kind in content_types(archive).values())
    main = next((kind for kind in types if kind.endswith(".main+xml")), "")
    return f".xl{'t' if _TEMPLATE in main else 's'}{'m' if _MACROS in main else 'x'}"


def _sniffed(path: Path, data: bytes) -> tuple[Archive | None, str]:
    """Return the package that a file is, None for .xls, and its kind if it is in a format of others."""
    if holds_workbook(data):
        return None, ".xls"
    archive = opened(path, data)
    return archive, _packed_kind(archive)


def _packed_kind(archive: Archive) -> str:
    if archive.find("xl/workbook.bin") and archive.find("xl/workbook.xml") is None:
        return ".xlsb"
    if archive.find("content.xml") and archive.find("mimetype"):
        return ".ods" if b"opendocument.spreadsheet" in archive.read("mimetype") else ""
    return ""
