"""得分不超过同一行的分值（表的种类不认识也核对）。

多数行如此的表才核对；有几列分值的，看得分前最近的一列。

错例
    权重 10，得分 12
正例
    权重 10，得分 9
依据
表内自述：分值是该项的满分。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.structural import finding, untold
from perfxl.model.finding import Finding
from perfxl.structure.relation import Law

CODE = "PX304"
NAME = "得分高出标签分值"
GROUP = "scores"
YIELDS_TO = ("PX104",)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each score above its points."""
    for verdict in untold(book, (Law.LIMIT,)):
        yield finding(CODE, NAME, book, verdict)
