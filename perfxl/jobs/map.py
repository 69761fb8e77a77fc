"""The job of `map`: which tables a workbook holds."""

from __future__ import annotations

from dataclasses import dataclass

from perfxl.model.table import Evaluation
from perfxl.recognition.recognise import recognise
from perfxl.sheets.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Mapped:
    """The recognised tables, the sheets of people without one, and perfxl's own sheets."""

    evaluation: Evaluation
    unknown: tuple[str, ...]
    own: tuple[str, ...]


def map_book(snapshot: Snapshot) -> Mapped:
    """Recognise the tables of a workbook."""
    evaluation = recognise(snapshot)
    known = {table.sheet for table in evaluation.tables}
    unknown = tuple(sheet.name for sheet in snapshot.sources() if sheet.name not in known)
    return Mapped(evaluation, unknown, tuple(sheet.name for sheet in snapshot.sheets if sheet.ownership))
