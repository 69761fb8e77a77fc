"""What the add-in's VBA asks the function server to run when a button is clicked, in one call or two."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import xlwings

from perfxl import __version__
from perfxl.errors import RefusedError
from perfxl.excel.com import bounded, busy, refusal_text
from perfxl.excel.watch import watched
from perfxl.install.doctor.diagnose import diagnose
from perfxl.install.doctor.machine import ThisMachine
from perfxl.install.doctor.runtime import data_folder
from perfxl.ribbon.about import gravest_first
from perfxl.ribbon.brief import brief
from perfxl.ribbon.commands import WITHOUT_BOOK, finish, perform
from perfxl.ribbon.context import Answer, Ask, Show

_LEAVE_AFTER = 0.2  # seconds


@xlwings.func
def plan(tag: str, version: str) -> str:
    """Do what the button of that tag does, or plan it where it writes.

    Return a letter and a text: "T" to show in a message box ("" shows none), "Q" to ask 是 or 否 and call `act`,
    "G" to call `act` without asking, "S" to leave in the status bar.

    version  of the add-in: one of another version than the program is not obeyed
    """
    if version != __version__:
        return f"T{_other(version)}"
    with watched(_folder()):
        return dispatch(tag)


@xlwings.func
def act(agreed: bool) -> str:
    """Write what was planned, if the user agreed; return "T" and the message to show."""
    try:
        book = active_book()
    except RefusedError as error:
        return f"T{error}"
    with watched(_folder()):
        return f"T{brief(finish(bool(agreed), book, _open, _folder()), _folder())}"


@xlwings.func
def leave(version: str) -> str:
    """End this process once it has answered, of whatever version it is: the add-in is about to start another."""
    threading.Timer(_LEAVE_AFTER, os._exit, (0,)).start()
    return ""


@xlwings.func
def selfcheck(version: str, seconds: float) -> str:
    """环境自检 from within Excel, which has timed a worksheet function's way here and back; below 0: it failed."""

    def timed() -> float:
        if seconds < 0:
            raise ConnectionError
        return seconds

    text = gravest_first(diagnose(server=timed))
    told = text if version == __version__ else f"{_other(version)}\n{text}"
    return f"T{brief(told, _folder())}"


def _other(version: str) -> str:
    return f"加载项的版本是 {version}，程序的版本是 {__version__}，两者不一致，请重新运行安装包里的“安装.cmd”。"


def dispatch(tag: str) -> str:
    """Do or plan what the button of that tag does to the active workbook; return what `plan` returns. Never raises."""
    try:
        book = None if tag in WITHOUT_BOOK else active_book()
    except RefusedError as error:
        return f"T{error}"
    return encoded(perform(tag, book, _open, _folder()), _folder())


def encoded(answer: Answer, folder: Path) -> str:
    """Return an answer as the add-in takes it."""
    if isinstance(answer, Ask):
        return f"Q{brief(answer.question, folder)}" if answer.question else "G"
    return f"S{answer.text}" if isinstance(answer, Show) else f"T{brief(answer, folder)}"


def _folder() -> Path:
    return data_folder(ThisMachine())


def _open(path: Path) -> None:
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
