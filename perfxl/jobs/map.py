"""The job of `map`: which tables a workbook holds."""

from __future__ import annotations

from dataclasses import dataclass

from perfxl.attachments.recognition_sheet import recognition_sheet
from perfxl.errors import RefusedError
from perfxl.jobs.generated import reconcile
from perfxl.model.table import Evaluation
from perfxl.recognition.recognise import recognise
from perfxl.recognition.teaching import KEY, teaching_in
from perfxl.sheets.changeset import ChangeSet
from perfxl.sheets.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Mapped:
    """The recognised tables, the sheets of people without one, and perfxl's own sheets."""

    evaluation: Evaluation
    unknown: tuple[str, ...]
    own: tuple[str, ...]


def recognition_changes(snapshot: Snapshot) -> ChangeSet:
    """Return the sheet 识别情况 to write; what the clerk chose on it before stays chosen.

    RefusedError where the structure of the workbook is locked.
    """
    if snapshot.structure_locked:
        raise RefusedError("工作簿的结构受保护，不能加“识别情况”表，请先在 Excel 的“审阅”中撤销工作簿保护。")
    spec = recognition_sheet(snapshot, recognise(snapshot), teaching_in(snapshot))
    others = frozenset(sheet.ownership.key for sheet in snapshot.sheets if sheet.ownership) - {KEY}
    return reconcile(snapshot, (spec,), overwrite_edited=True, leave=others).changes()


def map_book(snapshot: Snapshot) -> Mapped:
    """Recognise the tables of a workbook."""
    evaluation = recognise(snapshot)
    known = {table.sheet for table in evaluation.tables}
    unknown = tuple(sheet.name for sheet in snapshot.sources() if sheet.name not in known)
    return Mapped(evaluation, unknown, tuple(sheet.name for sheet in snapshot.sheets if sheet.ownership))
