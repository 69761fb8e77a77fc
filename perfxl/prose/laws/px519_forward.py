"""期初数加增加、减减少等于期末数。

同一句里依次写明年初（期初、上年结转）数、本年收入或增加、本年支出或减少和年末（期末）数的，四者应相符。

错例
    年初结转10.00万元，本年收入100.00万元，本年支出95.00万元，年末结转16.00万元
正例
    年初结转10.00万元，本年收入100.00万元，本年支出95.00万元，年末结转15.00万元
依据
    期末数的定义：期初数＋本期增加－本期减少。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from perfxl.model.finding import Severity
from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim
from perfxl.prose.formula import Formula, difference, total
from perfxl.prose.judging import Question, Reading
from perfxl.prose.numbers import Kind
from perfxl.prose.openers import openings
from perfxl.prose.words import alternation, listed

CODE = "PX519"
NAME = "期初期末"
GROUP = "sums"
_MOST = 4  # flows between the two


@cache
def _word(key: str) -> re.Pattern[str]:
    return re.compile(f"{alternation(listed('splits', key))}[^，。；]{{0,8}}$")


def questions(analysis: Analysis) -> Iterator[Question]:
    """Ask of each closing amount whether the opening one and the flows between give it."""
    for claims in analysis.report.by_sentence.values():
        told = [claim for claim in claims if claim.kind is Kind.MONEY and not claim.mention.explained]
        for position, opening in enumerate(told):
            if opening.subject.measure == "opening" or _opening(opening):
                yield from _closed(opening, told[position + 1 :])


def _opening(claim: Claim) -> bool:
    """Whether the words before an amount tell a balance at the beginning (年初债务余额)."""
    return claim.mention.lead.startswith(listed("splits", "opened")) and "余额" in claim.mention.lead


def _closed(opening: Claim, behind: Sequence[Claim]) -> Iterator[Question]:
    flows: list[tuple[int, Claim]] = []
    for claim in behind:
        if _word("ended").search(claim.mention.lead):
            if {step for step, _ in flows} == {1, -1}:
                yield _question(opening, flows, claim)
            return
        step = _step(claim)
        if not step or len(flows) == _MOST or claim.comparison is not None:
            return
        flows.append((step, claim))


def _step(claim: Claim) -> int:
    if _word("less").search(claim.mention.lead):
        return -1
    return 1 if _word("more").search(claim.mention.lead) else 0


def _question(opening: Claim, flows: Sequence[tuple[int, Claim]], closing: Claim) -> Question:
    between = (one.start for one in openings(opening.mention.text))
    opened = any(opening.mention.end <= start < closing.mention.start for start in between)
    return Question(CODE, closing, (Reading(_sum(opening, flows), not opened, severity=Severity.WARNING),))


def _sum(opening: Claim, flows: Sequence[tuple[int, Claim]]) -> Formula:
    added = total((opening, *(claim for step, claim in flows if step > 0)))
    for step, claim in flows:
        if step < 0:
            added = difference(added, claim)
    return added
