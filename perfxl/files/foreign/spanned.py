"""Merged cells of .ods and .xlsb, which calamine does not tell."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from lxml import etree

from perfxl.package.archive import Archive
from perfxl.package.relationships import relations
from perfxl.package.xml import stream
from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, Box

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_MERGE, _BUNDLE = 176, 156  # [MS-XLSB] 2.4.678 BrtMergeCell, 2.4.301 BrtBundleSh
_MOST = 100_000
_MOST_RECORDS = 5_000_000


def merges_of(archive: Archive, sheets: Sequence[str]) -> dict[str, tuple[Box, ...]]:
    """Return the merged cells of each sheet, counted from 1; InputError or ValueError where the file is broken."""
    found = _open_document(archive) if archive.find("content.xml") else _binary(archive)
    return {name: tuple(boxes) for name, boxes in found if name in sheets}


def _open_document(archive: Archive) -> Iterator[tuple[str, list[Box]]]:
    part = "content.xml"
    boxes: list[Box] = []
    row = 0
    for element in stream(archive.read(part), part, (f"{_TABLE}table-row", f"{_TABLE}table")):
        if element.tag == f"{_TABLE}table":
            yield element.get(f"{_TABLE}name", ""), boxes
            boxes, row = [], 0
            continue
        boxes += _row_boxes(element, row + 1)
        row += _count(element, "number-rows-repeated")
        if len(boxes) > _MOST:
            raise ValueError("too many merges")


def _row_boxes(row: etree._Element, number: int) -> Iterator[Box]:
    column = 1
    for cell in row.iterchildren("{*}*"):
        down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        bottom, last = number + down - 1, column + right - 1
        if (down > 1 or right > 1) and bottom <= LAST_ROW and last <= LAST_COLUMN:
            yield Box(number, column, bottom, last)
        column += _count(cell, "number-columns-repeated")


def _count(element: etree._Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 1


def _binary(archive: Archive) -> Iterator[tuple[str, list[Box]]]:
    part = "xl/workbook.bin"
    targets = {relation.id: relation.target for relation in relations(archive, part)}
    for kind, content in _records(archive.read(part)):
        if kind == _BUNDLE:
            identifier, rest = _wide(content[8:])
            sheet = targets.get(identifier, "")
            data = archive.read(sheet) if archive.find(sheet) else b""
            yield _wide(rest)[0], [_box(found) for number, found in _records(data) if number == _MERGE]


def _box(content: bytes) -> Box:
    if len(content) < 16:
        raise ValueError("a merge is cut off")
    top, bottom, left, right = struct.unpack_from("<4I", content)
    if not (top <= bottom < LAST_ROW and left <= right < LAST_COLUMN):
        raise ValueError("a merge outside of the sheet")
    return Box(top + 1, left + 1, bottom + 1, right + 1)


def _wide(content: bytes) -> tuple[str, bytes]:
    """Return a text that states its length, and what follows it."""
    size = int.from_bytes(content[:4], "little") * 2
    return content[4 : 4 + size].decode("utf-16-le"), content[4 + size :]


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (kind, content) of every record; a record that is cut off ends them."""
    at = count = 0
    while at < len(data):
        count += 1
        if count > _MOST_RECORDS:
            raise ValueError("too many records")
        kind, at = _seven_bits(data, at, 2)
        size, at = _seven_bits(data, at, 4)
        yield kind, data[at : at + size]
        at += size


def _seven_bits(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number of at most so many bytes, seven bits each but the kind of a record, and where it ends."""
    number = 0
    for index, byte in enumerate(data[at : at + most]):
        number |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return number, at + index + 1
    return number, at + most
