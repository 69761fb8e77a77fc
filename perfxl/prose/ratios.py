"""The operands of a rate (比率的分子、分母): by what the rate's name says, within one subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

from perfxl.model.finding import Severity
from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim, RateWord, Role
from perfxl.prose.formula import difference, ratio, total
from perfxl.prose.judging import Reading, ties
from perfxl.prose.naming import Name, core, near_scopes
from perfxl.prose.numbers import Kind
from perfxl.prose.report import levels, sentence_of
from perfxl.prose.splits import sort_of
from perfxl.prose.words import alternation, listed, load

_AMOUNTS = frozenset({Kind.MONEY, Kind.COUNT, Kind.MEASURE})
_VAGUE = re.compile("合计|分别|平均|各")


def rate_readings(analysis: Analysis, rate: Claim) -> Iterator[Reading]:
    """Yield the ways in which a rate may have been computed, the likeliest first."""
    assert rate.rate is not None  # noqa: S101
    sure = not _VAGUE.search(rate.mention.lead)
    whole = analysis.report.neighbour(rate, -1)
    if whole and whole.role is Role.WHOLE and whole.mention.clause == rate.mention.clause:
        yield from _of_whole(analysis, rate, whole, sure)
        return
    near = list(_near(analysis, rate, rate.rate, sure))
    yield from near or _elsewhere(analysis, rate, rate.rate, sure)
    yield from _from_differences(analysis, rate, rate.rate, sure)


def _near(analysis: Analysis, rate: Claim, word: RateWord, sure: bool) -> Iterator[Reading]:
    """Divide the amounts of the nearest pool that holds a numerator and a denominator."""
    for pool in _pools(analysis, rate):
        over, under = _sides(pool, rate, word)
        pairs = [pair for pair in product(over, under) if _divisible(*pair)]
        if pairs:
            clear = pairs[0][0] is over[0] and not (word.vague and _open(under))
            yield from _judged(pairs, rate, pool, sure and clear)
            return


def _divisible(over: Claim, under: Claim) -> bool:
    return over is not under and over.comparable(under) and same_owner(over, under)


def _pools(analysis: Analysis, rate: Claim) -> Iterator[list[Claim]]:
    """Yield the amounts among which operands are looked for: the segment, the sentence, the passage before."""
    before, here = _usable_levels(analysis.report.before(rate), rate), sentence_of(rate)
    yield _in_segment(before, rate)
    yield [claim for claim in before if sentence_of(claim) == here]
    last = [sentence_of(claim) for claim in before if sentence_of(claim) != here][-1:]
    yield [claim for claim in before if sentence_of(claim) in (here, *last)]
    yield before
    yield _usable_levels(analysis.report.companions(rate), rate)


def _usable_levels(found: Sequence[Claim], rate: Claim) -> list[Claim]:
    return [claim for claim in levels(found) if _usable(claim, rate)]


def _of_whole(analysis: Analysis, rate: Claim, whole: Claim, sure: bool) -> Iterator[Reading]:
    """Divide the amount told before by the one right before the rate (完成年初预算数100万元的40.4%)."""
    before = [claim for claim in levels(analysis.report.before(whole)) if claim.comparable(whole)]
    near = _in_segment(before, rate) or [claim for claim in before if sentence_of(claim) == sentence_of(rate)]
    for claim in reversed(near):
        yield Reading(ratio(claim, whole), sure and claim is near[-1] and sort_of(claim) != "budget")


def _in_segment(found: Sequence[Claim], rate: Claim) -> list[Claim]:
    return [claim for claim in found if claim.mention.segment == rate.mention.segment]


def _open(under: Sequence[Claim]) -> bool:
    """Whether more than one budget, or none, may be what a rate without a fixed denominator divides by."""
    return len([claim for claim in under if claim.subject.measure != "actual"]) != 1


def _elsewhere(analysis: Analysis, rate: Claim, word: RateWord, sure: bool) -> Iterator[Reading]:
    """Where the denominator stands in another paragraph: the nearest amount before it that bears the numerator's name.

    Certain, but only to be checked, where the whole report knows one such amount.
    """
    numerator = _numerator_beside(analysis, rate, word)
    if numerator is None or word.vague:
        return
    named = _denominators_anywhere(analysis, numerator, word)
    before = [claim for claim in reversed(named) if claim.index < rate.index and claim is not numerator]
    sole = len({claim.value for claim in named}) == 1 and numerator.index == rate.index - 1
    for claim in before:
        yield Reading(ratio(numerator, claim), sure and sole, severity=Severity.WARNING)


def _numerator_beside(analysis: Analysis, rate: Claim, word: RateWord) -> Claim | None:
    """Return the last amount in the segment of a rate that may stand above."""
    over = [claim for claim in levels(analysis.report.before(rate)) if claim.subject.measure in word.over]
    near = [claim for claim in _in_segment(over, rate) if _usable(claim, rate)]
    return near[-1] if near else None


def _denominators_anywhere(analysis: Analysis, numerator: Claim, word: RateWord) -> list[Claim]:
    """Return the amounts of the whole report that may stand below a numerator."""
    named = [claim for claim in _amounts_anywhere(analysis, numerator) if _shares_name(analysis, claim, numerator)]
    measures = {claim: _measure(analysis, claim, numerator) for claim in named}
    fitting = [claim for claim, told in measures.items() if told in word.under]
    adjusted = [claim for claim in fitting if measures[claim] == "adjusted"]
    return adjusted if adjusted and word.under[0] == "adjusted" else fitting


def _amounts_anywhere(analysis: Analysis, numerator: Claim) -> list[Claim]:
    """Return this year's amounts of money but the numerator."""
    told = [claim for claim in levels(analysis.report.claims) if claim.kind is Kind.MONEY]
    return [claim for claim in told if not claim.subject.last and claim is not numerator]


