"""累计数等于上期累计加本期。

季度、月份的发生额与累计数一起写出的，累计数等于从头加到该期的各数，也等于上一个累计数加本期数。对不上时两处只改一处。

错例
    第一季度支出30.00万元，第二季度支出28.00万元，累计支出59.00万元
正例
    第一季度支出30.00万元，第二季度支出28.00万元，累计支出58.00万元
依据
    累计数的定义：累计等于上期累计加本期发生。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim
from perfxl.prose.formula import total
from perfxl.prose.judging import Question, Reading
from perfxl.prose.numbers import Kind
from perfxl.prose.report import levels

CODE = "PX506"
NAME = "累计数"
GROUP = "sums"
_QUARTERS = ("first", "second", "third", "fourth")
_REACH = {"half": 2, "three": 3, "year": 4}  # how many quarters a running total covers, by its words


def questions(analysis: Analysis) -> Iterator[Question]:
    """Ask of each running total whether the periods before it add up to it."""
    for claims in analysis.report.by_passage.values():
        series = [claim for claim in levels(claims) if claim.kind is Kind.MONEY and _periodic(claim, claims)]
        yield from _of_series(series, claims)


def _periodic(claim: Claim, claims: Sequence[Claim]) -> bool:
    return _running(claim) or _period(claim, claims) is not None


def _running(claim: Claim) -> bool:
    return claim.list_id is None and claim.name.cumulative


def _period(claim: Claim, claims: Sequence[Claim]) -> str | None:
    """Return the quarter that an amount is of; the amounts of 一至四季度分别 are of one each."""
    if claim.list_id is None:
        return claim.name.span if claim.name.span in _QUARTERS else None
    members = [other for other in claims if other.list_id == claim.list_id]
    covered = _REACH.get(members[0].name.span)
    return _QUARTERS[members.index(claim)] if covered == len(members) else None


def _of_series(series: Sequence[Claim], claims: Sequence[Claim]) -> Iterator[Question]:
    flows: list[Claim] = []
    since: list[Claim] = []
    last: Claim | None = None
    for claim in series:
        if not _running(claim):
            if _period(claim, claims) in {_period(flow, claims) for flow in flows}:
                flows, since, last = [], [], None
            flows.append(claim)
            since.append(claim)
            continue
        if flows:
            yield Question(CODE, claim, tuple(_readings(claim, flows, since, last, claims)))
        last, since = claim, []


def _readings(
    claim: Claim, flows: Sequence[Claim], since: Sequence[Claim], last: Claim | None, claims: Sequence[Claim]
) -> Iterator[Reading]:
    covered = _REACH.get(claim.name.span)
    if covered and covered <= len(flows) and _whole(flows[:covered], claims):
        yield Reading(total(flows[:covered]), True)
        if last is None:
            return
    if last is not None and since:
        yield Reading(total((last, *since)), len(since) == 1)
    certain = _whole(flows, claims) and last is None
    yield from (Reading(total(flows[:count]), certain and count == len(flows)) for count in range(len(flows), 0, -1))


def _whole(flows: Sequence[Claim], claims: Sequence[Claim]) -> bool:
    """Whether the periods begin with the first and leave none out."""
    return tuple(_period(flow, claims) for flow in flows) == _QUARTERS[: len(flows)]
