"""季度支出进度等于累计支出除以年度总指标。

以表中印出的累计支出计算；累计支出本身有误的，不再就进度重复报错。

错例
    年度总指标 400.00，累计支出 150.00，进度 35.70%
正例
    年度总指标 400.00，累计支出 150.00，进度 37.50%
依据
支出进度的定义，见相应规则的出处。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.quarters import steps
from perfxl.checks.evidence.report import mismatch
from perfxl.checks.evidence.substitution import holds
from perfxl.model.derivation import Relation
from perfxl.model.finding import Finding

CODE = "PX144"
NAME = "支出进度"
GROUP = "rates"
LOOKS_AT = ("quarters",)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each progress that does not recompute, neither with the stated nor the mended figures."""
    wrong = [step for table in book.evaluation.of("quarters") for step in steps(table) if not step.ties()]
    mended = {step.cumulative.place: step.total for step in wrong}
    for suspect in book.suspects((Relation.PROGRESS,)):
        if not holds(suspect.derivation, mended):
            yield mismatch(CODE, NAME, book, suspect)
