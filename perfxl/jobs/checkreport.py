"""The job of `check --report`: what does not tie in a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfxl.prose.checking import CheckedText, check
from perfxl.prose.passages import Paragraph
from perfxl.rules.rulebook import rulebook


def check_report(paragraphs: Iterable[Paragraph], packs: Sequence[str] = ()) -> CheckedText:
    """Check a report by itself; InputError for an unknown pack."""
    return check(paragraphs, rulebook(tuple(packs)))
