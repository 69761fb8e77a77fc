"""What a share is a share of (占比的分子、分母): named, of the split, or shared with its siblings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from perfxl.prose.analysis import Analysis
from perfxl.prose.anchors import same
from perfxl.prose.claim import Claim, Role
from perfxl.prose.formula import Formula, ratio, total
from perfxl.prose.judging import Reading, ties
from perfxl.prose.naming import name_of, near_scopes
from perfxl.prose.numbers import Kind
from perfxl.prose.report import levels, sentence_of
from perfxl.prose.splits import sort_of

_AMOUNTS = frozenset({Kind.MONEY, Kind.COUNT, Kind.MEASURE})
_TOGETHER = re.compile("合计占|共占|共计占|两项|三项|上述|以上|合占")
_FAR = 14  # passages back in which a whole is looked for
_ENOUGH = 2  # siblings that must agree on a whole that nothing names


def share_readings(analysis: Analysis, share: Claim) -> Iterator[Reading]:
    """Yield the ways in which a share may have been computed, the likeliest first."""
    part, inside = operands(analysis, share)
    if part is None:
        return
    sure = not _TOGETHER.search(share.mention.clause_words)
    if inside is not None:
        yield Reading(ratio(part, inside), sure)
        return
    named = list(_named(analysis, share, part)) or list(_nearly_named(analysis, share, part))
    yield from (Reading(ratio(part, whole), sure and len({one.value for one in named}) == 1) for whole in named)
    yield from _unnamed(analysis, share, part, sure and not named)


def _nearly_named(analysis: Analysis, share: Claim, part: Claim) -> Iterator[Claim]:
    """Yield the whole of the part's split where it bears the share's name but for a narrower scope."""
    name, split = name_of(share.share_of or ""), analysis.split_of.get(part)
    head = split.head if split else None
    if head is not None and not name.empty and head.comparable(part):
        if near_scopes(head.subject.scope, name.scope) and (head.subject.core, head.subject.flow) == (
            name.core,
            name.flow,
        ):
            yield head


def operands(analysis: Analysis, share: Claim) -> tuple[Claim | None, Claim | None]:
    """Return the part of a share, and the whole where it stands in the share's own clause (占总投资2,105万元的)."""
    before = [
        claim for claim in analysis.report.before(share) if claim.kind in _AMOUNTS and not claim.mention.explained
    ]
    if share.list_id is not None:
        return _of_list(analysis, share, before)
    named = _part_named(analysis, share)
    near = [claim for claim in before if claim.mention.segment == share.mention.segment]
    if named is not None and share.share_of:
        return named, None
    if not near:
        return None, None
    clause = [claim for claim in near if _in_share_clause(claim, share)]
    if clause:
        outside = [claim for claim in near if claim not in clause]
        return (outside[-1] if outside else None), clause[-1]
    return (near[-1] if near[-1].role in (Role.LEVEL, Role.CHANGE) else None), None


def _part_named(analysis: Analysis, share: Claim) -> Claim | None:
    """Return the amount that the clause of a share names before 占 (税收收入占…), where one bears that name."""
    name = name_of(share.mention.clause_words.rpartition("占")[0])
    if not name.core:
        return None
    pool = [claim for claim in levels(analysis.report.before(share)) if claim.kind in _AMOUNTS]
    found = [claim for claim in pool if same(claim.subject, name) and not claim.subject.last]
    return found[-1] if found and len({claim.value for claim in found}) == 1 else None


def _in_share_clause(claim: Claim, share: Claim) -> bool:
    spot = share.mention.text.rfind("占", share.mention.clause, share.mention.start)
    return 0 <= spot < claim.mention.start


def _of_list(analysis: Analysis, share: Claim, before: Sequence[Claim]) -> tuple[Claim | None, Claim | None]:
    """Pair the shares of a list with the amounts of the list before them, one by one."""
    assert share.list_id is not None  # noqa: S101
    shares = [claim for claim in analysis.report.companions(share) if claim.list_id == share.list_id]
    first = shares[0]
    inside = [claim for claim in before if _in_share_clause(claim, first) and claim.index < first.index]
    lists = [claim for claim in before if claim.list_id not in (None, share.list_id) and claim not in inside]
    amounts = [claim for claim in lists if lists and claim.list_id == lists[-1].list_id]
    if len(amounts) != len(shares):
        return None, None
    return amounts[shares.index(share)], (inside[-1] if inside else None)


def _named(analysis: Analysis, share: Claim, part: Claim) -> Iterator[Claim]:
    """Yield the amounts that bear the name of the whole, of the nearest place that has one."""
    name = name_of(share.share_of or "")
    if name.empty:
        return
    for group in _places(analysis, share, part):
        found = [claim for claim in group if claim is not part and claim.comparable(part) and same(claim.subject, name)]
        found = [claim for claim in found if not claim.subject.last] or found
        fitting = [claim for claim in found if sort_of(claim) == sort_of(part)] or found
        if fitting:
            yield from reversed(fitting)
            return


def _places(analysis: Analysis, share: Claim, part: Claim) -> Iterator[tuple[Claim, ...]]:
    report = analysis.report
    yield levels(report.companions(share))
    yield levels(report.before(share))
    index = share.mention.passage.index
    for back in range(index - 1, max(-1, index - 1 - _FAR), -1):
        yield levels(report.by_passage.get(back, ()))
    yield levels(report.behind(share))


def _unnamed(analysis: Analysis, share: Claim, part: Claim, sure: bool) -> Iterator[Reading]:
    generic = not share.share_of or name_of(share.share_of).empty
    split = analysis.split_of.get(part)
    heads = [head for head in split.heads if head.comparable(part)] if split else []
    sure = sure and generic and len({head.value for head in heads[:1]}) == 1
    if heads:
        yield Reading(ratio(part, heads[0]), sure and not (split and split.nested))
        yield from (Reading(ratio(part, head)) for head in heads[1:])
    voted = _voted(analysis, share) if generic and not heads else None
    if voted is not None and voted is not part:
        yield Reading(ratio(part, voted), True)
    yield from (Reading(formula) for formula in _other_wholes(analysis, share, part))


def _other_wholes(analysis: Analysis, share: Claim, part: Claim) -> Iterator[Formula]:
    pool = [claim for claim in levels(analysis.report.by_passage[part.mention.passage.index]) if claim.comparable(part)]
    for whole in reversed(pool):
        if whole is not part and whole.value:
            yield ratio(part, whole)
    siblings = [claim for claim in pool if sentence_of(claim) == sentence_of(part)]
    if len(siblings) > 1:
        yield ratio(part, total(siblings))


def _voted(analysis: Analysis, share: Claim) -> Claim | None:
    """Return the amount that makes at least two other shares of the passage tie."""
    report = analysis.report
    passage = report.by_passage[share.mention.passage.index]
    votes: Counter[Claim] = Counter()
    for other in passage:
        if other.role is not Role.SHARE or other is share or not (name_of(other.share_of or "").empty):
            continue
        part, inside = operands(analysis, other)
        if part is None or inside is not None:
            continue
        votes.update(_fitting(levels(report.before(other)), part, other))
    if not votes:
        return None
    best, count = max(votes.items(), key=lambda item: item[1])
    return best if count >= _ENOUGH else None


def _fitting(pool: Iterable[Claim], part: Claim, share: Claim) -> Iterator[Claim]:
    for whole in pool:
        larger = whole is not part and whole.comparable(part) and whole.value >= part.value > 0
        if larger and share.value < Decimal(1) and ties(share, ratio(part, whole)):
            yield whole
