"""全年预算数与以前月份所报不同的，写明原因。

与同一工作簿里以前月份的表比，也与以前各月的监控记录比；写了原因的不报。

错例
    6月末报全年预算 100.00，7月末报 120.00，原因栏空白
正例
    6月末报 100.00，7月末报 120.00，原因“年中追加20万元”
依据
绩效运行监控表“偏差原因”栏。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.monitored import KINDS, differs, last, monitored
from perfxl.model.finding import Finding, Severity

CODE = "PX706"
NAME = "预算变动的原因"
GROUP = "monitoring"
LOOKS_AT = KINDS


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each budget that changed since the last report without a reason."""
    for now in monitored(book):
        figure, before = now.cells.get("annual_budget"), last(book, now, "annual_budget")
        if figure is None or now.reason or before is None or before.budget is None:
            continue
        if differs(figure, before.budget):
            yield Finding(
                CODE, NAME, Severity.WARNING, figure.place,
                f"“{now.name}”的全年预算数是{figure.text}，{before.source}里截至{before.month}月报的是{before.budget}，"
                "没有写明变动原因。",
                figure.text, str(before.budget), "请核对预算数；确有调整的，在原因栏写明。",
                related=(before.place,) if before.place else (),
            )  # fmt: skip
