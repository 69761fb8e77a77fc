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

from perfxl.model.finding import Severity
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
                readings = tuple(_readings(claim, before)) or tuple(_of_report(analysis, claim))
                yield Question(CODE, claim, readings)


def _is_remainder(claim: Claim) -> bool:
    return claim.subject.measure in ("remainder", "saving") and claim.list_id is None and not claim.mention.depth


def _readings(said: Claim, before: Sequence[Claim]) -> Iterator[Reading]:
    spent = [claim for claim in before if sort_of(claim) == "spent"]
    sources = [claim for claim in before if claim.subject.measure in _FROM]
    certain = len(spent) == len(sources) == 1 and _adjacent(said, spent[0]) and _plain(said)
    for source, paid in product(reversed(sources), reversed(spent)):
        if source.comparable(paid):
            yield Reading(difference(source, paid), certain and same_owner(source, paid))


def _of_report(analysis: Analysis, said: Claim) -> Iterator[Reading]:
    """Yield what is unspent of the whole, where the report knows one budget and one spending."""
    if not said.name.core and any(word in said.mention.lead for word in listed("measures", "unspent")):
        spent, sources = _of_the_whole(analysis)
        if len({claim.value for claim in spent}) == 1 and len({claim.value for claim in sources}) == 1:
            yield Reading(difference(sources[0], spent[-1]), certain=True, severity=Severity.WARNING)


def _of_the_whole(analysis: Analysis) -> tuple[list[Claim], list[Claim]]:
    """Return what was spent in all, and the budgets of it: those adjusted, where there are any."""
    told = [claim for claim in levels(analysis.report.claims) if _of_whole(claim)]
    adjusted = [claim for claim in told if claim.subject.measure == "adjusted"]
    spent = [claim for claim in told if sort_of(claim) == "spent"]
    return spent, adjusted or [claim for claim in told if sort_of(claim) == "budget"]


def _of_whole(claim: Claim) -> bool:
    """Whether an amount is of all that the report is about, and of its year."""
    told = claim.kind is Kind.MONEY and not claim.subject.last and not claim.hedged and claim.list_id is None
    return told and claim.name.core in ("", "整体", "部门") and claim.subject.core in ("", "整体", "部门")


def _adjacent(said: Claim, spent: Claim) -> bool:
    return said.index - spent.index <= 2 and said.mention.segment == spent.mention.segment


def _plain(said: Claim) -> bool:
    """Whether the words call it what is left, and not what was carried over by decision."""
    return not any(word in said.mention.lead for word in listed("measures", "carried"))
