"""What a change is measured against, as an amount (基数): told beside it, told elsewhere, or derived."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Against, Claim, Role
from perfxl.prose.naming import same
from perfxl.prose.report import levels, sentence_of

_MEASURES = {
    Against.INITIAL: ("initial",),
    Against.ADJUSTED: ("adjusted",),
    Against.BUDGET: ("budget", "adjusted", "initial"),
}


@dataclass(frozen=True, slots=True)
class Base:
    """An amount that a change may be measured against; certain where the words leave no other."""

    claim: Claim
    certain: bool


def told_base(analysis: Analysis, change: Claim) -> Claim | None:
    """Return the base that stands in the comparison itself: 比上年10.5万元增加."""
    for step in (-1, -2):
        other = analysis.report.neighbour(change, step)
        if other is None or other.mention.sentence != change.mention.sentence:
            return None
        if other.role is Role.BASE:
            return other if other.comparison and _one_comparison(other, change) else None
        if other.role not in (Role.CHANGE, Role.GROWTH):
            return None
    return None


def _one_comparison(base: Claim, change: Claim) -> bool:
    return change.comparison is None or base.comparison == change.comparison


def bases(analysis: Analysis, change: Claim, current: Claim) -> Iterator[Base]:
    """Yield the amounts of the base's year or budget that carry the name of the changed amount, nearest first."""
    told = told_base(analysis, change)
    if told is not None:
        yield Base(told, True)
        return
    found = [claim for claim in _candidates(analysis, change, current) if _pairs(claim, current)]
    near = [claim for claim in found if sentence_of(claim) in (sentence_of(change), sentence_of(current))] or found
    sole = len({claim.value for claim in near}) == 1
    yield from (Base(claim, sole) for claim in sorted(near, key=lambda claim: abs(claim.index - change.index)))


def _candidates(analysis: Analysis, change: Claim, current: Claim) -> list[Claim]:
    """Return the amounts of the passage that are of the year, or of the budget, that is compared with."""
    against = change.comparison.against if change.comparison else None
    if against in (Against.PRIOR, Against.PRIOR_BUDGET):
        return [claim for claim in _pool(analysis, change) if _prior(claim, change, current)]
    if against in _MEASURES:
        return [claim for claim in _pool(analysis, change) if _of_measures(claim, _MEASURES[against])]
    return []


def _of_measures(claim: Claim, wanted: Sequence[str]) -> bool:
    return claim.subject.measure in wanted and not claim.subject.last


def _pool(analysis: Analysis, change: Claim) -> tuple[Claim, ...]:
    return levels(analysis.report.by_passage[change.mention.passage.index])


def _prior(claim: Claim, change: Claim, current: Claim) -> bool:
    named = change.comparison.year if change.comparison else None
    told = claim.subject.year
    return claim.subject.last or (told is not None and told == (named or year_before(current)))


def year_before(current: Claim) -> int | None:
    """Return the year before the one that an amount is told to be of."""
    return current.subject.year - 1 if current.subject.year else None


def _pairs(claim: Claim, current: Claim) -> bool:
    return claim is not current and claim.comparable(current) and same(claim.subject, current.subject)
