"""Workbooks made elsewhere, edited in every way and the edits taken back: no error that they did not have before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from edits import forced, taken_back
from validating import added, workbooks

from perfxl.errors import PerfxlError
from perfxl.files.read.reading import read
from perfxl.files.write.writing import write

ROOT = Path(__file__).resolve().parents[2]
SHARES = 4
EVERY = 1 if os.environ.get("PERFXL_WHOLE_CORPUS") else 30
ODD = {  # packages that state a type for each of their parts alone, or have no named styles
    "minimal_package.xlsx", "nonstandard-xml-ns-prefix.xlsx", "closedxml-bug-fixes.xlsx", "poi-52575_main.xlsx",
}  # fmt: skip


@pytest.mark.parametrize("book", workbooks(ROOT / "workbooks"), ids=lambda path: path.name)
def test_shipped_workbooks(book: Path, tmp_path: Path) -> None:
    assert tried(book, tmp_path) == ([], "")


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.timeout(3000)
def test_workbooks_made_elsewhere(share: int, corpus: Path, tmp_path: Path) -> None:
    """A sample; all of them by `make validate`."""
    books = workbooks(corpus)
    chosen = [book for number, book in enumerate(books) if number % EVERY == 0 or book.name in ODD]
    wrong, refused = {}, {}
    for number, book in enumerate(chosen[share::SHARES]):
        folder = tmp_path / str(number)
        folder.mkdir()
        found, sentence = tried(book, folder)
        if found:
            wrong[book.name] = found
        if sentence:
            refused[book.name] = sentence
    assert wrong == {}
    assert len(refused) <= len(chosen[share::SHARES]) / 3, refused


def tried(book: Path, folder: Path) -> tuple[list[object], str]:
    """Return the errors that editing added, and those that taking it back did; the sentence where it was refused."""
    edited, again = folder / f"改{book.suffix}", folder / f"还{book.suffix}"
    try:
        changes = forced(read(book))
        write(book, changes, edited)
        write(edited, taken_back(changes), again)
    except PerfxlError as error:
        return added(book, edited) if edited.exists() else [], str(error)
    return [*added(book, edited), *added(book, again)], ""
