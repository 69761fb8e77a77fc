"""实际完成值未达到指标值的，不应得满分。

按指标方向判断：≥、＞类完成值低于指标值，≤、＜类完成值高于指标值，=类完成值低于指标值。
表中没有写明方向的，只报“核实”；双方不是数值或单位不同的不判断。

错例
    指标值 ≥95%，实际完成值 90%，分值 10，得分 10
正例
    指标值 ≥95%，实际完成值 90%，分值 10，得分 9.47
依据
预算管理一体化系统及江西、湖北省自评表说明：定量指标未完成的按完成比例计分。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.book import Checked
from perfxl.checks.indicators import aim
from perfxl.checks.marks import marks, number
from perfxl.checks.wording import expected
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Row

CODE = "PX113"
NAME = "未达标得满分"
YIELDS_TO = ("PX104",)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each indicator with full marks below its target."""
    for form in marks(book.evaluation):
        for row in form.rows:
            yield from _judge(book, row)


def _judge(book: Checked, row: Row) -> Iterator[Finding]:
    score, weight, found = number(row, "score"), number(row, "weight"), aim(row)
    if not (score and weight and found) or not weight.value or score.value != weight.value or not found.missed:
        return
    target, actual = row.cells["target"], row.cells["actual"]
    rule = next(
        (item for item in book.derivations if item.target.place == score.place and item.exact is not None), None
    )
    below = expected(score, rule.exact, rule.places) if rule and rule.exact is not None else f"<{weight.text}"
    yield Finding(
        CODE, NAME, Severity.ERROR if found.sign else Severity.WARNING, score.place,
        f"{book.name(score)}为满分{score.text}，但实际完成值{actual.text}未达到指标值{target.text}。",
        score.text, below,
        "请核对实际完成值；确未完成的按完成比例扣减得分，并说明偏差原因。",
        related=(actual.place, target.place, weight.place),
    )  # fmt: skip
