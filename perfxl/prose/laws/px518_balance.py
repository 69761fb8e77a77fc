"""收入总计等于支出总计。

同一段里口径、年度相同的收入总计与支出总计应相等：总计已包括结转、结余，收支平衡。

错例
    收入总计2,345.67万元，支出总计2,354.67万元
正例
    收入总计2,345.67万元，支出总计2,345.67万元
依据
    部门决算收入支出总表：收入总计＝支出总计。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfxl.model.finding import Severity
from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim
from perfxl.prose.formula import total
from perfxl.prose.judging import Question, Reading
from perfxl.prose.numbers import Kind
from perfxl.prose.report import levels
from perfxl.prose.splits import sort_of

CODE = "PX518"
NAME = "收支平衡"
GROUP = "sums"
_TOTAL = "总计"
_BALANCED = re.compile("收支(?:相抵|持平)?平衡|收支相等")


def questions(analysis: Analysis) -> Iterator[Question]:
    """Ask of each grand total of spending whether it is that of income."""
    for claims in analysis.report.by_passage.values():
        told = [claim for claim in levels(claims) if claim.kind is Kind.MONEY and _total(claim)]
        for spending in told:
            income = [claim for claim in told if _pair(claim, spending)]
            if income and spending.name.flow == "spending":
                yield Question(CODE, spending, (Reading(total(income[-1:]), True, severity=Severity.WARNING),))


def _total(claim: Claim) -> bool:
    """Whether an amount is a grand total, or a total that is told to balance (总收入…，总支出…，收支平衡)."""
    return _TOTAL in claim.mention.lead or bool(
        claim.name.total and _BALANCED.search(claim.mention.text[claim.mention.sentence :].split("。")[0])
    )


def _pair(income: Claim, spending: Claim) -> bool:
    """Whether two totals are of one scope, one year, and both budgets or both realised."""
    names = [(name.core, name.scope, name.year, name.last) for name in (income.subject, spending.subject)]
    flows = income.name.flow == "income" and income.index < spending.index
    return flows and names[0] == names[1] and (sort_of(income) == "budget") is (sort_of(spending) == "budget")
