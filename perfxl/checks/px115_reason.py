"""得分低于分值的指标，应在偏差原因栏写明原因。

只在表中设有偏差原因（说明、备注）栏时检查；属实的低分不是错误，因此只报“核实”。

错例
    分值 10，得分 8，偏差原因分析及改进措施为空
正例
    分值 10，得分 8，偏差原因分析及改进措施：因雨停工，已顺延
依据
预算管理一体化系统的录入校验：得分小于分值的须填写理由及依据。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.scored_forms import KINDS, number, reason_cell, scored_forms
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import EXECUTION

CODE = "PX115"
NAME = "扣分原因"
GROUP = "scores"
LOOKS_AT = KINDS
YIELDS_TO = ("PX104", "PX114", "PX101", "PX175")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each lost point without a reason."""
    for form in scored_forms(book.evaluation):
        for row in form.rows:
            score, weight, told = number(row, "score"), number(row, "weight"), reason_cell(row)
            if (
                row.item != EXECUTION
                and score
                and weight
                and told
                and not told.text.strip()
                and weight.place not in book.misprints
            ):
                yield from _judge(book, score, weight, told)


def _judge(book: Checked, score: Figure, weight: Figure, told: Figure) -> Iterator[Finding]:
    if (score.value or 0) < (weight.value or 0):
        yield Finding(
            CODE, NAME, Severity.WARNING, score.place,
            f"{book.name(score)}{score.text}低于分值{weight.text}，但没有写明原因。",
            score.text, "",
            "请在偏差原因栏写明扣分原因和改进措施。",
            related=(told.place, weight.place),
        )  # fmt: skip
