"""增减额等于两数之差。

本期数与基数都写明、口径相同的，相减应等于写明的增减额，方向也应相符；结余等于预算（到位资金）减支出。

错例
    项目总预算450.00万元，已支出386.50万元，结余36.50万元
正例
    项目总预算450.00万元，已支出386.50万元，结余63.50万元
依据
    增减额、结余的定义：两数相减。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.prose.analysis import Analysis
from perfxl.prose.bases import bases
from perfxl.prose.claim import Claim, Role
from perfxl.prose.formula import difference
from perfxl.prose.judging import Question, Reading
from perfxl.prose.ratios import same_owner
from perfxl.prose.report import levels

CODE = "PX504"
NAME = "增减额"
GROUP = "sums"


def questions(analysis: Analysis) -> Iterator[Question]:
    """Ask of each change whether it is the difference of its two amounts."""
    for claim in analysis.report.claims:
        if claim.role is Role.CHANGE and not claim.mention.explained:
            readings = _readings(analysis, claim) if claim.direction else _apart(analysis, claim)
            yield Question(CODE, claim, tuple(readings))


def _apart(analysis: Analysis, change: Claim) -> Iterator[Reading]:
    """Take the two amounts before a difference without a direction (支出2.05万元，预算为2.95万元，差值为0.90万元)."""
    before = [claim for claim in levels(analysis.report.before(change)) if claim.comparable(change)]
    near = [claim for claim in before if claim.mention.segment == change.mention.segment]
    if len(near) >= 2:
        larger, smaller = sorted(near[-2:], key=lambda claim: -claim.value)
        yield Reading(difference(larger, smaller), len(near) == 2 and same_owner(larger, smaller))


def _readings(analysis: Analysis, change: Claim) -> Iterator[Reading]:
    anchor = analysis.anchors[change]
    up = change.direction * (-1 if change.value < 0 else 1) > 0
    for position, current in enumerate(anchor.candidates):
        for base in bases(analysis, change, current):
            formula = difference(current, base.claim) if up else difference(base.claim, current)
            yield Reading(formula, anchor.certain and position == 0 and base.certain)
