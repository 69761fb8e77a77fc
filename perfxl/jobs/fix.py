"""The job of `fix`: mechanical repairs, and what does not tie once they are done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfxl.filling.repairs import repairs
from perfxl.jobs.evaluate import evaluate_after, understand
from perfxl.jobs.fill import FilledCell, is_locked
from perfxl.jobs.judging import Judgement, judge
from perfxl.jobs.review import WHOLE, Review
from perfxl.model.finding import Severity
from perfxl.sheets.changeset import CellWrite, ChangeSet
from perfxl.sheets.snapshot import Snapshot

_WRITING = "PX467"  # how a number is written: what is mended here


@dataclass(frozen=True, slots=True)
class Fixed:
    """The repairs, those left out because their cells are locked, and the verdict on the workbook afterwards."""

    cells: tuple[FilledCell, ...]
    judgement: Judgement
    locked: tuple[CellWrite, ...] = ()

    @property
    def changes(self) -> ChangeSet:
        """The change set of the repairs."""
        return ChangeSet(cells=tuple(cell.write for cell in self.cells))


def fix(snapshot: Snapshot, packs: Sequence[str] = (), review: Review = WHOLE) -> Fixed:
    """Repair what needs no decision of a person; InputError for an unknown pack.

    A number that a check calls wrong for another reason than how it is written stays as it is.
    """
    evaluated = understand(snapshot, packs)
    doubted = {
        finding.place
        for finding in judge(evaluated).findings
        if finding.severity is Severity.ERROR and finding.code != _WRITING
    }
    found = repairs(snapshot, evaluated.evaluation, evaluated.derived.derivations, doubted)
    done = tuple(write for write in found if not is_locked(snapshot, write))
    after = evaluate_after(evaluated, done)
    cells = tuple(FilledCell(write, "机械性修正") for write in done)
    return Fixed(cells, judge(after, review), tuple(write for write in found if is_locked(snapshot, write)))
