"""由一个数提高（下降）到另一个数的，变动数与两数相符。

百分点为两个百分数相减；写“提高5.0%”的，按相对增长成立的只提示改写为百分点。

错例
    占比由52.4%提高到55.5%，提高2.1个百分点
正例
    占比由52.4%提高到55.5%，提高3.1个百分点
依据
    百分点的定义：两个百分数之差。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perfxl.model.finding import Severity
from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim, Role
from perfxl.prose.formula import Formula, difference, ratio, total
from perfxl.prose.judging import Question, Reading, ties
from perfxl.prose.laws.px517_adjusted import step
from perfxl.prose.numbers import Kind
from perfxl.prose.remarks import Remark
from perfxl.prose.report import sentence_of

CODE = "PX514"
NAME = "起止数与变动数"
GROUP = "sums"
_FROM = re.compile(r"(?:由|从|自)[^，。；]*$")
_TO = re.compile(r"(?:[到至为]|达到?)(?:了)?(?:约|近)?$")
_DATED = re.compile(r"(?:(?:19|20)\d\d年度?|本年度?|当年)的?$")  # the year may stand between 到 and its amount
_LEVELS = (Role.LEVEL, Role.SHARE, Role.RATE, Role.BASE)


def questions(analysis: Analysis) -> Iterator[Question]:
    """Ask of each change between two written numbers whether it is their difference."""
    for change, start, end in _triples(analysis):
        up = change.direction * (-1 if change.value < 0 else 1) > 0
        moved = difference(end, start) if up else difference(start, end)
        yield Question(CODE, change, tuple(_readings(change, start, end, moved)))
    for claim, formula in _reached(analysis):
        yield Question(CODE, claim, (Reading(formula, True),))
    for end, formula in _stepped(analysis):
        yield Question(CODE, end, (Reading(formula, True, severity=Severity.WARNING),))


def _stepped(analysis: Analysis) -> Iterator[tuple[Claim, Formula]]:
    """Yield (level reached, formula): 收回20万元，项目预算由100万元调整为80万元."""
    for start in analysis.report.claims:
        end = analysis.report.neighbour(start, 1) if start.kind is Kind.MONEY else None
        if end is not None and _from_to(start, end):
            near = [claim for claim in analysis.report.companions(start) if claim.index < start.index]
            yield from _steps([claim for claim in near if claim.comparable(start)], start, end)


def _steps(near: Sequence[Claim], start: Claim, end: Claim) -> Iterator[tuple[Claim, Formula]]:
    """Yield what one step told before two levels makes of the first."""
    if len(near) == 1 and step(near[0]):
        yield end, total((start, near[0])) if step(near[0]) > 0 else difference(start, near[0])


def _readings(change: Claim, start: Claim, end: Claim, moved: Formula) -> Iterator[Reading]:
    if change.role is Role.GROWTH:
        yield Reading(ratio(moved, start), True)
        if start.kind is Kind.PERCENT:
            yield Reading(moved)
    elif change.kind is not Kind.POINTS or end.kind is Kind.PERCENT:
        yield Reading(moved, True)


def remarks(analysis: Analysis) -> Iterator[Remark]:
    """Advise percentage points where two percentages are compared by a percentage."""
    for change, start, end in _triples(analysis):
        if (
            change.role is Role.GROWTH
            and start.kind is Kind.PERCENT
            and ties(change, ratio(difference(end, start), start))
        ):
            points = f"{(abs(end.value - start.value) * 100).normalize():f}"
            should = f"{change.mention.lead}{points}个百分点"
            yield Remark(
                CODE, Severity.INFO, change.place, f"{change.mention.lead}{change.printed}", should,
                f"“{change.mention.lead}{change.printed}”按相对增长成立，两个百分数相差{points}个百分点，宜写作“{should}”。",
                "", (start, end),
            )  # fmt: skip


def _triples(analysis: Analysis) -> Iterator[tuple[Claim, Claim, Claim]]:
    """Yield (change, from, to): 由88.0%提高到92.4%，提高5.0%."""
    for start in analysis.report.claims:
        end = analysis.report.neighbour(start, 1)
        if end is None or not _from_to(start, end):
            continue
        for apart in (2, 3):
            change = analysis.report.neighbour(start, apart)
            if change and sentence_of(change) == sentence_of(end) and change.role in (Role.CHANGE, Role.GROWTH):
                yield change, start, end


def _from_to(start: Claim, end: Claim) -> bool:
    lead = start.mention.lead
    pair = start.comparable(end) and start.role in _LEVELS and end.role in _LEVELS
    gap = _DATED.sub("", end.mention.gap)
    near = sentence_of(start) == sentence_of(end) and len(gap) <= 8
    return pair and near and bool(_FROM.search(lead) and _TO.search(gap))


def _reached(analysis: Analysis) -> Iterator[tuple[Claim, Formula]]:
    """Yield (level reached, formula): 较上年同期52.4%提高3.1个百分点，达到55.5%."""
    for change in analysis.report.claims:
        if change.kind is Kind.POINTS and change.direction:
            start, end = (analysis.report.neighbour(change, step) for step in (-1, 1))
            if start and end and _leads(start, change, end):
                yield end, total((start, change)) if change.direction > 0 else difference(start, change)


def _leads(start: Claim, change: Claim, end: Claim) -> bool:
    """Whether a change is told between the percentage it starts from, in its clause, and the one it reaches."""
    if not sentence_of(start) == sentence_of(change) == sentence_of(end):
        return False
    percentages = start.kind is end.kind is Kind.PERCENT
    return percentages and start.mention.clause == change.mention.clause and bool(_TO.search(end.mention.lead))
