"""Workbooks that lie elsewhere: an address that fsspec knows (s3://…, file://…) becomes a file of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from perfxl.errors import InputError


def is_address(book: str) -> bool:
    """Whether a workbook is named by an address rather than by a path."""
    return "://" in book


@contextmanager
def local(book: str, root: str = "") -> Iterator[Path]:
    """Give the path of a workbook: its own below `root`, or of a copy of what lies at an address, for the time being.

    InputError where the address leads to nothing.
    """
    if not is_address(book):
        yield Path(root, book)
        return
    import tempfile  # noqa: PLC0415 (late: books lie on the disk mostly)

    with tempfile.TemporaryDirectory(prefix="perfxl-") as folder:
        copy = Path(folder, book.rstrip("/").rpartition("/")[2] or "book")
        try:
            filesystem, path = _filesystem(book)
            filesystem.get_file(path, str(copy))
        except (OSError, ValueError, ImportError) as error:
            raise InputError(f"取不到“{book}”（{type(error).__name__}），请检查地址和权限。") from error
        yield copy


def addresses(pattern: str, recursive: bool) -> list[str]:
    """Return the addresses that an address means: itself, what a wildcard matches, or the files of a folder."""
    try:
        filesystem, path = _filesystem(pattern)
        if any(sign in path for sign in "*?["):
            found = filesystem.glob(path)
        elif filesystem.isdir(path):
            found = filesystem.find(path, maxdepth=None if recursive else 1)
        else:
            found = [path]
        return [str(filesystem.unstrip_protocol(each)) for each in sorted(found)]
    except (OSError, ValueError, ImportError) as error:
        raise InputError(f"打不开“{pattern}”（{type(error).__name__}），请检查地址和权限。") from error


def _filesystem(address: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 (an extra)
    except ImportError:
        raise InputError("读地址上的文件要另装组件：pip install perfxl[cluster]；或写共享文件夹的路径。") from None
    filesystem, path = url_to_fs(address)
    return filesystem, str(path)
