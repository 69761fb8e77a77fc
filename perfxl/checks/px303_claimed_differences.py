"""标题写明的差额、结余、增减等于两列之差，累计等于上期累计加本期（表的种类不认识也核对）。

由至少两行、六成以上的行印证哪两列相减，才核对其余各行。

错例
    指标 60、50、40，支出 50、45、38，剩余 10、5、4
正例
    指标 60、50、40，支出 50、45、38，剩余 10、5、2
依据
表内自述：标题写明的差额、累计按其所指的数计算。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.structural import finding, untold
from perfxl.model.finding import Finding
from perfxl.structure.relation import Law

CODE = "PX303"
NAME = "标题所示差额"
GROUP = "sums"
YIELDS_TO = ("PX107", "PX143", "PX148")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each difference or running total that does not tie."""
    for verdict in untold(book, (Law.DIFFERENCE,)):
        yield finding(CODE, NAME, book, verdict)
