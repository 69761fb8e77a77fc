"""人数合计等于各类（各单位）人数之和，实有人数不大于编制数。

超编可能属实，因此只报“核实”；合计不等的按错误报。

错例
    合计编制数 30，行政编制 12，事业编制 16
正例
    合计编制数 28，行政编制 12，事业编制 16
依据
表内勾稽：合计等于各项之和；在职人员控制率不超过100%的通行要求。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.excess import excesses
from perfxl.checks.evidence.report import mismatch
from perfxl.model.derivation import Relation
from perfxl.model.finding import Finding

CODE = "PX150"
NAME = "人员编制"
GROUP = "sums"
LOOKS_AT = ("staff",)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each head count that does not add up, a warning for staff above the posts."""
    for suspect in book.suspects((Relation.SUM, Relation.TOTAL), ("staff",)):
        yield mismatch(CODE, NAME, book, suspect)
    for table in book.evaluation.of("staff"):
        for excess in excesses(table, "actual", "quota"):
            yield excess.finding(CODE, NAME, book, "请核实是否超编；属实的请说明原因，不属实的请改正。")
