"""A workbook on disk that holds nothing but perfxl's own sheets, from which Excel copies them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from perfxl.files.write.writing import write
from perfxl.sheets.changeset import ChangeSet, SheetWrite

_PLACEHOLDER = "_"


def build(path: Path, sheets: Sequence[SheetWrite]) -> None:
    """Write the sheets into a new workbook, after an empty one that a workbook cannot do without."""
    blank = path.with_name("blank.xlsx")
    book = Workbook()
    book.worksheets[0].title = _PLACEHOLDER
    book.save(blank)
    write(blank, ChangeSet(sheets=tuple(sheets)), path)
