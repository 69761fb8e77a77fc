"""What a share is the part of a whole of (占比的分子): the amount before it, or the one that its clause names."""

from __future__ import annotations

from collections.abc import Sequence

from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim, Role
from perfxl.prose.naming import name_of, same
from perfxl.prose.numbers import Kind
from perfxl.prose.report import levels
from perfxl.prose.splits import sort_of, sort_of_measure

_AMOUNTS = frozenset({Kind.MONEY, Kind.COUNT, Kind.MEASURE})


def operands(analysis: Analysis, share: Claim) -> tuple[Claim | None, Claim | None]:
    """Return the part of a share, and the whole where it stands in the share's own clause (占总投资2,105万元的)."""
    before = [
        claim for claim in analysis.report.before(share) if claim.kind in _AMOUNTS and not claim.mention.explained
    ]
    if share.list_id is not None:
        return _of_list(analysis, share, before)
    named = _part_named(analysis, share)
    if named is not None and share.share_of:
        return named, None
    return _of_segment([claim for claim in before if claim.mention.segment == share.mention.segment], share)


def _of_segment(near: Sequence[Claim], share: Claim) -> tuple[Claim | None, Claim | None]:
    """Return the part and the whole of a share among the amounts of its segment."""
    clause = [claim for claim in near if _in_share_clause(claim, share)]
    if clause:
        outside = [claim for claim in near if claim not in clause]
        return (outside[-1] if outside else None), clause[-1]
    part = _of_sort(near, share) if near else None
    return (part if part and part.role in (Role.LEVEL, Role.CHANGE) else None), None


def _of_sort(near: Sequence[Claim], share: Claim) -> Claim:
    """Return the nearest amount of the sort that the whole is of: a budget is no part of spending."""
    wanted = sort_of_words(share)
    if wanted and sort_of(near[-1]) not in ("", wanted):
        return next((claim for claim in reversed(near) if sort_of(claim) in ("", wanted)), near[-1])
    return near[-1]


def sort_of_words(share: Claim) -> str:
    """Return whether the words for a share's whole tell a budget or spending; "" where they tell neither."""
    return sort_of_measure(name_of(share.share_of or "").measure)


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
    shares = [claim for claim in analysis.report.companions(share) if claim.list_id == share.list_id]
    first = shares[0]
    inside = [claim for claim in before if _in_share_clause(claim, first) and claim.index < first.index]
    amounts = _last_list([claim for claim in before if claim not in inside], share)
    if len(amounts) != len(shares):
        return None, None
    return amounts[shares.index(share)], (inside[-1] if inside else None)


def _last_list(amounts: Sequence[Claim], share: Claim) -> list[Claim]:
    """Return the last list among amounts, the share's own apart."""
    members = [claim for claim in amounts if claim.list_id not in (None, share.list_id)]
    return [claim for claim in members if claim.list_id == members[-1].list_id]
