"""The operands of a rate (比率的分子、分母): by what the rate's name says, within one subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim, RateWord, Role
from perfxl.prose.formula import difference, ratio, total
from perfxl.prose.judging import Reading, ties
from perfxl.prose.naming import Name, core
from perfxl.prose.numbers import Kind
from perfxl.prose.report import levels, sentence_of
from perfxl.prose.splits import sort_of
from perfxl.prose.words import alternation, load

_AMOUNTS = frozenset({Kind.MONEY, Kind.COUNT, Kind.MEASURE})
_VAGUE = re.compile("合计|分别|平均|各")


def rate_readings(analysis: Analysis, rate: Claim) -> Iterator[Reading]:
    """Yield the ways in which a rate may have been computed, the likeliest first."""
    assert rate.rate is not None  # noqa: S101
    word = rate.rate
    sure = not (_VAGUE.search(rate.mention.lead) or word.vague)
    for pool in _pools(analysis, rate):
        over, under = _sides(pool, rate, word)
        pairs = [(n, d) for n, d in product(over, under) if n is not d and n.comparable(d) and same_owner(n, d)]
        if pairs:
            yield from _judged(pairs, rate, pool, sure and pairs[0][0] is over[0])
            break
    yield from _from_differences(analysis, rate, word, sure)


def _pools(analysis: Analysis, rate: Claim) -> Iterator[list[Claim]]:
    """Yield the amounts among which operands are looked for: the segment, the sentence, the passage before."""
    before = [claim for claim in levels(analysis.report.before(rate)) if _usable(claim, rate)]
    yield [claim for claim in before if claim.mention.segment == rate.mention.segment]
    yield [claim for claim in before if sentence_of(claim) == sentence_of(rate)]
    last = [claim for claim in before if sentence_of(claim) != sentence_of(rate)][-1:]
    yield [claim for claim in before if sentence_of(claim) in {sentence_of(rate), *map(sentence_of, last)}]
    yield before
    yield [claim for claim in levels(analysis.report.companions(rate)) if _usable(claim, rate)]


def _usable(claim: Claim, rate: Claim) -> bool:
    return claim.kind in _AMOUNTS and not claim.name.last and claim.mention.depth <= rate.mention.depth


def _sides(pool: Sequence[Claim], rate: Claim, word: RateWord) -> tuple[list[Claim], list[Claim]]:
    owner = _owner(rate)
    mine = [claim for claim in pool if not owner or claim.subject.core == owner] or (list(pool) if not owner else [])
    over = [claim for claim in reversed(mine) if claim.subject.measure in word.over]
    under = [claim for measure in word.under for claim in reversed(mine) if claim.subject.measure == measure]
    return over[:2], under


@cache
def _rate_words() -> re.Pattern[str]:
    return re.compile(alternation(word for entry in load("rates")["rates"] for word in entry["words"]) + ".*$")


def _owner(rate: Claim) -> str:
    """Return the name of what the rate is of, where its own words tell it (项目支出执行率)."""
    return core(_rate_words().sub("", rate.mention.lead))


def same_owner(left: Claim, right: Claim) -> bool:
    """Whether a numerator and a denominator are of the same thing."""
    one, other = left.subject, right.subject
    return one.core == other.core and _compatible(one, other)


def _compatible(one: Name, other: Name) -> bool:
    flows = not one.flow or not other.flow or one.flow == other.flow
    return flows and (not one.scope or not other.scope or one.scope == other.scope)


def _judged(pairs: Sequence[tuple[Claim, Claim]], rate: Claim, pool: Sequence[Claim], sure: bool) -> Iterator[Reading]:
    for n, d in pairs:
        certain = sure and n is pairs[0][0] and n.mention.passage is rate.mention.passage
        yield Reading(ratio(n, d), certain, _other_base(n, d, rate, pool))


def _other_base(numerator: Claim, denominator: Claim, rate: Claim, pool: Sequence[Claim]) -> str:
    """Return which other budget the rate fits, where it does not fit the one that it names."""
    if ties(rate, ratio(numerator, denominator)):
        return ""
    budgets = [other for other in reversed(pool) if sort_of(other) == "budget" and other.comparable(numerator)]
    for other in budgets:
        if other is not denominator and other.value and ties(rate, ratio(numerator, other)):
            return f"按“{other.mention.lead}{other.printed}”计算才是{rate.printed}"
    return ""


def _from_differences(analysis: Analysis, rate: Claim, word: RateWord, sure: bool) -> Iterator[Reading]:
    """Where a budget is only told by how far spending is from it (决算数比预算数多3.2万元), derive it."""
    for change, anchor in analysis.anchors.items():
        against = change.comparison.against if change.comparison else None
        if against and against.budget and sentence_of(change) == sentence_of(rate) and change.role is Role.CHANGE:
            for current in (*anchor.candidates, *_after(analysis, change)):
                budget = difference(current, change) if change.direction > 0 else total((current, change))
                if current.subject.measure in word.over:
                    yield Reading(ratio(current, budget), sure)


def _after(analysis: Analysis, change: Claim) -> Iterator[Claim]:
    following = analysis.report.neighbour(change, 1)
    if following and following.role is Role.LEVEL and sentence_of(following) == sentence_of(change):
        yield following
