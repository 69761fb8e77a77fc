"""基本支出等于人员经费与公用经费之和。

错例
    基本支出 120.00，人员经费 90.00，公用经费 20.00
正例
    基本支出 120.00，人员经费 90.00，公用经费 30.00
依据
部门预算支出的划分：基本支出由人员经费和公用经费组成。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.report import mismatch
from perfxl.model.derivation import Relation
from perfxl.model.finding import Finding

CODE = "PX139"
NAME = "人员经费与公用经费"
GROUP = "sums"
LOOKS_AT = ("execution",)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each basic spending that is not personnel plus public expenses."""
    for suspect in book.suspects((Relation.SUM, Relation.TOTAL), ("execution",)):
        row = book.row(suspect.derivation.target.place)
        if row is not None and row.item == "basic":
            yield mismatch(CODE, NAME, book, suspect)
