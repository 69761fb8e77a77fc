"""Tasks that behave badly, for the processes that run them."""

from __future__ import annotations

import os
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
