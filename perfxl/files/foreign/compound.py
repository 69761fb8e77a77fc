"""Compound files ([MS-CFB]), in which Excel 97-2003 keeps its workbooks: the stream of one, whether it is locked."""

from __future__ import annotations

import re
import struct

_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SECTOR, _ENTRY = 512, 128  # bytes of the header, and of an entry of the directory
_LENGTH, _TYPE, _STREAM = 64, 66, 2  # where an entry states its name's length and its type; the type of a stream
_NAMES = ("Workbook", "Book")  # of Excel 97 and later, of Excel 5
_BEGINNING = re.compile(rb"\x09\x08[\x08\x10]\x00\x00[\x05\x06]\x05\x00", re.DOTALL)  # BOF of a workbook's globals
_WRITE_PROTECTED, _PASSWORD = 0x86, 0x2F  # records WRITEPROT and FILEPASS ([MS-XLS] 2.4.349, 2.4.117)


def holds_workbook(data: bytes) -> bool:
    """Whether the bytes are a compound file with an old workbook in it, not an encrypted package."""
    return data.startswith(_MAGIC) and _ENCRYPTED not in data and bool(_streams(data))


def respell_streams(data: bytes) -> bytes:
    """Return the file with its workbook's stream named as readers expect: names ignore case, many readers do not."""
    respelled = bytearray(data)
    for start, name in _streams(data):
        respelled[start : start + 2 * len(name)] = name.encode("utf-16-le")
    return bytes(respelled)


def is_encrypted(data: bytes) -> bool:
    """Whether the workbook's content is encrypted, by a password to open it or by the protection of its structure."""
    for beginning in _BEGINNING.finditer(data):
        at = beginning.start()
        kind, size = struct.unpack_from("<2H", data, at)
        while at + 4 + size + 4 <= len(data) and kind in {0x809, _WRITE_PROTECTED}:
            at += 4 + size
            kind, size = struct.unpack_from("<2H", data, at)
        if kind == _PASSWORD and size >= 4:
            return True
    return False


def _streams(data: bytes) -> list[tuple[int, str]]:
    """Return where the directory names a workbook's stream, and how that name is spelled."""
    found: list[tuple[int, str]] = []
    for name in _NAMES:
        ending = (2 * len(name) + 2).to_bytes(2, "little")
        for match in re.finditer(re.escape(name.encode("utf-16-le")), data, re.IGNORECASE):
            start = match.start()
            aligned = start >= _SECTOR and (start - _SECTOR) % _ENTRY == 0
            if aligned and data[start + _LENGTH : start + _TYPE] == ending and data[start + _TYPE] == _STREAM:
                found.append((start, name))
    return found
