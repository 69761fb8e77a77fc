"""带有≥、≤的目标没有达到的，得分不是满分（表的种类不认识也核对）。

只比较计量单位相同、都写成数字的目标值和完成值。

错例
    目标值 ≥80人次，完成值 76人次，权重 5，得分 5
正例
    目标值 ≥80人次，完成值 76人次，权重 5，得分 4.75
依据
表内自述：指标值带有比较符号，完成值未达到的不应得满分。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.structural import finding, untold
from perfxl.model.finding import Finding
from perfxl.structure.relation import Law

CODE = "PX306"
NAME = "未达目标值而得满分"
GROUP = "scores"
YIELDS_TO = ("PX104", "PX113", "PX114")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each full score above a missed target."""
    for verdict in untold(book, (Law.MISSED,)):
        yield finding(CODE, NAME, book, verdict)
