"""The watch over worker processes: each notes the workbook that it is at, and one that takes too long is ended.

Python cannot stop a computation that hangs, in a library least of all; a process can be ended. The clock is that of
`faulthandler`, which runs outside the interpreter and so goes off whatever the process is at.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LIMIT = 300.0  # seconds that one workbook may take; the largest that were tried take a fifth of it
_NOTED = b"\n"


@dataclass(frozen=True, slots=True)
class Watch:
    """What the processes of one run leave in `folder`; each workbook has `limit` seconds, 0 for any time."""

    folder: Path
    limit: float = LIMIT

    def hung(self) -> frozenset[str]:
        """Return the workbooks whose processes were ended because they took too long."""
        noted = (file.read_bytes().partition(_NOTED) for file in self.folder.iterdir())
        return frozenset(os.fsdecode(book) for book, _, ended in noted if ended)


_here: tuple[IO[bytes], float] | None = None


def begin(watch: Watch | None) -> None:
    """Begin a worker process: the first process alone answers Ctrl-C, on Windows too, and this one is watched."""
    global _here  # noqa: PLW0603 (one a process)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if watch is not None:
        handle, _ = tempfile.mkstemp(dir=watch.folder)
        _here = os.fdopen(handle, "wb", buffering=0), watch.limit


def watched(work: Callable[[], bytes], book: str) -> bytes:
    """Do the work on a workbook; where `begin` was told of a watch, it ends the process after the time it allows."""
    if _here is None:
        return work()
    notes, limit = _here
    notes.seek(0)
    notes.truncate()
    notes.write(os.fsencode(book).replace(_NOTED, b" ") + _NOTED)
    if not limit:
        return work()
    faulthandler.dump_traceback_later(limit, exit=True, file=notes)
    try:
        return work()
    finally:
        faulthandler.cancel_dump_traceback_later()
