"""在职人员控制率等于在职人数除以编制数。

编制数与在职人数写在别的段落、分单位列示的，找出相加等于在职人数的各单位，用它们的编制数之和计算。

错例
    行政编制10人，实有在编人数9人；事业编制20人，实有在编人数18人；在编人数27人，在职人员控制率100%
正例
    行政编制10人，实有在编人数9人；事业编制20人，实有在编人数18人；在编人数27人，在职人员控制率90%
依据
    在职人员控制率的定义：在职人数÷编制数。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from perfxl.model.finding import Severity
from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim
from perfxl.prose.formula import ratio, total
from perfxl.prose.judging import Question, Reading
from perfxl.prose.numbers import Kind
from perfxl.prose.report import levels

CODE = "PX516"
NAME = "人员控制率"
GROUP = "rates"
_RATE = re.compile("(?:在职|在编|财政供养)人员控制率|人员控制率")
_OUTSIDE = re.compile("编外|非在编|聘用")
_POSTS = re.compile("编制|核定")
_PRESENT = re.compile("实有|在编|在职|实际|现有")
_MOST = 8  # units of one paragraph that are combined

Pair = tuple[Claim, Claim]  # posts, staff


def questions(analysis: Analysis) -> Iterator[Question]:
    """Ask of each rate of control, and of the number of staff, whether posts and staff elsewhere give it."""
    told = [list(_pairs(claims)) for claims in analysis.report.by_passage.values()]
    passages = [pairs for pairs in told if pairs]
    for claim in levels(analysis.report.claims):
        if claim.kind is Kind.PERCENT and _RATE.search(claim.mention.lead) and not _OUTSIDE.search(claim.mention.lead):
            staff = _staff(analysis, claim)
            if staff is not None:
                yield from _of(claim, staff, passages)


def _staff(analysis: Analysis, rate: Claim) -> Claim | None:
    before = [claim for claim in levels(analysis.report.before(rate)) if _people(claim)]
    return next((claim for claim in reversed(before) if _PRESENT.search(claim.mention.lead)), None)


def _people(claim: Claim) -> bool:
    return claim.kind is Kind.COUNT and claim.unit in ("人", "名")


def _pairs(claims: Sequence[Claim]) -> Iterator[Pair]:
    people = [claim for claim in levels(claims) if _people(claim)]
    for posts, staff in pairwise(people):
        present = _PRESENT.search(staff.mention.lead)
        if _POSTS.search(posts.mention.lead) and not _PRESENT.search(posts.mention.lead) and present:
            yield posts, staff


def _of(rate: Claim, staff: Claim, passages: Sequence[Sequence[Pair]]) -> Iterator[Question]:
    fitting = _fitting(staff, passages)
    posts = [total([post for post, _ in group]) for group in fitting]
    sole = len({formula.value() for formula in posts}) == 1
    yield Question(CODE, rate, tuple(Reading(ratio(staff, formula), sole) for formula in posts))
    if not fitting:
        yield from _all_staff(staff, passages)
    elif len(fitting[0]) > 1:
        yield Question(CODE, staff, (Reading(total([one for _, one in fitting[0]])),))


def _fitting(staff: Claim, passages: Sequence[Sequence[Pair]]) -> list[tuple[Pair, ...]]:
    """Return the groups of units of one passage whose staff add up to the number of staff."""
    groups = (group for pairs in passages for group in _groups(pairs[:_MOST]))
    return [group for group in groups if sum(one.value for _, one in group) == staff.value]


def _all_staff(staff: Claim, passages: Sequence[Sequence[Pair]]) -> Iterator[Question]:
    """Ask of the number of staff, where no units add up to it, whether all that are told by the same words do."""
    word = _PRESENT.search(staff.mention.lead)
    told = [pair[1] for pairs in passages for pair in pairs if word and word[0] in pair[1].mention.lead]
    if len(passages) == 1 and len(told) > 1 and staff not in told:
        yield Question(CODE, staff, (Reading(total(told), True, severity=Severity.WARNING),))


def _groups(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, ...]]:
    for size in range(1, len(pairs) + 1):
        yield from combinations(pairs, size)
