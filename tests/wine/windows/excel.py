"""Plays Excel under wine: takes one JSON request a line, answers with one, and pumps messages in between as Excel does.

Run by the embedded Python of the bundle: python.exe -I -B excel.py FOLDER_OF_THE_STAND_IN RUNTIME SCRATCH
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import time
import traceback
from pathlib import Path

sys.path.insert(0, sys.argv[1])
sys.path.insert(0, str(Path(__file__).resolve().parent))

import comserver
import pythoncom
import win32con
import win32event
import win32gui
from fake.addin import Addin
from fake.application import Application
from host import Host, gone
from processes import Servers


class WindowedApplication(Application):
    """Excel with a window of its own, to which message boxes belong."""

    def __init__(self) -> None:
        super().__init__()
        for name, value in (("deadly", ""), ("end", None)):
            object.__setattr__(self, f"_{name}", value)

    def _count(self, member: str) -> None:
        super()._count(member)
        if member == self._deadly:
            object.__setattr__(self, "_deadly", "")
            self._end()

    def get_Hwnd(self) -> int:
        return window()


comserver.ALIASES[WindowedApplication] = Application
_window: list[int] = []


def window() -> int:
    """Return the handle of Excel's window, made once."""
    if not _window:
        _window.append(
            win32gui.CreateWindow("STATIC", "Excel", win32con.WS_OVERLAPPEDWINDOW, 0, 0, 300, 200, 0, 0, 0, None)
        )
    return _window[0]


class Session:
    """The requests: each method is one."""

    def __init__(self, runtime: Path, scratch: Path) -> None:
        comserver.publish(scratch / "excel.tlb")
        self.app = WindowedApplication()
        self.host, self.servers = Host(runtime), Servers(runtime)
        self.yes, self.asked = True, []
        self.addin = Addin(self.app, self._ask, self._agree, self.host.anew, (OSError,))

    def _ask(self, function: str, *given: object) -> str:
        book = self.app._active
        try:
            return self.host.ask(function, list(given), comserver.shown(book) if book else None)
        except OSError as error:
            if not gone(error):
                raise RuntimeError(str(error)) from error
            raise

    def _agree(self, question: str) -> bool:
        self.asked.append(question)
        return self.yes

    def start(self) -> float:
        """Return after how many seconds the server was there."""
        before, started = set(self.servers.found()), time.perf_counter()
        self.host.server()
        seconds = time.perf_counter() - started
        (self.mine,) = set(self.servers.found()) - before
        return seconds

    def lose(self, folder: str) -> None:
        """Put a folder into the environment whose name the system's code page does not have."""
        for name in ("LOCALAPPDATA", "TEMP", "TMP"):
            os.environ[name] = folder

    def reword(self, more: str, instead_of: str) -> None:
        """Change the add-in's command line, at its end where nothing is replaced."""
        if instead_of:
            self.host.starter = self.host.starter.replace(instead_of, more)
        else:
            self.host.starter += f" {more}"

    def restart(self) -> None:
        """Start another server, as the button does."""
        self._ask("leave", "")
        self.host.anew()

    def call(self, function: str, given: list[object]) -> object:
        """Call a worksheet function."""
        return self.host.call(function, given)

    def time(self, function: str, given: list[object], times: int) -> list[float]:
        """Return the seconds that each call took."""
        seconds = []
        for _ in range(times):
            started = time.perf_counter()
            self.host.call(function, given)
            seconds.append(time.perf_counter() - started)
        return seconds

    def open(self, path: str, name: str | None = None) -> None:
        """Open a workbook, the only one."""
        self.app._books.clear()
        self.app._open(Path(path), name)

    def close_all(self) -> None:
        """Leave no workbook open."""
        self.app._books.clear()
        object.__setattr__(self.app, "_active", None)

    def refuse(self, member: str = "", editing: bool = False) -> None:
        """Refuse one member, or everything because a cell is being edited; nothing where neither is given."""
        object.__setattr__(self.app, "_failing", member)
        object.__setattr__(self.app, "_editing", editing)

    def select(self, sheet: str, cell: str) -> None:
        """Select a cell."""
        self.app.call_Goto(self.app._active.get_Worksheets().item(sheet).call_Range(cell))

    def press(self, function: str, given: list[object], yes: bool = True) -> dict[str, object]:
        """Press a button; return what it said, what was asked, how many members were called and for how long."""
        self.yes, self.asked[:] = yes, []
        calls, crossings, started = self.app._total, comserver.crossings.total(), time.perf_counter()
        told = self.addin.run(*given) if function == "plan" else self._ask(function, *given)
        return {
            "told": told,
            "asked": list(self.asked),
            "calls": self.app._total - calls,
            "crossings": comserver.crossings.total() - crossings,
            "seconds": time.perf_counter() - started,
        }

    def save(self, path: str) -> None:
        """Save a copy of the workbook in front."""
        self.app._active.call_SaveCopyAs(path)

    def state(self) -> dict[str, object]:
        """Return the switches and what was printed or shown."""
        return {
            "switches": dict(self.app._switches),
            "printed": self.app._printed,
            "previewed": self.app._previewed,
            "books": [book._name for book in self.app._books],
            "members": dict(self.app._calls),
        }

    def running(self) -> int:
        """Return how many servers run, of this Excel and of others."""
        return len(self.servers.found())

    def patience(self, seconds: float) -> None:
        """Have the servers that are started from now on end themselves after some seconds without a step."""
        os.environ["PERFXL_LONGEST"] = str(seconds)

    def stall(self, at: str, seconds: float) -> None:
        """Give no answer for some seconds when a member is called, once."""
        object.__setattr__(self.app, "_end", lambda: time.sleep(seconds))
        object.__setattr__(self.app, "_deadly", at)

    def kill_mine(self, at: str = "") -> None:
        """End the server of this Excel, at once or when it calls a member."""
        if at:
            object.__setattr__(self.app, "_end", self.kill_mine)
            object.__setattr__(self.app, "_deadly", at)
        else:
            self.servers.kill(self.mine)


def requests(lines: queue.Queue[str]) -> None:
    """Read requests beside the thread that pumps messages."""
    for line in sys.stdin:
        lines.put(line)
    lines.put("")


def answer(session: Session, line: str) -> dict[str, object]:
    request = json.loads(line)
    try:
        return {"answer": getattr(session, request.pop("do"))(**request)}
    except Exception as error:
        traceback.print_exc()
        return {"error": f"{type(error).__name__}: {error}"}


def main() -> None:
    pythoncom.CoInitialize()
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8")
    session, lines = Session(Path(sys.argv[2]), Path(sys.argv[3])), queue.Queue()
    threading.Thread(target=requests, args=(lines,), daemon=True).start()
    print(json.dumps({"answer": "ready"}), flush=True)
    while True:
        win32event.MsgWaitForMultipleObjects((), False, 2, win32event.QS_ALLINPUT)
        pythoncom.PumpWaitingMessages()
        while not lines.empty():
            line = lines.get()
            if not line:
                return
            print(json.dumps(answer(session, line), ensure_ascii=False), flush=True)


main()