def _measure(analysis: Analysis, claim: Claim, numerator: Claim) -> str:
    """Return the measure of an amount; the numerator's namesake in a split of a budget (基本支出) has the budget's."""
    split = analysis.split_of.get(claim) if claim.subject.core == numerator.name.core != "" else None
    if split is not None and sort_of(split.head) == "budget" and claim.subject.measure in listed("tables", "weak"):
        return split.head.subject.measure
    return claim.subject.measure


def _shares_name(analysis: Analysis, claim: Claim, numerator: Claim) -> bool:
    """Whether an amount elsewhere is of the same thing; a numerator without a name is the whole project's."""
    own, other = numerator.subject.core, claim.subject.core
    if own in ("", "整体") and claim in analysis.split_of:
        return False  # 项目支出预算 beside 基本支出预算 is a part, not the whole project's
    whole = own in ("", "整体") and other in ("", *listed("measures", "wholes"))
    return whole or same_owner(claim, numerator)


def _usable(claim: Claim, rate: Claim) -> bool:
    return claim.kind in _AMOUNTS and not claim.subject.last and claim.mention.depth <= rate.mention.depth


def _sides(pool: Sequence[Claim], rate: Claim, word: RateWord) -> tuple[list[Claim], list[Claim]]:
    owner = _owner(rate)
    mine = [claim for claim in reversed(pool) if not owner or claim.subject.core == owner]
    over = [claim for claim in mine if claim.subject.measure in word.over]
    under = [claim for measure in word.under for claim in mine if claim.subject.measure == measure]
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
    return flows and near_scopes(one.scope, other.scope)


def _judged(pairs: Sequence[tuple[Claim, Claim]], rate: Claim, pool: Sequence[Claim], sure: bool) -> Iterator[Reading]:
    for n, d in pairs:
        apart = (
            rate.rate
            and not rate.rate.strict
            and d.subject.measure == "initial"
            and sentence_of(d) != sentence_of(rate)
        )
        certain = sure and not apart and n is pairs[0][0] and n.mention.passage is rate.mention.passage
        if rate.rate and rate.rate.change:
            yield Reading(ratio(difference(*sorted((n, d), key=lambda one: -one.value)), d), certain)
        else:
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
    for change in analysis.changes_in.get(sentence_of(rate), ()):
        against = change.comparison.against if change.comparison else None
        if against and against.budget and change.role is Role.CHANGE:
            for current in (*analysis.anchors[change].candidates, *_after(analysis, change)):
                budget = difference(current, change) if change.direction > 0 else total((current, change))
                if current.subject.measure in word.over:
                    yield Reading(ratio(current, budget), sure)


def _after(analysis: Analysis, change: Claim) -> Iterator[Claim]:
    following = analysis.report.neighbour(change, 1)
    if following and following.role is Role.LEVEL and sentence_of(following) == sentence_of(change):
        yield following
