"""The job of `check`: what does not tie in a workbook, after filling in thought."""

from __future__ import annotations

from collections.abc import Sequence

from perfxl.jobs.evaluate import understand
from perfxl.jobs.judging import Judgement, judge
from perfxl.jobs.review import WHOLE, Review
from perfxl.sheets.snapshot import Snapshot


def check(snapshot: Snapshot, packs: Sequence[str] = (), review: Review = WHOLE) -> Judgement:
    """Check a workbook; InputError for an unknown pack."""
    return judge(understand(snapshot, packs), review)
