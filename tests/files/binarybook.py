"""A small .xlsb made by hand, record by record ([MS-XLSB] 2.3 and 2.4)."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"


def record(kind: int, content: bytes = b"") -> bytes:
    """Return one record."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(content)]) + content


def wide(text: str) -> bytes:
    """Return a text that states its length."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def make(path: Path, name: str, rows: list[list[str | float]], merge: tuple[int, int, int, int]) -> None:
    """Write a workbook of one sheet; `merge` is (top, left, bottom, right), counted from 1."""
    book = record(131) + record(143) + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide(name))
    top, left, bottom, right = (number - 1 for number in merge)
    sheet = record(129) + record(148, struct.pack("<4I", 0, len(rows) - 1, 0, len(rows[0]) - 1)) + record(145)
    for number, values in enumerate(rows):
        sheet += record(0, struct.pack("<I", number) + bytes(21))
        sheet += b"".join(_cell(column, value) for column, value in enumerate(values))
    merged = record(177, struct.pack("<I", 1)) + record(176, struct.pack("<4I", top, bottom, left, right)) + record(178)
    with zipfile.ZipFile(path, "w") as package:
        types = f'<Default Extension="bin" ContentType="{MAIN}"/>'
        package.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>')
        package.writestr("_rels/.rels", _link("officeDocument", "xl/workbook.bin"))
        package.writestr("xl/_rels/workbook.bin.rels", _link("worksheet", "worksheets/sheet1.bin"))
        package.writestr("xl/workbook.bin", book + record(144) + record(132))
        package.writestr("xl/worksheets/sheet1.bin", sheet + record(146) + merged + record(130))


def _cell(column: int, value: str | float) -> bytes:
    place = struct.pack("<II", column, 0)
    if isinstance(value, str):
        return record(6, place + wide(value))
    return record(5, place + struct.pack("<d", value))


def _link(kind: str, target: str) -> str:
    link = f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{link}</Relationships>'
