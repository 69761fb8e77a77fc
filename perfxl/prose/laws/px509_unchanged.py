"""“持平”“无变化”与写明的数相符。

写“与上年持平”的，同处的上年数、同一指标在别处写明的增减额都应为0；“基本持平”允许小幅变化。

错例
    公务接待费0.66万元，上年0.91万元，与上年持平
正例
    公务接待费0.66万元，上年0.91万元，比上年减少0.25万元
依据
    持平即增减额为0。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfxl.model.finding import Severity
from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Against, Claim, Role
from perfxl.prose.compares import Compared, steady
from perfxl.prose.laws.px508_direction import place
from perfxl.prose.naming import name_of, same
from perfxl.prose.numbers import Kind
from perfxl.prose.remarks import Remark
from perfxl.prose.report import levels

CODE = "PX509"
NAME = "持平"
GROUP = "writing"
_NEARLY = Decimal("0.03")  # what 基本持平 allows, as a share of the base


def remarks(analysis: Analysis) -> Iterator[Remark]:
    """Hold each 与上年持平 against last year's amount or a change told of the same amount."""
    for passage in analysis.report.passages:
        for found in steady(passage):
            current = _current(analysis, found)
            if current is not None:
                yield from _judged(analysis, found, current)


def _current(analysis: Analysis, found: Compared) -> Claim | None:
    """Return the amount that is said to be unchanged: the nearest before the words in their sentence."""
    before = _amounts_before(analysis, found)
    begun = max(found.passage.text.rfind(mark, 0, found.start) for mark in "。；！？") + 1
    named = name_of(found.passage.text[begun : found.start].rsplit("，", 1)[-1])
    within = [claim for claim in before if claim.mention.start >= begun]
    if named.core:
        within = [claim for claim in within or before if same(claim.subject, named)]
    return within[-1] if within else None


def _amounts_before(analysis: Analysis, found: Compared) -> list[Claim]:
    return [
        claim
        for claim in levels(analysis.report.by_passage.get(found.passage.index, ()))
        if claim.mention.end <= found.start and not claim.subject.last and claim.kind is not Kind.PERCENT
    ]


def _judged(analysis: Analysis, found: Compared, current: Claim) -> Iterator[Remark]:
    told = _told_prior(analysis, found, current)
    if told is not None:
        off = abs(told.value - current.value)
        holds = off <= _NEARLY * abs(told.value) if found.nearly else told.interval.meets(current.interval)
        yield _remark(found, current, told, _difference(current, told), holds)
        return
    change = next(iter(_changes(analysis, found, current)), None)
    if change is not None:
        small = found.nearly and abs(change.value) <= _NEARLY * abs(current.value)
        yield _remark(found, current, change, f"{change.mention.lead}{change.printed}", small)


def _told_prior(analysis: Analysis, found: Compared, current: Claim) -> Claim | None:
    pool = levels(analysis.report.by_passage[found.passage.index])
    prior = [claim for claim in pool if _is_prior(claim, current, found) and same(claim.subject, current.subject)]
    return prior[-1] if len({claim.value for claim in prior}) == 1 else None


def _is_prior(claim: Claim, current: Claim, found: Compared) -> bool:
    year = name_of(found.right).year
    return claim.comparable(current) and (claim.subject.last or (year is not None and claim.name.year == year))


def _changes(analysis: Analysis, found: Compared, current: Claim) -> Sequence[Claim]:
    """Return the changes against last year, none of them 0, that are told of the same amount anywhere."""
    return [
        change
        for change, anchor in analysis.anchors.items()
        if change.role is Role.CHANGE
        and change.comparison
        and change.comparison.against is Against.PRIOR
        and change.value
        and anchor.certain
        and current.subject.core
        and (anchor.candidates[0] is current or _same_fact(anchor.candidates[0], current))
    ]


def _same_fact(left: Claim, right: Claim) -> bool:
    """Whether two amounts are one fact: same name, same scope, and the same figure."""
    names = left.subject.core == right.subject.core and left.subject.scope == right.subject.scope
    return names and left.comparable(right) and left.value == right.value


def _difference(current: Claim, prior: Claim) -> str:
    off = (current.value - prior.value) / prior.mention.number.factor
    return f"{'增加' if off > 0 else '减少'}{abs(off):f}{prior.unit}"


def _remark(found: Compared, current: Claim, other: Claim, expected: str, holds: bool) -> Remark:
    return Remark(
        CODE, Severity.ERROR, place(found), found.words, expected,
        f"“{found.words}”与{_lead(current)}、{_lead(other)}不符，应为“{expected}”。",
        "请核对本年数与上年数；数字无误的，改正文字。", (current, other), tied=holds,
    )  # fmt: skip


def _lead(claim: Claim) -> str:
    return f"“{claim.mention.lead}{claim.printed}”"
