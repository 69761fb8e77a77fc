"""Opening any workbook as a package: one in a format of others as the .xlsx that its values make."""

from __future__ import annotations

import hashlib
from pathlib import Path

from perfxl.errors import InputError, RefusedError
from perfxl.files.foreign.converting import as_xlsx
from perfxl.files.foreign.foreign import ForeignSheet, old_kind, packed_kind, read_foreign
from perfxl.package.archive import Archive, load, opened
from perfxl.package.relationships import content_types

_NATIVE = (".xlsx", ".xlsm", ".xltx", ".xltm")
_MACROS, _TEMPLATE = "macroenabled", "template"


class Converted(Archive):
    """The package that the values of a workbook in a format of others make; `kind` is that format, ".xls", ...

    Its digest is that of the file itself.
    """

    def __init__(self, path: Path, file: bytes, sheets: tuple[ForeignSheet, ...], kind: str) -> None:
        super().__init__(path, as_xlsx(sheets), hashlib.sha256(file).hexdigest())
        self.kind = kind


def open_workbook(path: Path) -> Archive:
    """Open a workbook, whatever its format; InputError says what else the file is and what to do."""
    data = load(path)
    archive, kind = _sniffed(path, data)
    if archive is not None and not kind:
        return archive
    sheets = read_foreign(path, data, archive)
    if not sheets:
        raise InputError(f"“{path.name}”中没有工作表，请用 Excel 或 WPS 打开后另存为 .xlsx 再试。")
    return Converted(path, data, sheets, kind)


def foreign_kind(path: Path) -> str:
    """Return ".xls", ".xlsb" or ".ods" where only the values of a workbook can be read, "" where it can be edited."""
    return _sniffed(path, load(path))[1]


def suffix_for(path: Path) -> str:
    """Return the extension that what is written from a workbook must have."""
    archive, kind = _sniffed(path, load(path))
    return ".xlsx" if archive is None or kind else output_suffix(archive)


def check_editable(archive: Archive) -> None:
    """Raise RefusedError where a workbook is in a format that perfxl reads, but cannot write."""
    if isinstance(archive, Converted):
        raise RefusedError(
            f"“{archive.path.name}”是 {archive.kind} 格式，不能就地修改，"
            "请用 -o 写到新的 .xlsx 文件，或先用 Excel、WPS 另存为 .xlsx。"
        )


def check_formulas(archive: Archive) -> None:
    """Raise InputError where a workbook is in a format whose formulas cannot be read."""
    if isinstance(archive, Converted):
        raise InputError(
            f"“{archive.path.name}”是 {archive.kind} 格式，读不到公式，不能重算，请用 Excel 或 WPS 另存为 .xlsx 再试。"
        )


def output_suffix(archive: Archive) -> str:
    """Return the extension that a written workbook must have: its own where that is right, else what its content is."""
    if isinstance(archive, Converted):
        return ".xlsx"
    if archive.path.suffix.casefold() in _NATIVE:
        return archive.path.suffix
    types = (kind.casefold() for kind in content_types(archive).values())
    main = next((kind for kind in types if kind.endswith(".main+xml")), "")
    return f".xl{'t' if _TEMPLATE in main else 's'}{'m' if _MACROS in main else 'x'}"


def _sniffed(path: Path, data: bytes) -> tuple[Archive | None, str]:
    """Return the package that a file is, None for .xls, and its kind if it is in a format of others."""
    kind = old_kind(data)
    if kind:
        return None, kind
    archive = opened(path, data)
    return archive, packed_kind(archive)
