"""Findings as text for people: by sheet, each with what to do and by which law."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from perfxl.model.finding import Finding, Severity
from perfxl.sheets.address import Box

NO_FINDINGS = "未发现问题。"
NO_TABLE = "未识别到已知的表，没有可检查或填写的内容；请确认选对了工作簿，表头是否保留了官方表样的名称。"
WHOLE_BOOK = "整个工作簿"
WHOLE_REPORT = "报告"


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings there are of each severity, gravest first."""
    found = Counter(finding.severity for finding in findings)
    return {severity.value: found[severity] for severity in Severity}


def summary(findings: Sequence[Finding]) -> str:
    """Return the one line that sums the findings up."""
    if not findings:
        return NO_FINDINGS
    each = "，".join(f"{severity.term} {counts(findings)[severity.value]}" for severity in Severity)
    return f"共 {len(findings)} 项：{each}。"


def book_text(findings: Sequence[Finding], known: bool) -> str:
    """Return the findings of a book, or, where no table of it is `known`, that there was nothing to check."""
    parts = [] if known else [NO_TABLE]
    parts += [findings_text(findings)] if known or findings else []
    return "\n".join(parts)


def findings_text(findings: Sequence[Finding]) -> str:
    """Return all findings, sheet by sheet in the order in which the sheets first occur, and the summary line."""
    order = {heading: position for position, heading in enumerate(dict.fromkeys(map(_heading, findings)))}
    ordered = sorted(findings, key=lambda finding: (order[_heading(finding)], *_position(finding)))
    lines = []
    for heading, group in groupby(ordered, key=_heading):
        lines.append(f"【{heading}】")
        for finding in group:
            lines += _lines(finding)
        lines.append("")
    return "\n".join([*lines, summary(findings)])


def _heading(finding: Finding) -> str:
    return finding.place.sheet or (WHOLE_REPORT if finding.place.paragraph else WHOLE_BOOK)


def _position(finding: Finding) -> tuple[int, int]:
    try:
        return Box.parse(finding.place.cell or "")[:2]
    except ValueError:
        return 0, finding.place.paragraph or 0


def _lines(finding: Finding) -> Iterator[str]:
    paragraph = f"第{finding.place.paragraph}段" if finding.place.paragraph else ""
    parts = (finding.severity.term, finding.code, finding.place.cell or paragraph, finding.message)
    yield "  " + " ".join(part for part in parts if part)
    for label, text in (("建议", finding.fix), ("依据", finding.citation)):
        if text:
            yield f"      {label}：{text}"
