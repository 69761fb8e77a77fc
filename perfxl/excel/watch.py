"""Excel waits for the function server and cannot give up: a call that comes to no end ends the server itself.

The add-in then starts another (PxAnew). What the process was doing is left in a file beside the log. The clock is
faulthandler's, which runs even where Python cannot.
"""

from __future__ import annotations

import faulthandler
import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TextIO

LONGEST = 90.0  # seconds from one step of a command to the next
LONGEST_CALL = 30.0  # seconds that a worksheet function may take
STUCK = "stuck.log"
_PARTS = 6  # how often, in the time of the longest call, is looked whether one is at work


def longest(usual: float = LONGEST) -> float:
    """Return how many seconds a step may take; PERFXL_LONGEST has another number for a slow computer."""
    with suppress(ValueError):
        return float(os.environ.get("PERFXL_LONGEST", usual))
    return usual


@contextmanager
def watched(folder: Path, seconds: float | None = None) -> Iterator[None]:
    """End the process where the block, or a step of it, takes too long; even one that never lets Python run.

    seconds  that a step may take, where it is not as long as a command's
    """
    with ExitStack() as stack:
        with suppress(OSError):  # then it is not watched
            stack.callback(_end)
            with _turn:
                _steps.append(stack.enter_context(_opened(folder)).fileno())
        progress(seconds)
        yield


def _opened(folder: Path) -> TextIO:
    folder.mkdir(parents=True, exist_ok=True)
    return (folder / STUCK).open("a", encoding="utf-8")


def _end() -> None:
    with _turn:
        _steps.clear()
        faulthandler.cancel_dump_traceback_later()


_turn = threading.Lock()  # for there is one clock only
_steps: list[int] = []  # the file of the command at work


def progress(seconds: float | None = None) -> None:
    """Begin to count anew: a command at work has come a step further."""
    if _steps:
        faulthandler.dump_traceback_later(seconds or longest(), exit=True, file=_steps[0])


class Calls:
    """The calls of worksheet functions: each costs two assignments, for there are thousands in a second.

    A thread winds the clock as long as no call is at work, or another one than when it looked before. A call that
    keeps Python from running keeps that thread from it too, so the clock runs down.
    """

    def __init__(self) -> None:
        self.number = 0
        self.working = False
        self._seen = 0

    def begin(self) -> None:
        """A call begins."""
        self.number += 1
        self.working = True

    def end(self) -> None:
        """It has ended, or failed."""
        self.working = False

    def watch(self, folder: Path) -> None:
        """End the process, from now on, where a call comes to no end; where no file can be kept nothing is watched."""
        with suppress(OSError):
            thread = threading.Thread(target=self._wind, args=(_opened(folder), longest(LONGEST_CALL)), daemon=True)
            thread.start()

    def _wind(self, file: TextIO, seconds: float) -> None:
        while True:
            with _turn:
                if self.in_order() and not _steps:
                    faulthandler.dump_traceback_later(seconds, exit=True, file=file)
            time.sleep(seconds / _PARTS)

    def in_order(self) -> bool:
        """Whether no call is at work, or another one than when this was asked before."""
        before, self._seen = self._seen, self.number if self.working else 0
        return not self._seen or self._seen != before


CALLS = Calls()
