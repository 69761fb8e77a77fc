"""Saving a package: unchanged parts keep their bytes, verified, and the file appears whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from perfxl.errors import InputError, RefusedError
from perfxl.package.archive import Archive

_EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed date, so that the same input gives the same bytes

Changes = Mapping[str, bytes | None]


def save(archive: Archive, target: Path, changes: Changes) -> None:
    """Write the package with `changes` (a part's new bytes, None to drop it) to `target`, atomically.

    RefusedError where the source changed since it was read, where the target cannot be written, or where a part
    that should not change would; nothing is left behind then.
    """
    target = target.resolve()
    check_target(target)
    temporary: Path | None = None
    try:
        temporary = _write_temporary(archive, target, changes)
        _verify(archive, temporary, changes)
        _check_source(archive)
        os.replace(temporary, target)
        temporary = None
        _flush_folder(target.parent)
    except OSError as error:
        raise RefusedError(f"无法写入“{target}”（{_reason(error)}），原文件未动，请处理后重试。") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def check_target(target: Path) -> None:
    """Raise RefusedError where `target` cannot be written or is open elsewhere."""
    if target.is_dir():
        raise RefusedError(f"“{target}”是文件夹，请给出输出文件名。")
    if not target.parent.is_dir():
        raise RefusedError(f"输出文件夹“{target.parent}”不存在，请先建立。")
    if not os.access(target.parent, os.W_OK):
        raise RefusedError(f"输出文件夹“{target.parent}”不可写，请换一个文件夹。")
    for lock in (f"~${target.name}", f".~lock.{target.name}#"):
        if (target.parent / lock).exists():
            raise RefusedError(f"“{target.name}”正在别处打开，请先关闭；若并未打开，请删除旁边的锁文件“{lock}”。")


def back_up(archive: Archive) -> Path:
    """Write the package's bytes as read into a new time-stamped file beside it, and return that file."""
    path = archive.path.resolve()
    stamp = f"{datetime.now():%Y%m%d-%H%M%S}"
    try:
        for number in range(1, 100):
            extra = f"-{number}" if number > 1 else ""
            backup = path.with_name(f"{path.stem}.备份{stamp}{extra}{path.suffix}")
            with contextlib.suppress(FileExistsError), backup.open("xb") as file:
                _put(file, archive.data)
                return backup
    except OSError as error:
        raise RefusedError(f"无法为“{path.name}”建立备份（{_reason(error)}），未作改动，请处理后重试。") from error
    raise RefusedError(f"“{path.name}”旁的备份过多，请先清理。")


def _write_temporary(archive: Archive, target: Path, changes: Changes) -> Path:
    handle, name = tempfile.mkstemp(prefix=".perfxl-", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "w+b") as file:
            if effective(archive, changes):
                _write_zip(archive, file, changes)
                _put(file, b"")
            else:
                _put(file, archive.data)
        shutil.copymode(archive.path, name)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def effective(archive: Archive, changes: Changes) -> bool:
    """Whether the changes would alter any part."""
    return any(
        content is not None if archive.find(part) is None else content is None or content != archive.read(part)
        for part, content in changes.items()
    )


def _write_zip(archive: Archive, file: BinaryIO, changes: Changes) -> None:
    pending = {part.casefold(): content for part, content in changes.items()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in archive.entries:
            old = archive.read(entry.filename)
            key = entry.filename.casefold()
            new = pending.pop(key) if key in pending else old
            if new is not None:
                out.writestr(_header(entry, changed=new != old), new)
        for part, content in changes.items():
            if content is not None and part.casefold() in pending:
                out.writestr(_header(zipfile.ZipInfo(part), changed=True), content)


def _header(entry: zipfile.ZipInfo, *, changed: bool) -> zipfile.ZipInfo:
    header = zipfile.ZipInfo(entry.filename, _EPOCH if changed else entry.date_time)
    stored = entry.compress_type == zipfile.ZIP_STORED and not changed
    header.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    header.create_system = 0
    header.external_attr = entry.external_attr
    return header


def _put(file: BinaryIO, data: bytes) -> None:
    file.write(data)
    file.flush()
    os.fsync(file.fileno())


def _verify(archive: Archive, written: Path, changes: Changes) -> None:
    expected = {part.casefold(): content for part, content in changes.items()}
    for entry in archive.entries:
        expected.setdefault(entry.filename.casefold(), archive.read(entry.filename))
    try:
        copy = Archive(written, written.read_bytes())
        found = {entry.filename.casefold(): copy.read(entry.filename) for entry in copy.entries}
    except InputError as error:
        raise RefusedError(f"写出的文件未通过复核，已放弃，原文件未动（{error}）") from error
    if found != {part: content for part, content in expected.items() if content is not None}:
        raise RefusedError("写出的文件与原文件的未改部分不一致，已放弃，原文件未动，请检查磁盘后重试。")


def _check_source(archive: Archive) -> None:
    try:
        same = hashlib.sha256(archive.path.read_bytes()).hexdigest() == archive.digest
    except OSError:
        same = False
    if not same:
        raise RefusedError(f"“{archive.path.name}”在处理期间被改动，未写出，请保存并关闭后重新运行。")


def _flush_folder(folder: Path) -> None:
    """Make the new name durable too, where the system can: Windows and some network shares cannot."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "没有权限，或文件正在 Excel、WPS 中打开"
    return error.strerror or str(error)
