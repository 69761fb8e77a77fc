"""What pywin32 has of its own: the error of a refused call, and the class of Excel's objects."""

from __future__ import annotations


class ComError(Exception):
    """What pywin32 raises: (hresult, text, (code, source, description, help, context, scode), argument)."""

    def __init__(self, hresult: int, text: str, excepinfo: tuple | None = None, argerror: int | None = None) -> None:
        super().__init__(hresult, text, excepinfo, argerror)
        self.hresult, self.strerror, self.excepinfo, self.argerror = hresult, text, excepinfo, argerror


class Dispatch:
    """The class by which xlwings tells objects of Excel's from plain values."""


def refused(description: str) -> ComError:
    """Return Excel's refusal of a call."""
    return ComError(-2147352567, "发生意外。", (0, "Microsoft Excel", description, "xlmain11.chm", 0, -2146827284))


def rejected() -> ComError:
    """Return what a call meets while a cell is being edited."""
    return ComError(-2147418111, "被呼叫方拒绝接收呼叫。")


def unknown() -> ComError:
    """Return what a name meets that the object does not have."""
    return ComError(-2147352570, "未知名称。")
