"""Saving a package: unchanged parts keep their bytes, verified, and the file appears whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from perfxl.errors import InputError, RefusedError
from perfxl.package.archive import Archive, key
from perfxl.package.container import Writer
from perfxl.package.system import fitting, reason

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH

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
        raise RefusedError(f"无法写入“{target}”（{reason(error)}），原文件未动，请处理后重试。") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def check_target(target: Path) -> None:
    """Raise RefusedError where `target` cannot be written, is read-only or is open elsewhere."""
    try:
        _check_target(target)
    except OSError as error:
        raise RefusedError(f"无法写入“{target.name}”（{reason(error)}），原文件未动，请处理后重试。") from error


def _check_target(target: Path) -> None:
    if target.is_dir():
        raise RefusedError(f"“{target}”是文件夹，请给出输出文件名。")
    if not target.parent.is_dir():
        raise RefusedError(f"输出文件夹“{target.parent}”不存在，请先建立。")
    if not os.access(target.parent, os.W_OK):
        raise RefusedError(f"输出文件夹“{target.parent}”不可写，请换一个文件夹。")
    if target.exists() and not target.stat().st_mode & _WRITABLE:
        raise RefusedError(f"“{target.name}”是只读文件，未写出，请去掉它的只读属性，或用 -o 写到另一个文件。")
    for lock in (f"~${target.name}", f".~lock.{target.name}#"):
        if _exists(target.parent / lock):
            raise RefusedError(f"“{target.name}”正在别处打开，请先关闭；若并未打开，请删除旁边的锁文件“{lock}”。")


def back_up(archive: Archive) -> Path:
    """Write the package's bytes as read into a new time-stamped file beside it, and return that file."""
    path = archive.path.resolve()
    stamp = f"{datetime.now():%Y%m%d-%H%M%S}"
    try:
        for number in range(1, 100):
            extra = f"-{number}" if number > 1 else ""
            backup = path.with_name(fitting(path.stem, f".备份{stamp}{extra}{path.suffix}"))
            with contextlib.suppress(FileExistsError), backup.open("xb") as file:
                _put(file, archive.data)
                shutil.copymode(path, backup)
                return backup
    except OSError as error:
        raise RefusedError(f"无法为“{path.name}”建立备份（{reason(error)}），未作改动，请处理后重试。") from error
    raise RefusedError(f"“{path.name}”旁的备份过多，请先清理。")


def _exists(path: Path) -> bool:
    """Whether a file is there; under a name too long for the file system there is none."""
    try:
        return path.exists()
    except OSError:
        return False


def _write_temporary(archive: Archive, target: Path, changes: Changes) -> Path:
    handle, name = tempfile.mkstemp(prefix=".perfxl-", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "w+b") as file:
            if effective(archive, changes):
                _write_zip(archive, file, changes)
                _put(file, b"")
            else:
                _put(file, archive.data)
        os.chmod(name, stat.S_IMODE(archive.path.stat().st_mode) | stat.S_IWUSR)  # a read-only source's copy is not
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def effective(archive: Archive, changes: Changes) -> bool:
    """Whether the changes would alter any part."""
    return any(
        content is not None if archive.find(part) is None else content is None or not archive.same(part, content)
        for part, content in changes.items()
    )


def _write_zip(archive: Archive, file: BinaryIO, changes: Changes) -> None:
    pending = {key(part): content for part, content in changes.items()}
    out = Writer(file)
    for entry in archive.entries:
        name = key(entry.filename)
        if name not in pending:
            _copy(archive, out, entry)
            continue
        new = pending.pop(name)
        if new is not None and archive.same(entry.filename, new):
            _copy(archive, out, entry)
        elif new is not None:
            out.put(entry.filename, new, entry.external_attr)
    for part, content in changes.items():
        if content is not None and key(part) in pending:
            out.put(part, content)
    out.finish()


def _copy(archive: Archive, out: Writer, entry: zipfile.ZipInfo) -> None:
    """Copy an entry as it is compressed; Office knows no compression but deflate."""
    if entry.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        out.copy(entry, archive.raw(entry.filename))
    else:
        out.put(entry.filename, archive.read(entry.filename), entry.external_attr)


def _put(file: BinaryIO, data: bytes) -> None:
    file.write(data)
    file.flush()
    os.fsync(file.fileno())


def _verify(archive: Archive, written: Path, changes: Changes) -> None:
    try:
        whole = _is_as_asked(archive, Archive(written, written.read_bytes(), own=True), changes)
    except InputError as error:
        raise RefusedError(f"写出的文件未通过复核，已放弃，原文件未动（{error}）") from error
    if not whole:
        raise RefusedError("写出的文件与原文件的未改部分不一致，已放弃，原文件未动，请检查磁盘后重试。")


def _is_as_asked(archive: Archive, copy: Archive, changes: Changes) -> bool:
    """Whether a copy holds the changed parts as given, every other part as the archive has it, and no part else."""
    changed = {key(part): content for part, content in changes.items()}
    written = {part: content for part, content in changed.items() if content is not None}
    there, stood = _entries(archive), _entries(copy)
    kept = there.keys() - changed.keys()
    if stood.keys() != kept | written.keys():
        return False
    return all(copy.same(part, content) for part, content in written.items()) and all(
        _same(archive, copy, there[part]) for part in kept
    )


def _entries(archive: Archive) -> dict[str, zipfile.ZipInfo]:
    return {key(entry.filename): entry for entry in archive.entries}


def _same(archive: Archive, copy: Archive, entry: zipfile.ZipInfo) -> bool:
    """Whether a part is the same in both archives."""
    there = copy.entry(entry.filename)
    if there and (there.compress_type, there.file_size) == (entry.compress_type, entry.file_size):
        return copy.raw(entry.filename) == archive.raw(entry.filename)
    return copy.same(entry.filename, archive.read(entry.filename))


def _check_source(archive: Archive) -> None:
    try:
        with archive.path.open("rb") as file:
            same = hashlib.file_digest(file, "sha256").hexdigest() == archive.digest
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
