"""Reading an open workbook: from a copy that Excel saves, or block by block where no copy can be read."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from perfxl.errors import InputError
from perfxl.excel.blocks import read_blocks
from perfxl.excel.com import Com
from perfxl.sheets.snapshot import Snapshot

Reader = Callable[[Path], Snapshot]
_WITH_FORMULAS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})  # of the older formats a file tells only values
_DEFAULT_SUFFIX = ".xlsx"  # Excel gives a workbook that was never saved no ending


@dataclass(frozen=True, slots=True)
class Live:
    """An open workbook as it stands; with the end of the block, or by `close`, its copy goes.

    snapshot  its content; `snapshot.book` is the name Excel shows. No sheet of ours can come into a workbook of the
              format of 97-2003, whose sheets are smaller, nor into one that several share, where sheets are never
              deleted nor cells merged: as if its structure were locked
    copy      the copy that Excel saved, which is also the backup
    whole     formats, merges and notes were read too; else only what block reads can give
    """

    snapshot: Snapshot
    copy: Path | None
    folder: tempfile.TemporaryDirectory[str]
    whole: bool = True

    def close(self) -> None:
        """Remove the copy."""
        self.folder.cleanup()

    def __enter__(self) -> Live:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def reading(book: Com, name: str, read: Reader) -> Live:
    """Return the workbook read by `read` from a copy in a private folder.

    The copy has a name of its own, for Excel saves no path of more than 218 characters.
    Where the copy cannot be read (offices that encrypt every file) it is read by blocks of cells.
    """
    folder = tempfile.TemporaryDirectory(prefix="perfxl-", ignore_cleanup_errors=True)
    try:
        copy = Path(folder.name) / f"copy{Path(name).suffix or _DEFAULT_SUFFIX}"
        book.SaveCopyAs(str(copy))
        whole = _from_copy(copy, name, read)
        snapshot = whole or read_blocks(book, name)
        if _takes_no_sheet(book, Path(name).suffix):
            snapshot = replace(snapshot, structure_locked=True)
        return Live(snapshot, copy if copy.exists() else None, folder, whole is not None)
    except BaseException:
        folder.cleanup()
        raise


def _takes_no_sheet(book: Com, suffix: str) -> bool:
    """Whether a workbook is of the older format, whose endings tell, or shared by several."""
    return bool(suffix.casefold() not in _WITH_FORMULAS and book.Excel8CompatibilityMode) or bool(book.MultiUserEditing)


def _from_copy(copy: Path, name: str, read: Reader) -> Snapshot | None:
    if copy.suffix.casefold() not in _WITH_FORMULAS:
        return None
    with suppress(InputError, OSError):
        return replace(read(copy), book=name)
    return None
