"""Findings as text for people: by sheet, each with what to do and by which law."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from perfxl.model.finding import Finding, Severity
from perfxl.output.words import words
from perfxl.sheets import a1


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings there are of each severity, gravest first."""
    found = Counter(finding.severity for finding in findings)
    return {severity.value: found[severity] for severity in Severity}


def summary(findings: Sequence[Finding], language: str = "zh") -> str:
    """Return the one line that sums the findings up."""
    word = words(language)
    if not findings:
        return word["no_findings"]
    return word["summary"].format(total=len(findings), **counts(findings))


def book_text(findings: Sequence[Finding], known: bool, language: str = "zh") -> str:
    """Return the findings of a book, or, where no table of it is `known`, that there was nothing to check."""
    parts = [] if known else [words(language)["no_table"]]
    parts += [findings_text(findings, language)] if known or findings else []
    return "\n".join(parts)


def findings_text(findings: Sequence[Finding], language: str = "zh") -> str:
    """Return all findings, sheet by sheet in the order in which the sheets first occur, and the summary line."""
    order = {sheet: position for position, sheet in enumerate(dict.fromkeys(f.place.sheet for f in findings))}
    ordered = sorted(findings, key=lambda finding: (order[finding.place.sheet], *_position(finding)))
    lines = []
    for sheet, group in groupby(ordered, key=lambda finding: finding.place.sheet):
        lines.append(_heading(sheet, language))
        for finding in group:
            lines += _lines(finding, language)
        lines.append("")
    return "\n".join([*lines, summary(findings, language)])


def _position(finding: Finding) -> tuple[int, int]:
    try:
        return a1.box(finding.place.cell or "")[:2]
    except ValueError:
        return 0, finding.place.paragraph or 0


def _heading(sheet: str | None, language: str) -> str:
    word = words(language)
    return word["sheet"].format(name=word["whole_book"] if sheet is None else sheet)


def _lines(finding: Finding, language: str) -> Iterator[str]:
    word = words(language)
    paragraph = f"第{finding.place.paragraph}段" if finding.place.paragraph else ""
    parts = (word[finding.severity.value], finding.code, finding.place.cell or paragraph, finding.message)
    yield "  " + " ".join(part for part in parts if part)
    for key, text in (("fix", finding.fix), ("citation", finding.citation)):
        if text:
            yield f"      {word[key]}：{text}"
