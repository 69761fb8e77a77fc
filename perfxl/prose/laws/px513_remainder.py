"""结余等于预算（到位资金）减支出。

同一句里写明预算或到位资金、支出和结余的，三者应相符。

错例
    项目总预算450.00万元，已支出386.50万元，结余36.50万元
正例
    项目总预算450.00万元，已支出386.50万元，结余63.50万元
依据
    结余的定义：预算（到位资金）－支出。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim
from perfxl.prose.formula import difference
from perfxl.prose.judging import Question, Reading
from perfxl.prose.numbers import Kind
from perfxl.prose.ratios import same_owner
from perfxl.prose.report import levels
from perfxl.prose.splits import sort_of
from perfxl.prose.words import listed

CODE = "PX513"
NAME = "结余"
GROUP = "sums"
_FROM = ("received", "adjusted", "budget", "initial", "issued")


def questions(analysis: Analysis) -> Iterator[Question]:
    """Ask of each remainder whether it is what was left."""
    for claims in analysis.report.by_sentence.values():
        told = [claim for claim in levels(claims) if claim.kind is Kind.MONEY and not claim.subject.last]
        for position, claim in enumerate(told):
            if _is_remainder(claim):
                before = [one for one in told[:position] if one not in analysis.split_of]
                yield Question(CODE, claim, tuple(_readings(claim, before)))


def _is_remainder(claim: Claim) -> bool:
    return claim.subject.measure == "remainder" and claim.list_id is None and not claim.mention.depth


def _readings(said: Claim, before: Sequence[Claim]) -> Iterator[Reading]:
    spent = [claim for claim in before if sort_of(claim) == "spent"]
    sources = [claim for claim in before if claim.subject.measure in _FROM]
    certain = len(spent) == len(sources) == 1 and _adjacent(said, spent[0]) and _plain(said)
    for source, paid in product(reversed(sources), reversed(spent)):
        if source.comparable(paid):
            yield Reading(difference(source, paid), certain and same_owner(source, paid))


def _adjacent(said: Claim, spent: Claim) -> bool:
    return said.index - spent.index <= 2 and said.mention.segment == spent.mention.segment


def _plain(said: Claim) -> bool:
    """Whether the words call it what is left, and not what was carried over by decision."""
    return not any(word in said.mention.lead for word in listed("measures", "carried"))
