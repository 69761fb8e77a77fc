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

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.scored_forms import KINDS, out_of_range
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity

CODE = "PX104"
NAME = "得分范围"
GROUP = "scores"
LOOKS_AT = KINDS


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each score below 0 or above its weight."""
    doubted = {one.form.total.place for one in book.weighed if one.form.total and not one.near_total} | set(
        book.misprints
    )
    for table in book.evaluation.of(*KINDS):
        for score, weight in out_of_range(table):
            if weight.place not in doubted:
                yield _finding(book, score, weight)


def _finding(book: Checked, score: Figure, weight: Figure) -> Finding:
    return Finding(
        CODE, NAME, Severity.ERROR, score.place,
        f"{book.name(score)}{score.text}超出了0至分值{weight.text}的范围。",
        score.text, f"0～{weight.text}",
        f"请核对得分与分值；得分最高为{weight.text}。",
        related=(weight.place,),
    )  # fmt: skip
