"""合计行（总额行）等于各组成部分之和。

用于项目资金、项目清单、年初预算明细、季度支出和其他没有专门检查的表的合计、小计；按印出的位数和项数留四舍五入的余地。
合计对不上时，若某一组成部分改正后其比率等也随之相符，则指向该部分。

错例
    年度资金总额 120.00，其中财政拨款 100.00，其他资金 10.00
正例
    年度资金总额 110.00，其中财政拨款 100.00，其他资金 10.00
依据
表内勾稽：合计等于其各组成部分之和。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.report import mismatch
from perfxl.model.derivation import Relation
from perfxl.model.finding import Finding

CODE = "PX107"
NAME = "合计"
GROUP = "sums"
_ELSEWHERE = frozenset({"execution", "three_public", "base_data", "procurement", "assets", "staff"})  # own checks
_OTHERS = frozenset({"share", "score", "self_score", "total_score", "indicator_score", "weight", "total_weight"})


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each sum of money that does not tie."""
    for suspect in book.suspects((Relation.SUM, Relation.TOTAL, Relation.DIFFERENCE)):
        if suspect.derivation.kind not in _ELSEWHERE and suspect.derivation.field not in _OTHERS:
            yield mismatch(CODE, NAME, book, suspect)
