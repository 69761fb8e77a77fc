"""指标值空白的指标，不应得分。

没有指标值就说不出完成与否；同一表中其他指标都没有指标值的（栏目未用）不在此列。只报“核实”。

错例
    指标值空白，实际完成值 106人次，分值 10，得分 10
正例
    指标值 ≥100人次，实际完成值 106人次，分值 10，得分 10
依据
公开的自评表中有指标值、完成值都空白而得满分的，得分没有依据。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.indicators import by_form, indicators, used_columns
from perfxl.checks.evidence.scored_forms import KINDS, ScoredForm
from perfxl.model.finding import Finding, Severity

CODE = "PX174"
NAME = "空白指标值得分"
GROUP = "scores"
LOOKS_AT = KINDS


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each indicator that scores although nothing says what was aimed at."""
    yield from by_form(_found(book))


def _found(book: Checked) -> Iterator[tuple[ScoredForm, Finding]]:
    used = used_columns(book, "target")
    for one in indicators(book):
        target, score = one.cell("target"), one.cell("score")
        if target is None or score is None or not target.blank or not one.value("score") or not one.row.text("level3"):
            continue
        if id(one.form.table) in used:
            yield one.form, Finding(
                CODE, NAME, Severity.WARNING, target.place,
                f"{book.name(target)}空白，得分却是{score.text.strip()}，没有依据。",
                "", "",
                "请补填指标值，并与年初批复的绩效目标一致。",
                related=(score.place,),
            )  # fmt: skip
