"""同一项目同一月份的数，在不同的表和以前的监控记录里相同。

两处不同时不能断定哪一处错，只报“核实”。

错例
    7月的表写截至6月 62.00，6月已报 60.00
正例
    两处都是 60.00
依据
报表勾稽关系：同一事实各处一致。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.monitored import KINDS, Earlier, differs, monitored, same_month
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.monitoring.observing import Observed

CODE = "PX702"
NAME = "同月数据一致"
GROUP = "monitoring"
LOOKS_AT = KINDS


_TOLD = {"execution": "累计执行数", "annual_budget": "全年预算数"}


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each figure that was told differently for the same month before."""
    for now in monitored(book):
        others = tuple(same_month(book, now))
        for key, term in _TOLD.items():
            figure = now.cells.get(key)
            differing = [(each, value) for each in others if (value := each.value(key)) is not None]
            told = next((each for each in differing if figure and differs(figure, each[1])), None)
            if figure and told:
                yield _finding(now, figure, term, *told)


def _finding(now: Observed, figure: Figure, term: str, told: Earlier, value: Decimal) -> Finding:
    return Finding(
        CODE, NAME, Severity.WARNING, figure.place,
        f"“{now.name}”{now.month}月的{term}，这里是{figure.text}，{told.source}里是{value}，两者不能同时成立。",
        figure.text, str(value), "请对照账簿核对，更正其中一处；已上报的需要更正的，请说明。",
        related=(told.place,) if told.place else (),
    )  # fmt: skip
