"""Lists told year by year (分年度列示): 近三年分别为1、2、3万元, 2023年、2024年分别支付1万元和2万元."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from perfxl.prose.claim import Claim
from perfxl.prose.completeness import CHINESE

_RECENT = re.compile(r"(?:近|最近|过去)([两二三四五六七八九十]|\d)年")
_RANGE = re.compile(r"((?:19|20)\d\d)年?(?:[-—~至到])((?:19|20)\d\d)年")
_EACH = re.compile(r"((?:19|20)\d\d)年")


def dated(claims: Sequence[Claim], year: int | None) -> list[Claim]:
    """Return the claims, those of a list that its words tell year by year with a year each."""
    lists: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.list_id is not None:
            lists[claim.list_id].append(claim)
    told = {
        claim.index: told_year
        for members in lists.values()
        for claim, told_year in zip(members, _years(members, year), strict=False)
    }
    return [_of_year(claim, told[claim.index]) if claim.index in told else claim for claim in claims]


def _of_year(claim: Claim, year: int) -> Claim:
    return replace(claim, subject=replace(claim.subject, year=year, last=False))


def _years(members: Sequence[Claim], year: int | None) -> Iterable[int]:
    """Return the year of each member; none where the words tell another number of years."""
    words, count = members[0].mention.clause_words, len(members)
    recent, span = _RECENT.search(words), _RANGE.search(words)
    each = [int(one) for one in _EACH.findall(words)]
    if recent and year and CHINESE.get(recent[1], 0) == count:
        return range(year - count + 1, year + 1)
    if span and int(span[2]) - int(span[1]) + 1 == count:
        return range(int(span[1]), int(span[2]) + 1)
    return each if len(each) == count > 1 and "分别" in words else ()
