"""增减率等于增减额除以基数。

基数写明的用写明的；没有写明的由本期数减增加额（加减少额）推出。用本期数作分母、把增减额抄成增减率，是常见的错。
基数为0时增减率没有意义，写“增长100%”的只提示；“增加0万元，增长0%”按习惯是对的。

错例
    2024年会议费7.2万元，较上年减少1.8万元，下降25%
正例
    2024年会议费7.2万元，较上年减少1.8万元，下降20%
依据
    增减率的定义：（本期数－基数）÷基数。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfxl.prose.analysis import Analysis
from perfxl.prose.bases import bases, told_base
from perfxl.prose.claim import Claim, Role
from perfxl.prose.formula import Formula, difference, ratio, total
from perfxl.prose.judging import Question, Reading, rounds_to
from perfxl.prose.slips import digits

CODE = "PX503"
NAME = "增减率"
GROUP = "rates"
_TELLING = 3  # digits of a difference below which it may fit two amounts by chance


def questions(analysis: Analysis) -> Iterator[Question]:
    """Ask of each growth whether it follows from its amounts."""
    for claim in analysis.report.claims:
        if claim.role is Role.GROWTH and not claim.mention.explained and claim.direction:
            yield Question(CODE, claim, tuple(_readings(analysis, claim)))


def amount_of(analysis: Analysis, growth: Claim) -> Claim | None:
    """Return the amount of change whose rate a growth is: 减少1.8万元，下降20%; or 增长20%，增加2万元."""
    for step in (-1, 1):
        other = analysis.report.neighbour(growth, step)
        if other and other.role is Role.CHANGE and _beside(other, growth) and not _taken(analysis, other, growth):
            return other
    return None


def _beside(change: Claim, growth: Claim) -> bool:
    first, second = sorted((change, growth), key=lambda claim: claim.index)
    near = first.mention.segment == second.mention.segment and len(second.mention.gap) <= 8
    return near and change.comparison == growth.comparison


def _taken(analysis: Analysis, change: Claim, growth: Claim) -> bool:
    """Whether the amount already has another rate before it."""
    other = analysis.report.neighbour(change, -1)
    return growth.index > change.index + 1 or bool(growth.index < change.index and other is not growth)


def _readings(analysis: Analysis, growth: Claim) -> Iterator[Reading]:
    change = amount_of(analysis, growth)
    if change is None:
        for current, certain in _currents(analysis, growth):
            yield from _without_amount(analysis, growth, current, certain)
    elif not change.value and not growth.value:
        yield Reading(total((change,)), True)
    else:
        yield from _of_amount(analysis, growth, change)


def _of_amount(analysis: Analysis, growth: Claim, change: Claim) -> Iterator[Reading]:
    """Divide the amount of change by the base told, by one that it proves itself, or by what stands around it."""
    told = told_base(analysis, change) or told_base(analysis, growth)
    if told:
        yield Reading(ratio(change, told), True)
    yield from _proven(analysis, change, analysis.anchors[change].candidates)
    for current, certain in _currents(analysis, change):
        yield from _with_amount(analysis, change, current, certain)


def _currents(analysis: Analysis, owner: Claim) -> Iterator[tuple[Claim, bool]]:
    """Yield the amounts that may have changed; only the likeliest one may be certain."""
    anchor = analysis.anchors[owner]
    for position, current in enumerate(anchor.candidates):
        yield current, anchor.certain and position == 0


def _proven(analysis: Analysis, change: Claim, candidates: Sequence[Claim]) -> Iterator[Reading]:
    """Yield the base that the amount of change itself proves: it is the difference, to the last digit."""
    if len(digits(change).replace(".", "").strip("0")) < _TELLING:
        return
    up = change.direction * (-1 if change.value < 0 else 1) > 0
    for current in candidates:
        for base in bases(analysis, change, current):
            pair = (current, base.claim) if up else (base.claim, current)
            if rounds_to(change, difference(*pair)):
                yield Reading(ratio(change, base.claim), True)
                return


def _with_amount(analysis: Analysis, change: Claim, current: Claim, certain: bool) -> Iterator[Reading]:
    found = list(bases(analysis, change, current))
    derived = Reading(ratio(change, derived_base(change, current)), certain)
    stated = [Reading(ratio(change, base.claim), certain and base.certain) for base in found]
    yield from (*stated, derived) if found and found[0].certain else (derived, *stated)


def derived_base(change: Claim, current: Claim) -> Formula:
    """Return the base as it follows from this year's amount and the change."""
    up = change.direction * (-1 if change.value < 0 else 1) > 0
    return difference(current, change) if up else total((current, change))


def _without_amount(analysis: Analysis, growth: Claim, current: Claim, certain: bool) -> Iterator[Reading]:
    up = growth.direction * (-1 if growth.value < 0 else 1) > 0
    for base in bases(analysis, growth, current):
        change = difference(current, base.claim) if up else difference(base.claim, current)
        yield Reading(ratio(change, base.claim), certain and base.certain)
