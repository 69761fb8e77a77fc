"""What a form itself prints of how an indicator is scored (评分标准、评分细则), read where its words leave no doubt.

Read are deductions for each begun or whole step (90%以上满分，每降1%扣1分), steps of the value (90%以上得10分，80%—90%
得8分) and steps of its deviation from the target (偏差±10%以内得5分). Everything else is a person's to judge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from perfxl.numerals.characters import compact

_HUNDRED = Decimal(100)
_NUMBER = r"([0-9]+(?:\.[0-9]+)?)"
_FULL = re.compile(
    rf"(?:≥|>=|大于等于|达到|不低于|在)?{_NUMBER}%(?:\(含\))?(?:及|或)?(?:以上|\(含\)以上)?[:,]?(?:的)?(?:得|计|记)?(?:满分|{_NUMBER}分)"
)
_LESS = re.compile(
    rf"每(?:降低?|减少|下降|少|低)(?:于[^0-9]{{1,8}})?{_NUMBER}(?:个)?(?:%|百分点)(\([^()]*\))?,?"
    rf"(不足{_NUMBER}?(?:个)?(?:%|百分点)?的?按{_NUMBER}(?:个)?(?:%|百分点)?(?:计|计算),?)?(?:扣|减){_NUMBER}分"
)
_BEGUN = re.compile(rf"(?:,|;|\()?不足{_NUMBER}?(?:个)?(?:%|百分点)?的?按{_NUMBER}(?:个)?(?:%|百分点)?(?:计|计算)\)?")
_STEP = re.compile(rf"{_NUMBER}%(?:\(含\))?(?:及)?以上(?:的)?(?:得|计|记)?{_NUMBER}分")
_BETWEEN = re.compile(rf"{_NUMBER}%(?:\(含\))?[-—~至]{_NUMBER}%(?:\([^()]*\))?(?:的)?(?:得|计|记)?{_NUMBER}分")
_NOTHING = re.compile(
    rf"(?:低于|不足|{_NUMBER}%以下){_NUMBER}?%?(?:的)?(?:不得分|得?0分)|其[余他](?:的)?(?:不得分|得?0分)"
)
_OFF = re.compile(rf"(?:±|不超过|≤|<=){_NUMBER}%(?:\(含\))?(?:以?内)?(?:的)?(?:得|计|记)?{_NUMBER}分")
_FILLERS = re.compile(
    r"^[^0-9,;:。]{1,8}(?=$|[,;:])|扣完为止|直至扣完|最低0?分?为?0分?|偏[差离](?:率|度)?(?:在|为)?|实际|的|[,;。:、()]"
)
_PROPORTION = re.compile(
    r"(?:按|根据)?(?:实际)?(?:完成)?(?:率|情况|程度)?(?:按)?(?:完成)?比例(?:计|得|打|记)分[。;]?|按完成率(?:计|得)分"
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed rule; fractions stand for percentages (0.9 for 90%).

    proportion  points in proportion to what was reached
    full        from which value full marks are given; None: from the target on
    per, minus  points taken for each step that the value is lower; `begun` steps count whole
    steps       (value, points) from the highest down: points from that value on, none below the last
    within      (deviation, points) from the smallest up: points up to that deviation, none beyond the last
    """

    proportion: bool = False
    full: Decimal | None = None
    per: Decimal = Decimal(0)
    minus: Decimal = Decimal(0)
    begun: bool = False
    steps: tuple[tuple[Decimal, Decimal], ...] = ()
    within: tuple[tuple[Decimal, Decimal], ...] = ()


@lru_cache(maxsize=1024)
def printed_rule(text: str) -> Printed | None:
    """Return the rule that a text prints, None where any of its words is not understood."""
    flat = compact(text).rstrip("。;")
    if _PROPORTION.fullmatch(flat):
        return Printed(proportion=True)
    return _deduction(flat) or _deviation(flat) or _stepped(flat)


def _deduction(flat: str) -> Printed | None:
    found = _LESS.search(flat)
    if found is None:
        return None
    rest = flat.replace(found[0], "", 1)
    begun = bool(found[3]) or bool(found[2] and _BEGUN.search(found[2])) or bool(_BEGUN.search(rest))
    rest = _BEGUN.sub("", rest)
    full = _FULL.search(rest)
    rest = rest.replace(full[0], "", 1) if full else rest
    if not _understood(rest):
        return None
    start = Decimal(full[1]) / _HUNDRED if full else None
    return Printed(full=start, per=Decimal(found[1]) / _HUNDRED, minus=Decimal(found[6]), begun=begun)


def _deviation(flat: str) -> Printed | None:
    within = [(Decimal(match[1]) / _HUNDRED, Decimal(match[2])) for match in _OFF.finditer(flat)]
    rest = _NOTHING.sub("", _OFF.sub("", flat))
    known = len(within) > 1 and "偏" in flat and within == sorted(within) and _understood(rest)
    return Printed(within=tuple(within)) if known else None


def _stepped(flat: str) -> Printed | None:
    between = [(Decimal(match[1]), Decimal(match[2]), Decimal(match[3])) for match in _BETWEEN.finditer(flat)]
    rest = _BETWEEN.sub("", flat)
    steps = [(Decimal(match[1]), Decimal(match[2])) for match in _STEP.finditer(rest)]
    steps += [(min(low, high), points) for low, high, points in between]
    rest = _NOTHING.sub("", _STEP.sub("", rest))
    ordered = sorted(steps, reverse=True)
    falling = [points for _, points in ordered] == sorted((points for _, points in ordered), reverse=True)
    if len(steps) < 2 or not falling or not _understood(rest):
        return None
    return Printed(steps=tuple((value / _HUNDRED, points) for value, points in ordered))


def _understood(rest: str) -> bool:
    return not _FILLERS.sub("", rest)
