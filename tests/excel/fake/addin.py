"""The add-in's VBA (macros/vba/PxRibbon.bas), said again in Python: it holds Excel still, asks, tells and retries."""

from __future__ import annotations

from collections.abc import Callable

MANUAL = -4135
MIDWAY = "函数服务中途结束"
Call = Callable[..., str]


class Addin:
    """The buttons as Excel's own process has them.

    call   `call(function, *arguments)` asks the function server; one of `gone` where it is there no more
    agree  asks the user
    anew   starts another server
    """

    def __init__(
        self,
        app: object,
        call: Call,
        agree: Callable[[str], bool],
        anew: Callable[[], None],
        gone: tuple[type[BaseException], ...],
    ) -> None:
        self._app, self._call, self._agree, self._anew, self._gone = app, call, agree, anew, gone

    def run(self, tag: str, version: str) -> str:
        """Press the button of that tag (PxRun); return the message that is shown, "" for none."""
        try:
            told = self._planned(tag, version)
            if told[0] == "Q":
                told = self._held("act", self._agree(told[1:]), writing=True)
            elif told == "G":
                told = self._held("act", True, writing=True)
        except self._gone:
            self._anew()
            return MIDWAY
        if told[0] == "S":
            self._app._switches["StatusBar"] = told[1:]
        return told[1:] if told[0] == "T" else ""

    def _planned(self, tag: str, version: str) -> str:
        """Plan, once more where the server is gone: nothing was written."""
        try:
            return self._held("plan", tag, version)
        except self._gone:
            self._anew()
            return self._held("plan", tag, version)

    def _held(self, function: str, *given: object, writing: bool = False) -> str:
        """Ask the server with Excel held still (PxHeld); it is released however that ends."""
        switches, lists = self._app._switches, self._app._lists
        before, aids = dict(switches), dict(lists)
        if str(before["StatusBar"]).startswith("perfxl"):
            before["StatusBar"] = False
        switches.update(ScreenUpdating=False, EnableEvents=False, DisplayAlerts=False, StatusBar="perfxl…")
        if writing:
            switches["Calculation"] = MANUAL
        try:
            return self._call(function, *given)
        finally:
            switches.update(before)
            lists.update(aids)
