"""The zip guard: opens an Office package whole, within limits, and reads its parts."""

from __future__ import annotations

import errno
import hashlib
import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from perfxl.errors import InputError
from perfxl.package.diagnosis import diagnose
from perfxl.package.limits import Limits, limits

RATIO_FLOOR = 4 * 1024 * 1024  # smaller parts may compress as well as they like

_CHUNK = 256 * 1024
_HEADER, _LENGTHS = 30, 26  # of an entry's local header: its fixed size, where the lengths of name and extra stand

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class Archive:
    """An Office package held in memory, so that no file handle stays open beside Excel.

    path     where it was read
    data     its bytes
    digest   SHA-256 of the file, by which a later change of it is noticed: that of the bytes unless told
    """

    def __init__(self, path: Path, data: bytes, digest: str = "", *, own: bool = False) -> None:
        """Take the bytes of a file; `own` ones, just written, are not suspected of malice.

        InputError where they are damaged or pass the limits.
        """
        self.path = path
        self.data = data
        self.digest = digest or hashlib.sha256(data).hexdigest()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            _damaged(path)
        self.entries = tuple(self._zip.infolist())
        if not own:
            _guard(path, self.entries)
        self._parts = {key(entry.filename): entry for entry in self.entries}

    def find(self, part: str) -> str | None:
        """Return a part's name as the archive spells it (part names ignore case), None where there is none."""
        entry = self._parts.get(key(part))
        return None if entry is None else entry.filename.replace("\\", "/")

    def read(self, part: str) -> bytes:
        """Return a part's bytes; InputError where it is missing or damaged."""
        entry = self.entry(part)
        if entry is None:
            self._missing(part)
        try:
            return self._zip.read(entry)
        except _BROKEN:
            _damaged(self.path)

    def entry(self, part: str) -> zipfile.ZipInfo | None:
        """Return what the directory of the archive says of a part, None where there is none."""
        return self._parts.get(key(part))

    def same(self, part: str, content: bytes) -> bool:
        """Whether there is a part of that content; InputError where it is damaged."""
        entry = self.entry(part)
        if entry is None or (entry.file_size, entry.CRC) != (len(content), zlib.crc32(content)):
            return False
        return all(content.startswith(piece, at) for at, piece in self._pieces(entry))

    def raw(self, part: str) -> bytes:
        """Return the bytes of a part as they are compressed; InputError where it is missing or damaged."""
        entry = self.entry(part)
        if entry is None:
            self._missing(part)
        for _ in self._pieces(entry):  # to the end, where the checksum is compared
            pass
        name, extra = struct.unpack_from("<2H", self.data, entry.header_offset + _LENGTHS)
        start = entry.header_offset + _HEADER + name + extra
        return self.data[start : start + entry.compress_size]

    def _pieces(self, entry: zipfile.ZipInfo) -> Iterator[tuple[int, bytes]]:
        """Yield (offset, bytes) of a part piece by piece, so that large ones need not be held twice."""
        at = 0
        try:
            with self._zip.open(entry) as stored:
                while piece := stored.read(_CHUNK):
                    yield at, piece
                    at += len(piece)
        except _BROKEN:
            _damaged(self.path)

    def _missing(self, part: str) -> NoReturn:
        raise InputError(f"“{self.path.name}”缺少部件 {part}，文件不完整，请用 Excel 或 WPS 打开后另存一份再试。")


def key(part: str) -> str:
    """Return what tells parts apart: names ignore case, and some programs write backslashes for "/"."""
    return part.replace("\\", "/").casefold()


def open_archive(path: Path, suffix: str = ".xlsx") -> Archive:
    """Open a package; InputError says what else the file is and what to do (`suffix`: the format to save as)."""
    return opened(path, load(path, suffix), suffix)


def opened(path: Path, data: bytes, suffix: str = ".xlsx") -> Archive:
    """Return the package that the bytes of a file hold; InputError as for `open_archive`."""
    trouble = diagnose(path.name, data, suffix)
    if trouble:
        raise InputError(f"“{path.name}”{trouble}")
    return Archive(path, data)


def load(path: Path, suffix: str = ".xlsx") -> bytes:
    """Return the bytes of a file that is not too large; InputError where there is none or it cannot be read."""
    try:
        status, allowed = path.stat(), limits()
        if stat.S_ISDIR(status.st_mode):
            raise InputError(f"“{path.name}”是文件夹，请指定其中的一个 {suffix} 文件。")
        if not stat.S_ISREG(status.st_mode):
            raise InputError(f"“{path}”是管道或设备，不是文件，请先存成 {suffix} 文件再试。")
        if status.st_size > allowed.total:
            raise InputError(f"“{path.name}”超过 {allowed.megabytes} MB，过大，未读取，请拆分后再试。")
        return path.read_bytes()
    except FileNotFoundError as error:
        if str(path) == "-":
            raise InputError(f"不能从标准输入读取，请先存成 {suffix} 文件再试。") from error
        raise InputError(f"找不到文件“{path}”，请检查路径和文件名。") from error
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
            raise InputError(f"文件名“{path.name[:20]}…”过长，系统打不开，请改短后再试。") from error
        raise InputError(f"无法读取“{path.name}”，请确认有读取权限且文件未被独占打开。") from error


def _guard(path: Path, entries: tuple[zipfile.ZipInfo, ...]) -> None:
    allowed = limits()
    _guard_size(path, entries, allowed)
    seen: set[str] = set()
    for entry in entries:
        if entry.flag_bits & 1:
            raise InputError(f"“{path.name}”被压缩密码加密，请取消加密后再试。")
        if entry.file_size > max(RATIO_FLOOR, entry.compress_size * allowed.ratio):
            raise InputError(
                f"“{path.name}”的部件 {entry.filename} 压缩比异常，未打开，请用 Excel 或 WPS 另存一份再试。"
            )
        if _escapes(entry.orig_filename) or key(entry.filename) in seen:
            raise InputError(
                f"“{path.name}”的部件名重复或越界，可能是恶意文件，未打开，请用 Excel 或 WPS 另存一份再试。"
            )
        seen.add(key(entry.filename))


def _guard_size(path: Path, entries: tuple[zipfile.ZipInfo, ...], allowed: Limits) -> None:
    if len(entries) > allowed.entries:
        raise InputError(
            f"“{path.name}”有 {len(entries)} 个部件（每张工作表至少一个），超过上限 {allowed.entries} 个，未打开，"
            "来源可信的，请调高环境变量 PERFXL_MAX_ENTRIES 再试。"
        )
    size = sum(entry.file_size for entry in entries)
    if size > allowed.total:
        raise InputError(
            f"“{path.name}”解压后有 {size // 2**20} MB，超过上限 {allowed.megabytes} MB，可能是恶意文件，未打开，"
            "来源可信的，请调高环境变量 PERFXL_MAX_MEGABYTES 再试。"
        )


def _escapes(name: str) -> bool:
    plain = key(name)
    return not plain or plain.startswith("/") or ":" in plain or "\0" in plain or ".." in plain.split("/")


def _damaged(path: Path) -> NoReturn:
    raise InputError(f"“{path.name}”已损坏或未下载完整，请重新获取，或用 Excel、WPS 修复后另存。")
