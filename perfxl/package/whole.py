"""A file that appears whole or not at all (原子写入), for whatever writes by a path."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from perfxl.errors import RefusedError
from perfxl.package.save import check_target


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give a path to write to, which becomes `target` when all went well; else nothing is left behind.

    RefusedError where the target cannot be written or the disk does not take it.
    """
    target = target.absolute()
    check_target(target)
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".perfxl-", suffix=".tmp", dir=target.parent)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        temporary.chmod(0o666 & ~_umask())
        os.replace(temporary, target)
    except OSError as error:
        raise RefusedError(f"无法写入“{target}”（{error.strerror or error}），请处理后重试。") from error
    finally:
        with suppress(OSError):
            if temporary:
                temporary.unlink()


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8, whole or not at all; RefusedError where it cannot be written."""
    write_bytes(path, f"{text}\n".encode("utf-8", "backslashreplace"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all; RefusedError where it cannot be written."""
    with whole_file(path) as temporary:
        temporary.write_bytes(data)


def sha256(path: Path) -> str:
    """Return the hash of a file's bytes in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
