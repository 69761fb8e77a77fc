"""有分值的行应当写明三级指标。

三级指标和指标值都空白而有分值的，分值没有归属；只报“核实”。

错例
    三级指标空白，指标值空白，分值 10
正例
    三级指标 培训人次，指标值 ≥100人次，分值 10
依据
绩效目标表：每项分值对应一个三级指标。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.indicators import by_form, indicators
from perfxl.checks.evidence.scored_forms import KINDS, ScoredForm
from perfxl.model.finding import Finding, Severity

CODE = "PX123"
NAME = "没有指标的分值"
GROUP = "form"
LOOKS_AT = KINDS


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each weight of no indicator."""
    yield from by_form(_found(book))


def _found(book: Checked) -> Iterator[tuple[ScoredForm, Finding]]:
    for one in indicators(book):
        weight, label, target = (one.cell(key) for key in ("weight", "level3", "target"))
        if weight and label and target and label.blank and target.blank and one.value("weight"):
            yield one.form, Finding(
                CODE, NAME, Severity.WARNING, weight.place,
                f"“{one.form.name}”第{one.row.number}行没有三级指标，却有分值{weight.text.strip()}。",
                weight.text, "",
                "请补填三级指标，或把分值分给其他指标。",
                related=(label.place,),
            )  # fmt: skip
