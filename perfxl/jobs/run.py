"""The job of `run`: fill, check what stands then, generate the attachments and the sheet of findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfxl.attachments import acceptances
from perfxl.attachments.findings import findings_sheet
from perfxl.filling.filling import As
from perfxl.jobs import markrecord
from perfxl.jobs.attach import fill_attachments, notes, plan_for
from perfxl.jobs.fill import Filled, fill
from perfxl.jobs.generated import GeneratedSheets, beside, reconcile
from perfxl.jobs.review import WHOLE, Review
from perfxl.recognition import teaching
from perfxl.sheets.changeset import ChangeSet, SheetWrite
from perfxl.sheets.snapshot import Snapshot

_NOT_OURS = frozenset({markrecord.KEY, teaching.KEY, acceptances.KEY})


@dataclass(frozen=True, slots=True)
class Ran:
    """All that is to be written, the parts it came from, and what a person should know of.

    beside  the sheets for a workbook of their own, where the structure of this one is locked
    """

    changes: ChangeSet
    filled: Filled
    own: GeneratedSheets
    notes: tuple[str, ...] = ()
    beside: tuple[SheetWrite, ...] = ()


def run(
    snapshot: Snapshot,
    packs: Sequence[str] = (),
    as_: As = "formulas",
    replace: bool = False,
    overwrite_edited: bool = False,
    review: Review = WHOLE,
) -> Ran:
    """Do the whole job on one workbook; where no table is known nothing is written. InputError for an unknown pack."""
    done = fill(snapshot, packs, as_, replace, review)
    if not done.after.evaluation.tables:
        return Ran(done.changes, done, GeneratedSheets())
    planned, judged = plan_for(done.after), done.judgement
    specs = (
        *fill_attachments(planned, done.after.rules, as_),
        findings_sheet(judged.findings, judged.coverage, judged.accepted, judged.lapsed),
    )
    if snapshot.structure_locked:
        return Ran(done.changes, done, GeneratedSheets(), notes(planned), beside(specs))
    own = reconcile(snapshot, specs, overwrite_edited, _NOT_OURS)
    return Ran(ChangeSet(done.changes.cells, own.writes, own.removed), done, own, notes(planned))
