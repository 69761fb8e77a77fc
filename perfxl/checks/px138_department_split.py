"""部门支出合计等于基本支出与项目支出之和，年初预算、全年预算、执行数各自成立。

错例
    合计 300.00，基本支出 120.00，项目支出 170.00
正例
    合计 300.00，基本支出 120.00，项目支出 180.00
依据
部门预算支出的划分：部门支出由基本支出和项目支出组成。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.report import mismatch
from perfxl.model.derivation import Relation
from perfxl.model.finding import Finding

CODE = "PX138"
NAME = "基本支出与项目支出"
GROUP = "sums"
LOOKS_AT = ("execution",)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each total of the department that is not basic plus project spending."""
    for suspect in book.suspects((Relation.SUM, Relation.TOTAL, Relation.DIFFERENCE), ("execution",)):
        row = book.row(suspect.derivation.target.place)
        if row is None or row.item != "basic":
            yield mismatch(CODE, NAME, book, suspect)
