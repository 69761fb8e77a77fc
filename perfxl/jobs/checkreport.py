"""The job of `check --report`: what does not tie in a report, by itself and against its workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from perfxl.jobs.evaluate import understand
from perfxl.jobs.judging import Judgement, judge
from perfxl.jobs.review import WHOLE, Review
from perfxl.model.finding import Finding
from perfxl.prose.checking import CheckedText, check
from perfxl.prose.passages import Paragraph
from perfxl.rules.rulebook import rulebook
from perfxl.sheets.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class CheckedReport:
    """A report with all verdicts, and the workbook that it was held against, if any."""

    text: CheckedText
    book: Judgement | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, those in the workbook first."""
        return (*(self.book.findings if self.book else ()), *self.text.findings)


def check_report(
    paragraphs: Iterable[Paragraph],
    packs: Sequence[str] = (),
    snapshot: Snapshot | None = None,
    review: Review = WHOLE,
) -> CheckedReport:
    """Check a report, and the workbook that it is held against; InputError for an unknown pack."""
    if snapshot is None:
        return CheckedReport(check(paragraphs, rulebook(tuple(packs)), None, review.selection))
    evaluated = understand(snapshot, packs)
    text = check(paragraphs, evaluated.rules, evaluated.derived.evaluation, review.selection)
    return CheckedReport(text, judge(evaluated, review))
