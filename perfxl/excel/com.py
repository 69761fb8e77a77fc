"""Talking to Excel over COM: attempts are bounded, and a refusal becomes one Chinese sentence."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeAlias

from perfxl.errors import RefusedError

if TYPE_CHECKING:
    import xlwings

Com: TypeAlias = Any  # an object of Excel's; which members it has only Excel knows

ATTEMPTS = 40  # of one call that Excel is too busy for; xlwings would try for ever
_PAUSES = (0.1, 0.2, 0.4)  # seconds to wait for Excel before giving up
_BUSY = frozenset({-2147418111, -2147417846, -2146777998})  # call rejected, retry later, refused while a cell is edited
_UNKNOWN = frozenset({-2147352570, -2147352573})  # no such name, no such member
_EDITING = "Excel 正在编辑单元格或开着对话框，请先按 Enter 或 Esc 结束，再点一次按钮。"


@contextmanager
def conversation(book: xlwings.Book, member: str = "Name") -> Iterator[tuple[Com, str]]:
    """Yield the COM object of an xlwings Book and its name, or another of its texts, once Excel listens.

    RefusedError for whatever Excel refuses, inside too.
    """
    windows = bounded(book)
    com = book.api
    if not isinstance(com, windows.COMRetryObjectWrapper):
        com = windows.COMRetryObjectWrapper(com)
    try:
        yield com, _told(com, member, windows)
    except (windows.pywintypes.com_error, windows.ExcelBusyError) as error:
        raise RefusedError(refusal_text(error)) from error


def bounded(book: xlwings.Book) -> Com:
    """Have xlwings give up on a busy Excel after some attempts; return its module for Windows."""
    windows: Com = sys.modules[type(book.impl).__module__]
    windows.N_COM_ATTEMPTS = ATTEMPTS
    return windows


@contextmanager
def refusals() -> Iterator[list[Exception]]:
    """Yield a list that takes a refusal of Excel's, which then ends the block and nothing else.

    An Excel that is busy is no such refusal: it would refuse what follows too.
    """
    refused: list[Exception] = []
    try:
        yield refused
    except Exception as error:
        if busy(error) or not getattr(error, "excepinfo", None):
            raise
        refused.append(error)


def newer(com: Com, member: str) -> Com | None:
    """Return what a member holds that only newer versions of Excel have, None in one that has it not."""
    try:
        return getattr(com, member)
    except Exception as error:
        if isinstance(error, AttributeError) or getattr(error, "hresult", None) in _UNKNOWN:
            return None
        raise


def refusal_text(error: Exception) -> str:
    """Return what to tell the user of a refusal by Excel."""
    return _EDITING if busy(error) else f"Excel 没有接受这一步操作（{_reason(error)}），请按提示处理后再试。"


def busy(error: Exception) -> bool:
    """Whether Excel refused because a cell is being edited or a dialog is open."""
    information = getattr(error, "excepinfo", None)
    codes = {getattr(error, "hresult", None), information[5] if information else None}
    return type(error).__name__ == "ExcelBusyError" or bool(codes & _BUSY)


def _reason(error: Exception) -> str:
    information = getattr(error, "excepinfo", None)
    text = information[2] if information else None
    return " ".join(str(text or getattr(error, "strerror", None) or type(error).__name__).split()).rstrip("。.")


def _told(com: Com, member: str, windows: ModuleType) -> str:
    """Return a text of the workbook's, once Excel gives it."""
    for pause in _PAUSES:
        try:
            return str(getattr(com, member))
        except (windows.pywintypes.com_error, windows.ExcelBusyError) as error:
            if not busy(error):
                raise
            time.sleep(pause)
    return str(getattr(com, member))
