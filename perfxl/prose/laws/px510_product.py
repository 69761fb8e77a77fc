"""单价乘以数量等于金额。

同一句里写明每人（户、台、套）多少钱、多少人（户、台、套）和总额的，三者应相符；按月、按天计的不判断。

错例
    每人补助1200元，惠及350人，共发放补助44万元
正例
    每人补助1200元，惠及350人，共发放补助42万元
依据
    金额的定义：单价×数量。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perfxl.model.finding import Severity
from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim
from perfxl.prose.formula import times
from perfxl.prose.judging import Question, Reading
from perfxl.prose.numbers import Kind
from perfxl.prose.report import levels

CODE = "PX510"
NAME = "单价与数量"
GROUP = "sums"
_EACH = re.compile(r"人均|每(?:人|户|台|套|名|家|辆|件|个)|标准|单价")
_REPEATED = re.compile(r"每(?:人|户|名)?每?(?:月|天|日|学期|季)|每(?:户|名|人每)?次|/")
_ALL = re.compile(r"(?:共|合计|总计)[^，]{0,8}$|发放[^，]{0,6}$")
_HEADS = frozenset(["人", "户", "名", "台", "套", "家", "辆", "件", "个", "人次"])


def questions(analysis: Analysis) -> Iterator[Question]:
    """Ask of each total whether price times number gives it."""
    for claims in analysis.report.by_sentence.values():
        told = levels(claims)
        for said in told:
            if said.kind is Kind.MONEY and _ALL.search(said.mention.lead):
                yield Question(CODE, said, tuple(_readings(said, told)))


def _readings(said: Claim, told: Sequence[Claim]) -> Iterator[Reading]:
    near = _near(said, told)
    prices = [claim for claim in near if claim.kind is Kind.MONEY]
    heads = [claim for claim in near if claim.kind is Kind.COUNT and claim.unit in _HEADS]
    if len(prices) == len(heads) == 1 and _EACH.search(prices[0].mention.clause_words):
        repeated = _REPEATED.search(prices[0].mention.clause_words + prices[0].mention.behind)
        yield Reading(times(prices[0], heads[0]), not repeated, severity=Severity.WARNING)


def _near(said: Claim, told: Sequence[Claim]) -> list[Claim]:
    """Return the amounts right before a total, of its own segment where that has any."""
    near = [claim for claim in told if said.index - 3 <= claim.index < said.index]
    return [claim for claim in near if claim.mention.segment == said.mention.segment] or near
