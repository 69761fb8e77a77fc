"""The job of `check`: what does not tie in a workbook, after filling in thought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfxl.jobs.evaluate import judge, understand
from perfxl.model.finding import Finding
from perfxl.model.table import Evaluation
from perfxl.sheets.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class CheckedBook:
    """The findings in one workbook, the tables they were found in and the names of the packs that judged."""

    evaluation: Evaluation
    findings: tuple[Finding, ...]
    packs: tuple[str, ...]


def check(snapshot: Snapshot, packs: Sequence[str] = ()) -> CheckedBook:
    """Check a workbook; InputError for an unknown pack."""
    evaluated = understand(snapshot, packs)
    return CheckedBook(evaluated.evaluation, judge(evaluated), evaluated.rules.names)
