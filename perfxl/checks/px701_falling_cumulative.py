"""截至本月的累计执行数不小于以前月份的累计执行数。

收回、冲销已付的款可以使累计数减少，因此只报“核实”。与同一工作簿里以前月份的表比，也与以前各月的监控记录比。

错例
    6月末累计 60.00，7月末累计 55.00
正例
    6月末累计 60.00，7月末累计 60.00
依据
报表勾稽关系：累计数＝上期累计数＋本期数。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.monitored import KINDS, differs, last, monitored
from perfxl.model.finding import Finding, Severity

CODE = "PX701"
NAME = "累计执行数逐月不减"
GROUP = "monitoring"
LOOKS_AT = KINDS


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each project whose spending to date is less than it was before."""
    for now in monitored(book):
        figure, before = now.cells.get("execution"), last(book, now, "execution")
        if figure is None or figure.value is None or before is None or before.spent is None:
            continue
        if figure.value < before.spent and differs(figure, before.spent):
            yield Finding(
                CODE, NAME, Severity.WARNING, figure.place,
                f"“{now.name}”截至{now.month}月累计执行{figure.text}，"
                f"小于{before.source}里截至{before.month}月的{before.spent}，累计数不应减少。",
                figure.text, f"不小于{before.spent}", "请核对两个月的累计数；确有收回、冲销的，请写明原因。",
                related=(before.place,) if before.place else (),
            )  # fmt: skip
