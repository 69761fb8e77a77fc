"""Which workbooks are meant by names of files, of folders and by wildcards; Windows shells expand none of them."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from perfxl.files.remote import addresses, is_address

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods", ".et"})
_PACKED = frozenset({".zip", ".rar", ".7z", ".tar", ".gz", ".tgz"})
_SYSTEM = frozenset({"perfxl.toml", "desktop.ini", "thumbs.db"})  # nobody takes them for what was handed in
_MOST_TOLD = 5
_LOCKS = ("~$", ".~")  # Excel's owner files, and those of WPS
_HIDDEN = "."


@dataclass(slots=True)
class Listing:
    """The workbooks that were meant, each once, and what was left out.

    books  paths as they were given, or below the folder as it was given; those of one folder in the order of names
    notes  one Chinese sentence for each name that was passed over, and why
    """

    books: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)
    _others: list[str] = field(default_factory=list)

    def add(self, book: str) -> None:
        """Take a workbook, unless it is listed by another name or is what a program lays beside an open one."""
        name = os.path.basename(book)
        key = book if is_address(book) else os.path.normcase(os.path.realpath(book))
        if name.startswith(_LOCKS):
            self.notes.append(f"“{book}”是 Excel 打开工作簿时的锁定文件，不是工作簿，已跳过。")
        elif key not in self._known:
            self._known.add(key)
            self.books.append(book)

    def pass_over(self, path: str) -> None:
        """Take note of a file in a folder whose name is not one of a workbook."""
        name, key = os.path.basename(path), os.path.normcase(os.path.realpath(path))
        if not (name.startswith(_HIDDEN) or name.casefold() in _SYSTEM or key in self._known):
            self._others.append(path)

    def told(self) -> Listing:
        """Return it with the sentence on the files that were passed over."""
        packed = [path for path in self._others if os.path.splitext(path)[1].casefold() in _PACKED]
        rest = [path for path in self._others if path not in packed]
        if packed:
            self.notes.append(f"{_counted(packed)}是压缩包，里面的工作簿没有读，请先解压。")
        if rest:
            self.notes.append(f"{_counted(rest)}不是工作簿，没有读；里面有要检查的表的，请另存为 .xlsx。")
        return self


def _counted(paths: list[str]) -> str:
    names = "、".join(f"“{path}”" for path in paths[:_MOST_TOLD])
    return names if len(paths) <= _MOST_TOLD else f"{names}等 {len(paths)} 个文件"


def list_books(names: Iterable[str], recursive: bool = False, leave: Iterable[Path] = ()) -> Listing:
    """Return the workbooks that `names` mean; `recursive` takes the folders below those named too.

    A file is taken whatever its extension is, and so is a name that nothing has: reading it tells what is wrong. Of a
    folder those files are taken whose extension is a workbook's (`SUFFIXES`). `*`, `?`, `[...]` and `**` (folders of
    any depth) are wildcards where no file has that very name. Addresses that fsspec knows are expanded alike.
    `leave` are files that are no input, such as a summary written among the books. Other files in a folder are told.
    """
    listing = Listing(_known={os.path.normcase(os.path.realpath(path)) for path in leave})
    for name in names:
        _take(name, recursive, listing)
    return listing.told()


def _take(name: str, recursive: bool, listing: Listing) -> None:
    if is_address(name):
        for book in addresses(name, recursive):
            if book == name or _is_book(book):
                listing.add(book)
    elif os.path.isdir(name):
        _take_folder(name, recursive, listing)
    elif os.path.lexists(name) or not glob.has_magic(name):
        listing.add(name)
    else:
        _take_matches(name, recursive, listing)


def _take_matches(pattern: str, recursive: bool, listing: Listing) -> None:
    """Take what a wildcard means: the files as they are, a folder as if it were named."""
    found = sorted(glob.glob(pattern, recursive=True), key=_order)
    books = [path for path in found if os.path.isdir(path) or _is_book(path) or not _is_loose(pattern)]
    for path in books:
        _take(path, recursive, listing)
    if not books:
        listing.notes.append(f"没有与“{pattern}”相符的工作簿，请检查路径和通配符。")


def _is_loose(pattern: str) -> bool:
    """Whether a wildcard says nothing of the extension, so that it means the workbooks among what it matches."""
    return glob.has_magic(os.path.splitext(pattern)[1]) or not os.path.splitext(pattern)[1]


def _take_folder(folder: str, recursive: bool, listing: Listing) -> None:
    before = len(listing.books) + len(listing.notes)
    for path in _files(folder, recursive, listing):
        listing.add(path) if _is_book(path) else listing.pass_over(path)
    if len(listing.books) + len(listing.notes) == before:
        where = "" if recursive else "；工作簿在下级文件夹里的，请加 -r"
        listing.notes.append(f"文件夹“{folder}”里没有要读的工作簿{where}。")


def _files(folder: str, recursive: bool, listing: Listing) -> Iterator[str]:
    """Yield the files of a folder, then those of the folders in it; a folder that cannot be opened is noted."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: _order(entry.name))
    except OSError as error:
        listing.notes.append(f"文件夹“{folder}”打不开（{error.strerror}），里面的工作簿没有读。")
        return
    yield from (entry.path for entry in entries if entry.is_file() or _leads_nowhere(entry))
    for entry in filter(os.DirEntry.is_dir, entries) if recursive else ():
        if entry.is_symlink():  # it may lead back here
            listing.notes.append(f"“{entry.path}”是指向文件夹的链接，里面的没有读；要读的请直接写它指向的文件夹。")
        elif not entry.name.startswith(_HIDDEN):
            yield from _files(entry.path, recursive, listing)


def _leads_nowhere(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a link to nothing: it was meant as a file, and reading it says what is wrong."""
    return entry.is_symlink() and not os.path.exists(entry.path)


def _is_book(path: str) -> bool:
    """Whether the name is one of a workbook; of macOS's ._ files and other hidden ones only locks are told."""
    name = os.path.basename(path)
    hidden = name.startswith(_HIDDEN) and not name.startswith(_LOCKS)
    return not hidden and os.path.splitext(name)[1].casefold() in SUFFIXES


def _order(name: str) -> tuple[str, str]:
    """The same order on every system, upper and lower case together."""
    return name.casefold(), name
