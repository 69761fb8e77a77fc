"""一张表的数不会与上年的全部相同。

与 `--previous` 所给上年工作簿的同一张表（项目的表按项目名称）逐格比较：两年都填了的执行数、完成值等有四个以上，
而且全部相同的，可能是上年的表没有更新，报“核实”。预算数、指标值、分值本来可以每年相同，不在此列。

错例
    四个季度的支出与上年工作簿的一分不差
正例
    四个季度的支出有一个与上年不同
依据
审核中的通行做法：防止照抄上年的表。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.lastyear import Pair, amount, pairs
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity

CODE = "PX185"
NAME = "与上年全部相同"
GROUP = "cross"
LAST_YEAR = True
_OUTCOMES = ("execution", "spending", "cumulative", "remaining", "actual", "amount", "closing_carryover")
_FEWEST = 4


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each table whose outcomes are all last year's."""
    for pair in pairs(book.evaluation, book.previous) if book.previous else ():
        told = [(now, then) for _, now, then in pair.figures(*_OUTCOMES) if now.value and then.value]
        if len(told) >= _FEWEST and all(now.value == amount(then, now) for now, then in told):
            yield _finding(book, pair, [now for now, _ in told])


def _finding(book: Checked, pair: Pair, same: list[Figure]) -> Finding:
    last = book.previous.book if book.previous else ""
    project = pair.now.text("project_name").strip()
    return Finding(
        CODE, NAME, Severity.WARNING, same[0].place,
        f"“{project or pair.now.name}”的表中{len(same)}个执行数、完成值与上年工作簿“{last}”"
        f"“{pair.then.sheet}”的全部相同。",
        same[0].text, "",
        "请核对是否忘了换成本年的数；确实相同的请说明。",
        related=tuple(one.place for one in same[1:]),
    )  # fmt: skip
