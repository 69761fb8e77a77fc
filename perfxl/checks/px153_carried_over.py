"""年初数等于上年的年末数。

结转结余的年初数、资产的年初金额，与 `--previous` 所给上年工作簿的年末数比较；不等的报“核实”：决算批复、会计调整、
机构划转都会使两者不同。

错例
    上年工作簿的年末结转结余 12.40，本年的年初结转结余 15.17
正例
    上年工作簿的年末结转结余 12.40，本年的年初结转结余 12.40
依据
表间勾稽：年初数＝上年年末数。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.indicators import gathered
from perfxl.checks.evidence.lastyear import Pair, amount, pairs, where
from perfxl.checks.evidence.scored_forms import given
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.numerals.tolerance import sum_tolerance

CODE = "PX153"
NAME = "年初数与上年"
GROUP = "cross"
LOOKS_AT = ("carryover", "assets")
LAST_YEAR = True
_CARRIED = (("opening_carryover", "closing_carryover"), ("opening_amount", "amount"))


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each opening amount that is not last year's closing one."""
    if book.previous is None:
        return
    for pair in pairs(book.evaluation, book.previous):
        if pair.now.kind in LOOKS_AT:
            told = [_finding(book, *both) for both in _carried(pair) if _differ(*both)]
            yield from gathered(told)


def _carried(pair: Pair) -> Iterator[tuple[Figure, Figure]]:
    for now, then in pair.lines:
        for opening, closing in _CARRIED:
            left, right = given(now.get(opening)), given(then.get(closing))
            if left and right:
                yield left, right


def _differ(now: Figure, then: Figure) -> bool:
    return abs((now.value or 0) - amount(then, now)) > sum_tolerance(now, [then])


def _finding(book: Checked, now: Figure, then: Figure) -> Finding:
    source = where(book.previous, then) if book.previous else ""
    return Finding(
        CODE, NAME, Severity.WARNING, now.place,
        f"{book.name(now)}写的是{now.text}，{source}的年末数是{then.text}。",
        now.text, "",
        "请核对两年的数；上年决算以后有调整、收回或划转的，请说明。",
    )  # fmt: skip
