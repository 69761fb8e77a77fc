"""季度累计支出等于上季度累计支出加本季度支出。

对不上时有两种改法：改本季度支出，或改累计支出；累计数若与全年支出等其他数据一致，会先说明。
同一笔误只在第一个对不上的季度报一次。

错例
    第一季度累计 100.00；第二季度支出 50.00，累计 155.00
正例
    第一季度累计 100.00；第二季度支出 50.00，累计 150.00
依据
累计数的定义：累计等于上期累计加本期发生。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.quarters import Step, steps, yearly_spending
from perfxl.checks.evidence.wording import expected_text
from perfxl.model.finding import Finding, Severity

CODE = "PX143"
NAME = "季度累计支出"
GROUP = "sums"
LOOKS_AT = ("quarters",)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each cumulative spending that is not the one before plus the quarter's."""
    for table in book.evaluation.of("quarters"):
        for step in steps(table):
            if not step.ties():
                yield _finding(book, step)


def _finding(book: Checked, step: Step) -> Finding:
    cumulative, spending = step.cumulative, step.spending
    total, alone = expected_text(cumulative, step.total), expected_text(spending, step.alone)
    yearly = yearly_spending(book.evaluation, cumulative) if step.last else None
    proof = f"（该累计数与“{yearly.name}”的全年支出{yearly.figure.text}一致）" if yearly else ""
    gap = expected_text(cumulative, step.gap)
    first = f"若累计支出{cumulative.text}无误{proof}，本季度支出应为{alone}"
    second = f"若本季度支出{spending.text}无误，累计支出应为{total}"
    others = (spending, step.before, yearly.figure if yearly else None)
    return Finding(
        CODE, NAME, Severity.ERROR, cumulative.place,
        f"“{step.label}”的累计支出写的是{cumulative.text}，{step.arithmetic()}应为{total}，相差{gap}。",
        cumulative.text, total,
        f"请核对原始账目，两处只改一处：{f'{first}；{second}' if yearly else f'{second}；{first}'}。",
        related=tuple(figure.place for figure in others if figure is not None),
    )  # fmt: skip
