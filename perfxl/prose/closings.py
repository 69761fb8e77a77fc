"""Totals told behind their parts (后置合计): A、B、C分别为1、2、3万元，合计6万元; 两年累计支付; 各项得分和综合得分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from perfxl.prose.claim import Claim
from perfxl.prose.formula import total
from perfxl.prose.numbers import Kind
from perfxl.prose.openers import openings
from perfxl.prose.report import Report, levels
from perfxl.prose.splits import sort_of
from perfxl.prose.words import alternation, listed

_AMOUNTS = frozenset({Kind.MONEY, Kind.COUNT, Kind.MEASURE})
_FULL_MARKS = Decimal(100)
_SCORES = 3  # scores that make a table of groups; two may be anything


@dataclass(frozen=True, slots=True)
class Closing:
    """A total and the parts before it; `sure` where the words leave no doubt, `listed` where the parts are one list."""

    whole: Claim
    parts: tuple[Claim, ...]
    sure: bool
    listed: bool = False


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(f"{alternation(listed('splits', 'closing'))}[^，。；]{{0,10}}$")


@cache
def _running() -> re.Pattern[str]:
    return re.compile(f"{alternation(listed('measures', 'cumulative'))}[^，。；]{{0,10}}$")


@cache
def _scored() -> re.Pattern[str]:
    return re.compile(f"{alternation(listed('splits', 'scored'))}[^，。；]{{0,6}}$")


def closings(report: Report) -> Iterator[Closing]:
    """Yield the totals that close a sentence's list, and the scores that add up to a total score."""
    for sentence in report.by_sentence.values():
        claims = [claim for claim in levels(sentence) if not claim.mention.depth and not claim.hedged]
        for position, whole in enumerate(claims):
            if whole.kind in _AMOUNTS:
                yield from _amounts(whole, claims[:position], sentence)
        yield from _scores([claim for claim in claims if claim.kind is Kind.SCORE])


def _amounts(whole: Claim, before: Sequence[Claim], sentence: Sequence[Claim]) -> Iterator[Closing]:
    if not _closes(whole):
        return
    parts = _list_before(whole, before) or _told_before(whole, before)
    if len(parts) < 2 or _opened(parts[0], whole):
        return
    whole_list = parts[0].list_id is not None
    yield Closing(whole, parts, whole_list or _clearly_summed(whole, parts, sentence), whole_list)


def _clearly_summed(whole: Claim, parts: Sequence[Claim], sentence: Sequence[Claim]) -> bool:
    """Whether the words tell a sum, or parts year by year, and no other amount stands before it."""
    told = _closing().search(whole.mention.lead) or _year_by_year(parts)
    others = [claim for claim in sentence if claim.index < whole.index and claim not in parts]
    return bool(told) and not any(claim.comparable(whole) for claim in others)


def _closes(whole: Claim) -> bool:
    """Whether the words before an amount call it the sum, or the running total, of what stands before it."""
    lead = whole.mention.lead
    told = _closing().search(lead) or _running().search(lead)
    return bool(told) and whole.list_id is None and not whole.name.span


def _year_by_year(parts: Sequence[Claim]) -> bool:
    years = {part.subject.year for part in parts}
    return len(years) == len(parts) and None not in years


def _list_before(whole: Claim, before: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the list right before a total (分别支出1万元、2万元和3万元，合计6万元)."""
    last = before[-1] if before else None
    if last is None or last.list_id is None or not last.comparable(whole):
        return ()
    return tuple(claim for claim in before if claim.list_id == last.list_id)


def _told_before(whole: Claim, before: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the amounts of one measure before a total, each in a clause or item of its own."""
    parts: list[Claim] = []
    for claim in reversed(before):
        if not claim.comparable(whole) or not _alike(claim, [whole, *parts]) or _closes(claim):
            break
        parts.append(claim)
    return tuple(reversed(parts))


def _alike(claim: Claim, others: Sequence[Claim]) -> bool:
    """Whether an amount is of the measure, and of the fiscal sort, of the others; a part may leave its measure out."""
    measures = {_measure(other) for other in others} - {""}
    return not _measure(claim) or not measures or _measure(claim) in measures


def _measure(claim: Claim) -> str:
    """Return the measure of an amount, all kinds of spending being one; "" where its words leave it open."""
    measure = claim.subject.measure
    return "" if measure == "funds" else "spent" if sort_of(claim) == "spent" else measure


def _opened(first: Claim, whole: Claim) -> bool:
    return any(first.mention.start < opening.start < whole.mention.start for opening in openings(whole.mention.text))


def _scores(claims: Sequence[Claim]) -> Iterator[Closing]:
    """Yield the total score with the scores of groups behind it (其中) or before it; full marks are no scores."""
    for position, whole in enumerate(claims):
        if _scored().search(whole.mention.lead):
            for parts in (tuple(claims[:position]), tuple(claims[position + 1 :])):
                names = {part.mention.lead for part in parts}
                if len(parts) >= _SCORES and len(names) == len(parts) and not _marks(parts):
                    yield Closing(whole, parts, True)
            return


def _marks(parts: Sequence[Claim]) -> bool:
    return total(parts).value() == _FULL_MARKS or any(_scored().search(part.mention.lead) for part in parts)
