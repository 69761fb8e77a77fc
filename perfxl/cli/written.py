"""What is told of a workbook that was written, and of one in a format that perfxl only reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from perfxl.files.parts.opening import foreign_kind
from perfxl.output.words import words


def written_lines(book: Path, target: Path, backup: Path | None, language: str) -> Iterator[str]:
    """Yield where the workbook was written, what of it could not be taken over, and where its backup is."""
    yield words(language)["written"].format(path=target)
    yield from taken_over(book, language)
    if backup:
        yield words(language)["backup"].format(path=backup)


def taken_over(book: Path, language: str) -> Iterator[str]:
    """Yield what a new .xlsx made from a format of others lacks, nothing for other workbooks."""
    kind = foreign_kind(book)
    if kind:
        yield words(language)["taken_over"].format(kind=kind)


def read_as_values(book: Path, language: str) -> Iterator[str]:
    """Yield that only values were read, where that is so."""
    kind = foreign_kind(book)
    if kind:
        yield words(language)["values_only"].format(name=book.name, kind=kind)
