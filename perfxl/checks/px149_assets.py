"""资产总额等于流动资产、固定资产净值、无形资产等各类之和。

错例
    资产总额 100.00，流动资产 20.00，固定资产净值 60.00，无形资产 10.00
正例
    资产总额 90.00，流动资产 20.00，固定资产净值 60.00，无形资产 10.00
依据
行政事业单位资产负债表的项目构成。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.report import mismatch
from perfxl.model.derivation import Relation
from perfxl.model.finding import Finding

CODE = "PX149"
NAME = "资产构成"
GROUP = "sums"
LOOKS_AT = ("assets",)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each total of assets that is not the sum of its kinds."""
    for suspect in book.suspects((Relation.SUM, Relation.TOTAL), ("assets",)):
        yield mismatch(CODE, NAME, book, suspect)
