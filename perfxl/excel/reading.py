"""Reading an open workbook: from a copy that Excel saves, or block by block where no copy can be read."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from perfxl.errors import InputError
from perfxl.excel.blocks import read_blocks
from perfxl.excel.com import Com
from perfxl.sheets.snapshot import Snapshot

Reader = Callable[[Path], Snapshot]
_WITH_FORMULAS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})  # of the older formats a file tells only values
_DEFAULT_SUFFIX = ".xlsx"  # Excel gives a workbook that was never saved no ending


@dataclass(frozen=True, slots=True)
class Live:
    """An open workbook as it stands.

    snapshot  its content; `snapshot.book` is the name Excel shows, for a workbook is never known by a path
    copy      the copy that Excel saved, which is also the backup; it goes with the reading's end
    whole     formats, merges and notes were read too; else only what block reads can give
    """

    snapshot: Snapshot
    copy: Path | None
    whole: bool = True


@contextmanager
def reading(book: Com, name: str, read: Reader) -> Iterator[Live]:
    """Yield the workbook read by `read` from a copy in a private folder, which is removed afterwards.

    name  of the workbook, by which alone it is known

    Where the copy cannot be read (offices that encrypt every file) it is read by blocks of cells.
    """
    with tempfile.TemporaryDirectory(prefix="perfxl-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / f"{Path(name).stem}{Path(name).suffix or _DEFAULT_SUFFIX}"
        book.SaveCopyAs(str(copy))
        yield _from_copy(copy, name, read) or Live(
            read_blocks(book, name), copy if copy.exists() else None, whole=False
        )


def _from_copy(copy: Path, name: str, read: Reader) -> Live | None:
    if copy.suffix.casefold() not in _WITH_FORMULAS:
        return None
    with suppress(InputError, OSError):
        return Live(replace(read(copy), book=name), copy)
    return None
