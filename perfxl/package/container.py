"""Writing a zip whose unchanged entries are copied as they are compressed.

The format is that of PKWARE's APPNOTE, 4.3 and 4.4.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20  # deflate and folders
_UTF8 = 0x800
_EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed date, so that the same input gives the same bytes
_LARGE = 1024 * 1024
_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class _Written:
    name: bytes
    flags: int
    method: int
    date: tuple[int, ...]
    crc: int
    compressed: int
    size: int
    attributes: int
    offset: int

    def shared(self) -> tuple[int, ...]:
        """The fields that both headers of an entry have, in their order."""
        year, month, day, hour, minute, second = self.date
        time, date = hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day
        return self.flags, self.method, time, date, self.crc, self.compressed, self.size, len(self.name)


class Writer:
    """Writes entries one after the other; `finish` adds their directory. Sizes must stay below 4 GB."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._entries: list[_Written] = []

    def copy(self, entry: zipfile.ZipInfo, raw: bytes) -> None:
        """Add an entry of another archive, its compressed bytes as they are."""
        flags = entry.flag_bits & _UTF8
        name = entry.orig_filename.encode("utf-8" if flags else "cp437")
        self._add(
            _Written(
                name,
                flags,
                entry.compress_type,
                entry.date_time,
                entry.CRC,
                entry.compress_size,
                entry.file_size,
                entry.external_attr,
                self._file.tell(),
            ),
            raw,
        )

    def put(self, name: str, content: bytes, attributes: int = 0) -> None:
        """Add an entry with new content."""
        packed = _deflated(content)
        stored = name.encode("utf-8")
        flags = 0 if name.isascii() else _UTF8
        crc, offset = zlib.crc32(content), self._file.tell()
        method = zipfile.ZIP_DEFLATED
        self._add(
            _Written(stored, flags, method, _EPOCH, crc, len(packed), len(content), attributes, offset),
            packed,
        )

    def finish(self) -> None:
        """Write the directory of all entries."""
        start = self._file.tell()
        for entry in self._entries:
            header = (b"PK\x01\x02", _VERSION, _VERSION, *entry.shared(), 0, 0, 0, 0, entry.attributes, entry.offset)
            self._file.write(_CENTRAL.pack(*header) + entry.name)
        size, count = self._file.tell() - start, len(self._entries)
        self._file.write(_END.pack(b"PK\x05\x06", 0, 0, count, count, size, start, 0))

    def _add(self, entry: _Written, raw: bytes) -> None:
        self._file.write(_LOCAL.pack(b"PK\x03\x04", _VERSION, *entry.shared(), 0) + entry.name)
        self._file.write(raw)
        self._entries.append(entry)


def _deflated(content: bytes) -> bytes:
    """Return the content compressed; of a large one time matters more than the last percent of size."""
    packer = zlib.compressobj(4 if len(content) > _LARGE else 6, zlib.DEFLATED, -zlib.MAX_WBITS)
    whole = memoryview(content)
    pieces = [packer.compress(whole[start : start + _CHUNK]) for start in range(0, len(whole), _CHUNK)]
    return b"".join((*pieces, packer.flush()))
