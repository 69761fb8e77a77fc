"""总分等于各项得分之和。

执行得分与各指标得分相加，与表中印出的总分相差超过0.01分即为不符。

错例
    执行得分 9.80，指标得分 48、29.5、9，总分 97.30
正例
    执行得分 9.80，指标得分 48、29.5、9，总分 96.30
依据
财政部《项目支出绩效评价管理办法》（财预〔2020〕10号）自评表的总分项。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfxl.checks.book import Checked
from perfxl.checks.report import mismatch
from perfxl.model.derivation import Relation
from perfxl.model.finding import Finding

CODE = "PX101"
NAME = "总分"
YIELDS_TO = ("PX104", "PX106", "PX113", "PX114")
_FIELDS = frozenset({"score", "total_score", "indicator_score"})
_TOLERANCE = Decimal("0.01")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each total that is not the sum of its scores."""
    for suspect in book.suspects((Relation.SUM, Relation.TOTAL)):
        said = suspect.figure.value
        if suspect.derivation.field in _FIELDS and said is not None and abs(said - suspect.value) > _TOLERANCE:
            yield mismatch(CODE, NAME, book, suspect)
