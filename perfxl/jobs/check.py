"""The job of `check`: what does not tie in a workbook, after filling in thought."""

from __future__ import annotations

from collections.abc import Sequence

from perfxl.jobs.evaluate import Evaluated, understand
from perfxl.jobs.judging import Judgement, judge
from perfxl.jobs.review import WHOLE, Review
from perfxl.sheets.snapshot import Snapshot


def check(snapshot: Snapshot, packs: Sequence[str] = (), review: Review = WHOLE) -> Judgement:
    """Check a workbook; InputError for an unknown pack."""
    return understand_and_judge(snapshot, packs, review)[1]


def understand_and_judge(
    snapshot: Snapshot, packs: Sequence[str] = (), review: Review = WHOLE
) -> tuple[Evaluated, Judgement]:
    """Check a workbook and return it understood too, for who shows its cells; InputError for an unknown pack."""
    evaluated = understand(snapshot, packs)
    return evaluated, judge(evaluated, review)
