"""Findings as text for people: the summary and the errors first, each with what to do and by which law."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from perfxl.attachments.acceptances import acceptance_lines, acceptance_summary
from perfxl.attachments.statement import coverage_lines, incompleteness, shorten, summary
from perfxl.model.finding import Finding, Severity
from perfxl.output.visible import lines_text

if TYPE_CHECKING:
    from perfxl.jobs.judging import Judgement

WHOLE_BOOK, WHOLE_REPORT = "整个工作簿", "整份报告"


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings there are of each severity, gravest first."""
    found = Counter(finding.severity for finding in findings)
    return {severity.value: found[severity] for severity in Severity}


def result_text(done: Judgement) -> str:
    """Return what a check of a workbook says: summary, what was not read, the findings, what the rest rests on."""
    told = acceptance_summary(done.accepted, done.lapsed)
    head = [summary(done.findings, done.coverage), *told, *incompleteness(done.coverage)]
    apart = lines_text(acceptance_lines(done.accepted, done.lapsed))
    blocks = [lines_text(head), *findings_blocks(done.findings), apart, lines_text(coverage_lines(done.coverage))]
    return "\n\n".join(block for block in blocks if block)


def findings_blocks(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield the findings of each level, gravest first; within a level they keep their order.

    Hints of one kind on one sheet are one entry.
    """
    for severity in Severity:
        level = [finding for finding in findings if finding.severity is severity]
        if level:
            lines = [line for finding in _entries(level) for line in _lines(finding)]
            yield lines_text([f"【{severity.term}】{len(level)} 项", *lines])


def _entries(level: Sequence[Finding]) -> Iterator[Sequence[Finding]]:
    """Yield what makes one entry: a finding, or the hints of one kind on one sheet."""
    if level[0].severity is not Severity.INFO:
        yield from ([finding] for finding in level)
        return
    order = list(dict.fromkeys((finding.place.sheet, finding.code) for finding in level))
    ordered = sorted(level, key=lambda finding: order.index((finding.place.sheet, finding.code)))
    for _, group in groupby(ordered, key=lambda finding: (finding.place.sheet, finding.code)):
        yield list(group)


def _lines(entry: Sequence[Finding]) -> Iterator[str]:
    first = entry[0]
    if len(entry) > 1:
        cells = shorten([finding.place.cell or str(finding.place) for finding in entry])
        where = f"“{first.place.sheet}”" if first.place.sheet else ""
        yield f"  {first.code} {where}{first.name} {len(entry)} 处：{cells}。例如：{first.message}"
    else:
        place = str(first.place) or (WHOLE_REPORT if first.place.paragraph is not None else WHOLE_BOOK)
        yield f"  {place}  {first.code} {first.message}"
    for label, text in (("建议", first.fix), ("依据", first.citation)):
        if text:
            yield f"      {label}：{text}"
