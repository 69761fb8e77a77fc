"""全年预算数为0的，不应有支出。

可能是年中追加没有计入预算数，属实与否须核实，因此只报“核实”。没有预算也没有支出的项目属正常。

错例
    全年预算数 0.00，全年执行数 16.80
正例
    全年预算数 16.80，全年执行数 16.80
依据
绩效管理系统的黄灯校验：预算数为0而有支出。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.scored_forms import number
from perfxl.model.finding import Finding, Severity

CODE = "PX109"
NAME = "无预算支出"
GROUP = "sums"
LOOKS_AT = ("execution", "project_form", "project_list", "procurement", "three_public")
_BUDGETS = ("annual_budget", "budget")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each spending without a budget."""
    for table in book.evaluation.of(*LOOKS_AT):
        for row in table.rows:
            spent, budgets = number(row, "execution"), [number(row, key) for key in _BUDGETS]
            budget = next(filter(None, budgets), None)
            if spent and budget and budget.value == 0 and (spent.value or 0) > 0:
                yield Finding(
                    CODE, NAME, Severity.WARNING, spent.place,
                    f"{book.name(spent)}为{spent.text}，预算数却是{budget.text}。",
                    spent.text, "",
                    "请核对预算数是否包括年中追加；没有预算的支出请说明依据。",
                    related=(budget.place,),
                )  # fmt: skip
