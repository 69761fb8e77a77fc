"""What a share is the part of a whole of (占比的分子): the amount before it, or the one that its clause names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim, Role
from perfxl.prose.naming import Name, alike, name_of, same
from perfxl.prose.numbers import Kind
from perfxl.prose.report import levels
from perfxl.prose.splits import sort_of, sort_of_measure

_AMOUNTS = frozenset({Kind.MONEY, Kind.COUNT, Kind.MEASURE})
_AND = re.compile("[、和与及]")
_BACK = 3  # passages before a share in which its part may stand


def operands(analysis: Analysis, share: Claim) -> tuple[Claim | None, Claim | None]:
    """Return the part of a share, and the whole where it stands in the share's own clause (占总投资2,105万元的)."""
    told = analysis.report.before(share)
    before = [claim for claim in told if claim.kind in _AMOUNTS and not claim.mention.explained]
    if share.list_id is not None:
        return _of_list(analysis, share, before)
    near = [claim for claim in before if claim.mention.segment == share.mention.segment]
    named = _part_named(analysis, share) if share.share_of or not near else None
    return (named, None) if named is not None else _beside(analysis, share, near)


def _beside(analysis: Analysis, share: Claim, near: Sequence[Claim]) -> tuple[Claim | None, Claim | None]:
    """Return the part and the whole among the amounts of the share's segment; without any, the part told before."""
    if not near:
        return _part_of_before(analysis, share), None
    part, inside = _of_segment(near, share)
    return (_called(near, part, share) if part is not None and inside is None else part), inside


def _called(near: Sequence[Claim], part: Claim, share: Claim) -> Claim | None:
    """Return the amount that the clause of a share calls by part of its name (绿灯项目占…), else the one before it."""
    name = name_of(share.mention.clause_words.rpartition("占")[0]).core
    if not name or part.mention.clause == share.mention.clause or alike(part.subject.core, name):
        return part
    found = [claim for claim in near if claim.subject.core and claim.subject.core in name]
    return found[0] if len(found) == 1 else None


def _part_of_before(analysis: Analysis, share: Claim) -> Claim | None:
    """Return the part of a split told before, that the clause of a share calls a little otherwise (货物类采购占…)."""
    name = name_of(share.mention.clause_words.rpartition("占")[0])
    told = [part for part in _near(analysis, share) if part in analysis.split_of]
    found = {part for part in told if len(name.core) > 1 and _one_name(part.subject.core, name.core)}
    return found.pop() if len(found) == 1 else None


def _one_name(left: str, right: str) -> bool:
    """Whether two names are made of the same words in another order."""
    return bool(left) and sorted(left.replace("类", "")) == sorted(right.replace("类", ""))


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
    wanted, whole = sort_of_words(share), name_of(share.share_of or "")
    if wanted and sort_of(near[-1]) not in ("", wanted):
        fitting = [claim for claim in near if sort_of(claim) in ("", wanted) and not _is_whole(claim, whole)]
        return fitting[-1] if fitting else near[-1]
    return near[-1]


def _is_whole(claim: Claim, whole: Name) -> bool:
    """Whether an amount is the very one that a share is said to be of."""
    return claim.subject.measure == whole.measure and same(claim.subject, whole)


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
    inside = [claim for claim in before if claim.index < shares[0].index and _in_share_clause(claim, shares[0])]
    amounts = _row_before(analysis, shares, [claim for claim in before if claim not in inside])
    return (amounts[shares.index(share)] if amounts else None), (inside[-1] if inside else None)


def _row_before(analysis: Analysis, shares: Sequence[Claim], before: Sequence[Claim]) -> list[Claim]:
    """Return as many amounts: the last list, those that the words name, or the last split."""
    amounts = _last_list(before, shares[0])
    if len(amounts) == len(shares):
        return amounts
    return _of_names(analysis, shares[0], len(shares)) or _last_split(analysis, shares[0], len(shares))


def _of_names(analysis: Analysis, first: Claim, count: int) -> list[Claim]:
    """Return the amounts that the clause of a list of shares names one by one (基本支出和项目支出占…分别为)."""
    names = [name_of(words) for words in _AND.split(first.mention.clause_words.rpartition("占")[0])]
    if len(names) != count or not all(name.core for name in names):
        return []
    told = [_called_in(_near(analysis, first), name, sort_of_words(first)) for name in names]
    return [claims[-1] for claims in told] if all(told) else []


def _called_in(pool: Sequence[Claim], name: Name, sort: str) -> list[Claim]:
    return [claim for claim in pool if claim.subject.core == name.core and sort_of(claim) in ("", sort)]


def _near(analysis: Analysis, share: Claim) -> list[Claim]:
    """Return this year's amounts before a share, of its passage and the few before it."""
    index = share.mention.passage.index
    passages = [analysis.report.by_passage.get(back, ()) for back in range(max(0, index - _BACK), index + 1)]
    told = [claim for claims in passages for claim in levels(claims) if claim.index < share.index]
    return [claim for claim in told if claim.kind in _AMOUNTS and not claim.subject.last]


def _last_split(analysis: Analysis, first: Claim, count: int) -> list[Claim]:
    """Return the parts of the last split of so many parts before a list of shares."""
    splits = [analysis.split_of[claim] for claim in _near(analysis, first) if claim in analysis.split_of]
    last = max((split.parts for split in splits), key=lambda parts: parts[-1].index, default=())
    return list(last) if len(last) == count else []


def _last_list(amounts: Sequence[Claim], share: Claim) -> list[Claim]:
    """Return the last list among amounts, the share's own apart."""
    members = [claim for claim in amounts if claim.list_id not in (None, share.list_id)]
    return [claim for claim in members if claim.list_id == members[-1].list_id]
