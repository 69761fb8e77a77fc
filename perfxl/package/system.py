"""What the system will not do, in Chinese, names of files that it takes, and its sweeps for garbage put off."""

from __future__ import annotations

import errno
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_LONGEST_NAME = 255  # bytes of a file's name, on most file systems
_NEW_OBJECTS = 100_000  # between two sweeps; Python's own 700 take a twentieth of a short run
_REASONS = {
    errno.ENOSPC: "磁盘已满",
    getattr(errno, "EDQUOT", -1): "磁盘配额已用完",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名过长",
    errno.EIO: "磁盘读写出错",
    errno.EINVAL: "文件名不合规",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是文件夹",
    errno.EMFILE: "打开的文件过多",
    errno.ELOOP: "符号链接绕成了圈",
}


def reason(error: OSError) -> str:
    """Return why the system refused, a clause."""
    if isinstance(error, PermissionError):
        return "没有权限，或文件正在 Excel、WPS 中打开"
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def fitting(stem: str, ending: str) -> str:
    """Return a file's name of which the stem is cut where file systems take no longer one."""
    while stem and len(f"{stem}{ending}".encode(errors="surrogateescape")) > _LONGEST_NAME:
        stem = stem[:-1]
    return f"{stem}{ending}"


def sweep_seldom() -> None:
    """Let a command's process look for unreachable cycles only after many new objects: it makes few and ends soon."""
    gc.set_threshold(_NEW_OBJECTS)


@contextmanager
def without_sweeps() -> Iterator[None]:
    """Pause Python's search for unreachable cycles: cells form none, and each sweep would visit them all."""
    sweeps = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if sweeps:
            gc.enable()
