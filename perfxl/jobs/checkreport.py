"""The job of `check --report`: what does not tie in a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfxl.jobs.evaluate import rules_of
from perfxl.prose.checking import CheckedText, check
from perfxl.prose.passages import Paragraph


def check_report(paragraphs: Iterable[Paragraph], packs: Sequence[str] = ()) -> CheckedText:
    """Check a report by itself; InputError for an unknown pack."""
    return check(paragraphs, rules_of(packs))
