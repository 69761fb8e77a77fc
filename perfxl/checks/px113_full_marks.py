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

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.scored_forms import KINDS, number
from perfxl.checks.evidence.suspects import Suspect
from perfxl.checks.evidence.wording import expected_text
from perfxl.model.derivation import Relation
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Row

CODE = "PX113"
NAME = "未达标得满分"
GROUP = "scores"
LOOKS_AT = KINDS
YIELDS_TO = ("PX104",)
_PAIR = {"target", "actual"}  # a score by a table's own rule has neither: that is PX114


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each indicator with full marks that missed its target."""
    for suspect in book.suspects((Relation.SCORE,)):
        row = book.row(suspect.figure.place)
        weight = number(row, "weight")
        if row and weight and row.cells.keys() >= _PAIR and _is_undeserved(suspect, weight):
            yield _finding(book, suspect, row, weight)


def _is_undeserved(suspect: Suspect, weight: Figure) -> bool:
    return bool(weight.value) and suspect.figure.value == weight.value and suspect.value < (weight.value or 0)


def _finding(book: Checked, suspect: Suspect, row: Row, weight: Figure) -> Finding:
    score, target, actual = suspect.figure, row.cells["target"], row.cells["actual"]
    told = target.sign or row.text("nature")
    below = expected_text(score, suspect.value, suspect.derivation.places)
    return Finding(
        CODE, NAME, Severity.ERROR if told else Severity.WARNING, score.place,
        f"{book.name(score)}为满分{score.text}，但实际完成值{actual.text}未达到指标值{target.text}。",
        score.text, below,
        f"请核对实际完成值；确未完成的应扣减得分（按计分规则为{below}），并说明偏差原因。",
        related=(actual.place, target.place, weight.place),
    )  # fmt: skip
