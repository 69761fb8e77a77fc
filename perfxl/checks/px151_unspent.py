"""年末结转结余不大于预算数与支出数之差。

另有往年结转或其他资金的可能更大，因此只报“核实”；小于的多为财政收回指标，不报。

错例
    全年预算数 1000.00，全年执行数 990.00，年末结转结余 45.00
正例
    全年预算数 1000.00，全年执行数 990.00，年末结转结余 10.00
依据
表间勾稽：未支出的预算或结转、或收回。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked, in_unit
from perfxl.checks.evidence.facts import facts
from perfxl.checks.evidence.scored_forms import given
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.numerals.tolerance import sum_tolerance

CODE = "PX151"
NAME = "结转与未支出数"
GROUP = "cross"
LOOKS_AT = ("carryover",)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each closing balance above what was left unspent."""
    stated = facts(book.evaluation, book.mended)
    budget, spent = (stated.get(("department", "total", key), []) for key in ("annual_budget", "execution"))
    for table in book.evaluation.of(*LOOKS_AT) if budget and spent else ():
        closing, opening = (given(table.fields.get(key)) for key in ("closing_carryover", "opening_carryover"))
        if closing:
            yield from _judge(book, closing, opening, (budget[0].figure, spent[0].figure))


def _judge(
    book: Checked, closing: Figure, opening: Figure | None, pair: tuple[Figure, Figure]
) -> Iterator[Finding]:  # fmt: skip
    told = [in_unit(figure, closing.unit) for figure in (*pair, *filter(None, [opening]))]
    budget, spent, *before = [amount for amount in told if amount is not None] if None not in told else [None, None]
    if budget is None or spent is None or closing.value is None:
        return
    if closing.value > budget - spent + sum(filter(None, before)) + sum_tolerance(closing, pair):
        yield Finding(
            CODE, NAME, Severity.WARNING, closing.place,
            f"{book.name(closing)}{closing.text}大于全年预算数{pair[0].text}与执行数{pair[1].text}之差（加年初结转）。",
            closing.text, "",
            "请核对结转结余；有其他资金来源的请说明。",
            related=tuple(figure.place for figure in pair),
        )  # fmt: skip
