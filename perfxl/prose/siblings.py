"""The whole that several shares agree on (各占比共同的分母), where nothing names it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim, Role
from perfxl.prose.formula import Formula, ratio, total
from perfxl.prose.judging import ties
from perfxl.prose.naming import name_of
from perfxl.prose.report import levels
from perfxl.prose.sharing import operands

Pair = tuple[Claim, Claim]  # share, part

_ENOUGH = 2  # siblings that must agree on a whole
_NEAR = 4  # passages before the first share in which the whole may stand
_APART = 1  # passages between two shares of one list


def agreed_whole(analysis: Analysis, share: Claim) -> Claim | Formula | None:
    """Return the amount, or the sum of all parts, that the other shares of the list are shares of.

    Two others must agree; one is enough where the parts add up to the whole.
    """
    pairs = list(_pairs(analysis, share))
    others = [pair for pair in pairs if pair[0] is not share]
    if not others:
        return None
    summed = total([part for _, part in pairs])
    for whole in _candidates(analysis, pairs):
        if _most_agree(others, whole, summed):
            return whole
    return summed if _agreeing(others, summed) == len(others) >= _ENOUGH else None


def _most_agree(others: Sequence[Pair], whole: Claim, summed: Formula) -> bool:
    """Whether most shares are shares of a whole, or all of them where the parts add up to it."""
    agreeing = _agreeing(others, whole)
    if agreeing >= _ENOUGH and agreeing * 2 > len(others):
        return True
    return agreeing == len(others) and ties(whole, summed)


def _agreeing(pairs: Sequence[Pair], whole: Claim | Formula) -> int:
    return sum(_fits(pair, whole) for pair in pairs)


def _pairs(analysis: Analysis, share: Claim) -> Iterator[Pair]:
    """Yield the shares without a named whole of the list that a share stands in, each with its part."""
    for passage in _list_passages(analysis, share):
        for claim in analysis.report.by_passage.get(passage, ()):
            if claim.role is Role.SHARE and not claim.mention.explained and name_of(claim.share_of or "").empty:
                part, inside = operands(analysis, claim)
                if part is not None and inside is None:
                    yield claim, part


def _list_passages(analysis: Analysis, share: Claim) -> Sequence[int]:
    """Return the passages of the list: the share's own, and its neighbours as long as they hold shares too."""

    def holds(index: int) -> bool:
        return any(claim.role is Role.SHARE for claim in analysis.report.by_passage.get(index, ()))

    first = last = share.mention.passage.index
    while holds(first - _APART):
        first -= _APART
    while holds(last + _APART):
        last += _APART
    return range(first, last + 1)


def _candidates(analysis: Analysis, pairs: Sequence[Pair]) -> Iterator[Claim]:
    """Yield the amounts before the list that are no smaller than any part, nearest first."""
    first = pairs[0][0]
    parts = {part for _, part in pairs}
    here = levels(analysis.report.before(first))
    index = first.mention.passage.index
    back = [
        claim
        for before in range(index - 1, max(-1, index - 1 - _NEAR), -1)
        for claim in reversed(levels(analysis.report.by_passage.get(before, ())))
    ]
    for whole in (*reversed(here), *back):
        if (
            whole not in parts
            and whole.comparable(pairs[0][1])
            and whole.value >= max(part.value for part in parts) > 0
        ):
            yield whole


def _fits(pair: Pair, whole: Claim | Formula) -> bool:
    share, part = pair
    return ties(share, ratio(part, whole))
