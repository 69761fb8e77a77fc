"""Tasks that behave badly, for the processes that run them."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass

from perfxl.batch.results import BookRecord, encode


@dataclass(frozen=True)
class Fine:
    """Does nothing, well."""

    book: str
    settings: str = ""

    def run(self) -> bytes:
        return encode(BookRecord(self.book, digest=self.book))


@dataclass(frozen=True)
class Deadly(Fine):
    """Kills its process, as a crash in a library or the lack of memory does."""

    def run(self) -> bytes:
        os._exit(9)


@dataclass(frozen=True)
class Endless(Fine):
    """Never comes to an end."""

    def run(self) -> bytes:
        time.sleep(600)
        return super().run()


@dataclass(frozen=True)
class Frozen(Fine):
    """Stands still, its clock too, as a process does that waits for a disk that is gone."""

    def run(self) -> bytes:
        os.kill(os.getpid(), signal.SIGSTOP)
        return super().run()
