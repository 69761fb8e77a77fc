"""得分不小于0，也不大于分值。

加分项、扣分项不在此列。

错例
    分值 10，得分 12
正例
    分值 10，得分 10
依据
预算管理一体化系统的录入校验：得分不得大于分值；湖北省自评表说明：得分不得突破权重总额。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.book import Checked
from perfxl.checks.marks import KINDS, given, is_bonus
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Role, Table

CODE = "PX104"
NAME = "得分范围"


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each score below 0 or above its weight."""
    for table in book.evaluation.of(*KINDS):
        for score, weight in _pairs(table):
            if score.value is not None and weight.value is not None and not 0 <= score.value <= weight.value:
                yield _finding(book, score, weight)


def _pairs(table: Table) -> Iterator[tuple[Figure, Figure]]:
    bonus = any(is_bonus(row) for row in table.rows)
    candidates = [
        (row.cells.get("score"), row.cells.get("weight"))
        for row in table.rows
        if not is_bonus(row) and not (bonus and row.role in (Role.TOTAL, Role.SUBTOTAL))
    ]
    if not bonus:
        candidates.append((table.fields.get("total_score"), table.fields.get("total_weight")))
    for score, weight in candidates:
        stated, limit = given(score), given(weight)
        if stated and limit:
            yield stated, limit


def _finding(book: Checked, score: Figure, weight: Figure) -> Finding:
    return Finding(
        CODE, NAME, Severity.ERROR, score.place,
        f"{book.name(score)}{score.text}超出了0至分值{weight.text}的范围。",
        score.text, f"0～{weight.text}",
        f"请核对得分与分值；得分最高为{weight.text}。",
        related=(weight.place,),
    )  # fmt: skip
