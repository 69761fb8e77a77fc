"""全年预计执行数不小于已经执行的数，也不大于全年预算数。

小于已执行数的不可能成立，为错误；大于预算数的可能是将要追加预算，只报“核实”。

错例
    已执行 60.00，全年预计 50.00
正例
    已执行 60.00，全年预计 90.00，预算 100.00
依据
报表勾稽关系：全年数不小于其中一段的数。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.monitored import KINDS, monitored
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.monitoring.observing import Observed

CODE = "PX703"
NAME = "全年预计数"
GROUP = "monitoring"
LOOKS_AT = KINDS


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each forecast below what is done, or above what may be spent."""
    for now in monitored(book):
        expected, spent, budget = (_given(now, key) for key in ("expected_execution", "execution", "annual_budget"))
        if expected and spent and _less(expected, spent):
            yield _finding(now, Severity.ERROR, expected, spent, "小于已执行数", "不小于")
        elif expected and budget and _less(budget, expected):
            yield _finding(now, Severity.WARNING, expected, budget, "大于全年预算数", "不大于")


def _given(now: Observed, key: str) -> Figure | None:
    figure = now.cells.get(key)
    return figure if figure and figure.value is not None else None


def _less(one: Figure, other: Figure) -> bool:
    return one.value is not None and other.value is not None and one.value < other.value


def _finding(now: Observed, severity: Severity, expected: Figure, other: Figure, relation: str, bound: str) -> Finding:
    return Finding(
        CODE, NAME, severity, expected.place,
        f"“{now.name}”全年预计执行{expected.text}，{relation}{other.text}，两者不能同时成立。",
        expected.text, f"{bound}{other.text}", "请核对预计数和对照的数，更正写错的一处；将要追加预算的请写明。",
        related=(other.place,),
    )  # fmt: skip
