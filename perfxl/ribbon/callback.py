"""What the add-in's VBA asks the function server to run when a button is clicked, and the user in front of Excel."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import xlwings

from perfxl import __version__
from perfxl.errors import RefusedError
from perfxl.excel.com import bounded, busy, refusal_text
from perfxl.install.doctor.diagnose import diagnose
from perfxl.install.doctor.machine import ThisMachine
from perfxl.install.doctor.probe import report
from perfxl.install.doctor.runtime import data_folder
from perfxl.ribbon.commands import WITHOUT_BOOK, perform

_TITLE = "绩效自评"


@xlwings.func
def run(tag: str, version: str) -> str:
    """Do what the button of that tag does; return the Chinese message to show, "" for none.

    version  of the add-in: one of another version than the program is not obeyed
    """
    return dispatch(tag) if version == __version__ else _other(version)


@xlwings.func
def selfcheck(version: str, seconds: float) -> str:
    """环境自检 from within Excel, which has timed a worksheet function's way here and back; below 0: it failed."""

    def timed() -> float:
        if seconds < 0:
            raise ConnectionError
        return seconds

    text = report(diagnose(server=timed))
    return text if version == __version__ else f"{text}\n{_other(version)}"


def _other(version: str) -> str:
    return f"加载项的版本是 {version}，程序的版本是 {__version__}，两者不一致，请重新运行安装包里的“安装.cmd”。"


def dispatch(tag: str) -> str:
    """Do what the button of that tag does to the active workbook; return the message to show. Never raises."""
    try:
        book = None if tag in WITHOUT_BOOK else active_book()
    except RefusedError as error:
        return str(error)
    return perform(tag, book, ExcelDialogs(book), data_folder(ThisMachine()))


class ExcelDialogs:
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

    Never one of another Excel: the workbook that the add-in passed along tells which Excel that is.
    RefusedError while Excel is busy.
    """
    try:
        caller = xlwings.Book.caller()
    except Exception:  # the add-in passed none along
        return None
    bounded(caller)
    try:
        active = caller.app.books.active
    except Exception as error:
        if busy(error):
            raise RefusedError(refusal_text(error)) from error
        return None
    return active if active is not None and active.api is not None else None
