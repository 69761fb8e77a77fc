"""The user in front of Excel, and the workbook that lies before them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import xlwings

_TITLE = "绩效自评"


class ExcelUi:
    """Asks by a message box that belongs to Excel's window."""

    def __init__(self, book: xlwings.Book | None) -> None:
        self._book = book

    def confirm(self, text: str) -> bool:
        """Show what is going to happen and return whether the user agrees."""
        return self._book is None or self._book.app.alert(text, _TITLE, buttons="yes_no") == "yes"

    def open(self, path: Path) -> None:
        """Open a file with the program that Windows has for it."""
        startfile: Any = getattr(os, "startfile", None)  # Windows only
        if startfile:
            with suppress(OSError):
                startfile(path)


def active_book() -> xlwings.Book | None:
    """Return the workbook in front in the Excel that called, None where none is open.

    The workbook that the add-in passed along tells which Excel that is, for there may be several.
    """
    with suppress(Exception):
        return _front(xlwings.Book.caller())
    with suppress(Exception):
        return xlwings.books.active
    return None


def _front(caller: xlwings.Book) -> xlwings.Book | None:
    active: xlwings.Book | None = caller.app.books.active
    return active if active is not None and active.api is not None else None
