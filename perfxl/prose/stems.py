"""Rates named after what was counted (以分子命名的比率): 回收率 = 收回 ÷ 发放, 有效率, 任务完成率, 固定资产利用率."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from perfxl.model.finding import Severity
from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim
from perfxl.prose.formula import ratio
from perfxl.prose.judging import Reading
from perfxl.prose.naming import core
from perfxl.prose.numbers import Kind
from perfxl.prose.report import levels, sentence_of
from perfxl.prose.words import alternation, listed, load

_COUNTED = frozenset({Kind.COUNT, Kind.MEASURE, Kind.MONEY})
_FAR = 10  # passages back in which what an asset's use is a rate of may stand


@cache
def _undone() -> re.Pattern[str]:
    return re.compile(alternation(listed("rates", "undone")))


def stem_readings(analysis: Analysis, rate: Claim) -> Iterator[Reading]:
    """Yield what the number that bears the rate's name is a part of: the number told before it, or its own name's."""
    before = [claim for claim in levels(analysis.report.before(rate)) if claim.kind in _COUNTED]
    told = [claim for claim in before if _bears(claim, _over(rate))]
    if told:
        under = [claim for claim in before if _may_stand_below(claim, told[-1])]
        yield from _of_before(rate, told, under) if under else _of_name(analysis, rate, told[-1], _over(rate))


def _may_stand_below(claim: Claim, over: Claim) -> bool:
    return claim.index < over.index and claim.comparable(over) and not re.search("未|尚|无", claim.mention.lead)


def _of_before(rate: Claim, told: Sequence[Claim], under: Sequence[Claim]) -> Iterator[Reading]:
    """Divide the last number that bears the rate's name by the one told before it; certain in one sentence only."""
    over, here = told[-1], sentence_of(rate)
    sole = sum(claim.mention.sentence == over.mention.sentence for claim in told) == 1 and not over.hedged
    beside = sentence_of(under[-1]) == sentence_of(over) == here and under[-1].list_id is None
    yield Reading(ratio(over, under[-1]), sole and beside, severity=Severity.WARNING)
    yield from (Reading(ratio(over, claim)) for claim in reversed(under[:-1]))


def counted(analysis: Analysis, rate: Claim) -> bool:
    """Whether a rate that is mostly one of money is told of things counted (计划20项，完成18项，完成率90%)."""
    before = [claim for claim in levels(analysis.report.before(rate)) if sentence_of(claim) == sentence_of(rate)]
    return bool(before) and before[-1].kind in (Kind.COUNT, Kind.MEASURE) and bool(_over(rate))


def _over(rate: Claim) -> Sequence[str]:
    assert rate.rate is not None  # noqa: S101
    name = rate.rate.name.removesuffix("率")
    over: Sequence[str] = load("rates")["stems"].get("完成" if name == "预算完成" else name, ())
    return rate.rate.over if rate.rate.stem else over


def _bears(claim: Claim, words: Sequence[str]) -> bool:
    own = claim.mention.lead
    return any(word in own for word in words) and not _undone().search(own)


def _of_name(analysis: Analysis, rate: Claim, over: Claim, words: Sequence[str]) -> Iterator[Reading]:
    """Divide by the amounts that bear the numerator's name without the rate's word (在用固定资产 ÷ 固定资产)."""
    if sentence_of(over) != sentence_of(rate):
        return
    bare = core(re.sub(alternation(words), "", over.mention.lead))
    index = over.mention.passage.index
    found = [
        claim
        for back in range(index - 1, max(-1, index - 1 - _FAR), -1)
        for claim in levels(analysis.report.by_passage.get(back, ()))
        if bare and claim.subject.core == bare and claim.comparable(over) and not claim.subject.measure
    ]
    sole = len({claim.value for claim in found}) == 1
    yield from (Reading(ratio(over, claim), sole, severity=Severity.WARNING) for claim in found)
