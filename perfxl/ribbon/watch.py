"""Excel waits for the function server and cannot give up: a call that comes to no end ends the server itself.

The add-in then starts another (PxAnew). What the process was doing is left in a file beside the log.
"""

from __future__ import annotations

import faulthandler
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

LONGEST = 90.0  # seconds from one step of a command to the next
STUCK = "stuck.log"


def longest() -> float:
    """Return how many seconds a step may take; PERFXL_LONGEST has another number for a slow computer."""
    with suppress(ValueError):
        return float(os.environ.get("PERFXL_LONGEST", LONGEST))
    return LONGEST


@contextmanager
def watched(folder: Path, seconds: float | None = None) -> Iterator[None]:
    """End the process where the block, or a step of it, takes too long; even one that never lets Python run.

    seconds  that a step may take, where it is not as long as a command's
    """
    with ExitStack() as stack:
        with suppress(OSError):  # then it is not watched
            folder.mkdir(parents=True, exist_ok=True)
            _steps.append(stack.enter_context((folder / STUCK).open("a", encoding="utf-8")).fileno())
            stack.callback(_end)
        progress(seconds)
        yield


def _end() -> None:
    _steps.clear()
    faulthandler.cancel_dump_traceback_later()


_steps: list[int] = []  # the file of the command at work


def progress(seconds: float | None = None) -> None:
    """Begin to count anew: a command at work has come a step further."""
    if _steps:
        faulthandler.dump_traceback_later(seconds or longest(), exit=True, file=_steps[0])
