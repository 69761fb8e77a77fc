"""The two amounts that a comparison in words is about (比较的两边): told before it, or only by their ratio."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim, Role
from perfxl.prose.compares import Compared
from perfxl.prose.naming import name_of
from perfxl.prose.numbers import Kind
from perfxl.prose.ratios import same_owner
from perfxl.prose.report import levels, sentence_of
from perfxl.prose.splits import sort_of

_CLOSE = Decimal("0.03")  # how far two amounts that are nearly the same may be apart
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Sides:
    """What the figures say: -1 less, 0 equal, 1 greater; how it is told, and by which claims."""

    order: int
    close: bool
    told: str
    claims: tuple[Claim, ...]


def sides(analysis: Analysis, found: Compared) -> Sides | None:
    """Return the order of spending and budget as the figures before the words tell it; None where they do not."""
    if not re.search("预算", found.right) or re.search("预算", found.left):
        return None
    claims = [
        claim
        for claim in analysis.report.by_passage.get(found.passage.index, ())
        if claim.mention.end <= found.start and not claim.mention.explained
    ]
    return _by_amounts(claims, found) or _by_rate(claims)


def _by_amounts(claims: Sequence[Claim], found: Compared) -> Sides | None:
    told = [claim for claim in levels(claims) if _states_money(claim)]
    spent = [claim for claim in told if sort_of(claim) == "spent"]
    if not spent:
        return None
    left = spent[-1]
    near = _budgets_near(told, left, name_of(found.right).measure)
    orders = {_order(left, right) for right in near}
    if len(orders) != 1 or _others_between(spent, near, left):
        return None
    right = near[-1]
    return Sides(orders.pop(), _close(left, right), f"{_named(left)}、{_named(right)}", (left, right))


def _states_money(claim: Claim) -> bool:
    return claim.kind is Kind.MONEY and not claim.hedged and not claim.subject.last


def _budgets_near(told: Sequence[Claim], spent: Claim, wanted: str) -> Sequence[Claim]:
    """Return the budgets of the measure wanted that stand close to spending of the same thing, else the last one."""
    budgets = [claim for claim in told if sort_of(claim) == "budget" and _may_face(claim, spent)]
    if wanted == "initial":
        budgets = [claim for claim in budgets if claim.subject.measure == wanted]
    return [claim for claim in budgets if spent.index - claim.index <= 4] or budgets[-1:]


def _may_face(budget: Claim, spent: Claim) -> bool:
    return same_owner(budget, spent) and budget.comparable(spent)


def _others_between(spent: Sequence[Claim], near: Sequence[Claim], left: Claim) -> bool:
    """Whether other spending of the same sentence, of another name, may be meant."""
    others = [claim for claim in spent if sentence_of(claim) == sentence_of(left) and claim is not left]
    return any(claim.index > near[-1].index and claim.value != left.value for claim in others)


def _order(left: Claim, right: Claim) -> int:
    if left.interval.low > right.interval.high:
        return 1
    return -1 if left.interval.high < right.interval.low else 0


def _close(left: Claim, right: Claim) -> bool:
    return abs(left.value - right.value) <= _CLOSE * max(abs(left.value), abs(right.value))


def _named(claim: Claim) -> str:
    return f"{claim.mention.lead.removeprefix('其中')}{claim.printed}"


def _by_rate(claims: Sequence[Claim]) -> Sides | None:
    rates = [claim for claim in claims if claim.role is Role.RATE and claim.rate and "预算" in claim.rate.denominator]
    if not rates or rates[-1].hedged or rates[-1] is not [claim for claim in claims if claim.kind is Kind.PERCENT][-1]:
        return None
    rate = rates[-1]
    order = (rate.value > _ONE) - (rate.value < _ONE)
    return Sides(order, abs(rate.value - _ONE) <= _CLOSE, f"“{rate.mention.lead}{rate.printed}”", (rate,))
