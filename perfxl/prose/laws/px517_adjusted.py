"""年初预算加追加、减收回等于调整后预算。

同一句里依次写明年初预算、追加（调增）、收回（调减、核减）和调整后预算的，应相符。

错例
    年初预算500.00万元，年中追加80.00万元，收回30.00万元，调整后预算560.00万元
正例
    年初预算500.00万元，年中追加80.00万元，收回30.00万元，调整后预算550.00万元
依据
    调整后预算的定义：年初预算＋追加－收回。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim, Role
from perfxl.prose.formula import Formula, difference, total
from perfxl.prose.judging import Question, Reading
from perfxl.prose.numbers import Kind
from perfxl.prose.openers import openings
from perfxl.prose.ratios import same_owner

CODE = "PX517"
NAME = "调整后预算"
GROUP = "sums"
_MORE = re.compile(r"(?:追加|调增|核增|净增|增加|新增)[^，]{0,10}$")
_LESS = re.compile(r"(?:收回|调减|核减|压减|减少|净减|调剂出|上缴)[^，]{0,10}$")
_MOST = 3  # steps between the two budgets


def questions(analysis: Analysis) -> Iterator[Question]:
    """Ask of each adjusted budget whether the first budget and the steps between give it."""
    for claims in analysis.report.by_sentence.values():
        told = [claim for claim in claims if claim.kind is Kind.MONEY and not claim.mention.explained]
        for position, first in enumerate(told):
            if first.subject.measure == "initial" and first.role is Role.LEVEL:
                yield from _following(first, told[position + 1 :])


def _following(first: Claim, behind: Sequence[Claim]) -> Iterator[Question]:
    steps: list[tuple[int, Claim]] = []
    for claim in behind:
        if claim.subject.measure == "adjusted" and claim.role is Role.LEVEL and steps:
            certain = same_owner(first, claim) and not _opened(first, claim)
            yield Question(CODE, claim, (Reading(_sum(first, steps), certain),))
            return
        sign = _step(first, claim)
        if not sign or len(steps) == _MOST:
            return
        steps.append((sign, claim))


def _step(first: Claim, claim: Claim) -> int:
    """Return 1 for an amount added to a budget, -1 for one taken back, 0 for one told of something else."""
    compared = claim.comparison is not None and claim.comparison.start > first.mention.start
    if compared or claim.mention.depth != first.mention.depth:
        return 0
    return step(claim)


def step(claim: Claim) -> int:
    """Return 1 for words that tell an amount added, -1 for one taken back, 0 for neither."""
    return 1 if _MORE.search(claim.mention.lead) else -1 if _LESS.search(claim.mention.lead) else 0


def _sum(first: Claim, steps: Sequence[tuple[int, Claim]]) -> Formula:
    added = total((first, *(claim for step, claim in steps if step > 0)))
    for step, claim in steps:
        if step < 0:
            added = difference(added, claim)
    return added


def _opened(first: Claim, last: Claim) -> bool:
    return any(first.mention.end <= opening.start < last.mention.start for opening in openings(first.mention.text))
