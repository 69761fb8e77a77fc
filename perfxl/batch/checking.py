"""The task of one process: check one workbook and tell everything about it, whatever happens."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from perfxl.batch.profile import profile
from perfxl.batch.results import BookRecord, encode
from perfxl.files.read.reading import read
from perfxl.files.remote import local
from perfxl.jobs.evaluate import understand
from perfxl.jobs.judging import judge
from perfxl.jobs.review import WHOLE, Review
from perfxl.output.failures import sentence
from perfxl.output.results import values_only_lines


@dataclass(frozen=True, slots=True)
class CheckTask:
    """One workbook to check, its path below `root`; by which rule packs, () for those that fit it; by which checks."""

    book: str
    packs: tuple[str, ...] = ()
    review: Review = WHOLE
    root: str = ""

    @property
    def settings(self) -> str:
        """The rule packs and the checks chosen; what else fits a workbook is told by its content."""
        return repr((self.packs, self.review))

    def run(self) -> bytes:
        """Return the result as `results.encode` writes it; what goes wrong is part of it."""
        return encode(check_book(self))


@dataclass(frozen=True, slots=True)
class RefusedTask:
    """A workbook that cannot be worked on, and why: it is one of the many, and named among them."""

    book: str
    error: str
    settings: str = ""

    def run(self) -> bytes:
        """Return a result that says why."""
        return encode(BookRecord(self.book, error=self.error))


def check_book(task: CheckTask) -> BookRecord:
    """Check one workbook; an error of any kind is the result's `error`."""
    digest = ""
    try:
        with local(task.book, task.root) as path:
            digest = digest_of(path)
            evaluated = understand(read(path), task.packs)
            notes = tuple(values_only_lines(path))
        return BookRecord(task.book, digest, "", profile(evaluated), judge(evaluated, task.review), notes)
    except Exception as error:
        return BookRecord(task.book, digest, error=sentence(error))


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal, "" where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
