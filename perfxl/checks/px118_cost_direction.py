"""成本指标越低越好，指标值不应写“≥”。

以金额计的成本指标写“≥”，等于要求多花钱；只报“核实”。

错例
    成本指标“项目总成本” ≥17.4万元
正例
    成本指标“项目总成本” ≤17.4万元
依据
一地复核意见：成本指标写成“≥”的方向有误。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.indicators import by_form, indicators
from perfxl.checks.evidence.scored_forms import KINDS, ScoredForm
from perfxl.model.finding import Finding, Severity
from perfxl.numerals.units import money_factor

CODE = "PX118"
NAME = "成本指标方向"
GROUP = "form"
LOOKS_AT = KINDS


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each cost that is to be exceeded."""
    yield from by_form(_found(book))


def _found(book: Checked) -> Iterator[tuple[ScoredForm, Finding]]:
    for one in indicators(book):
        target = one.cell("target")
        if target and one.level2.endswith("成本") and one.sign in ("≥", ">") and money_factor(target.unit):
            yield one.form, Finding(
                CODE, NAME, Severity.WARNING, target.place,
                f"{book.name(target)}写的是{target.text.strip()}，成本以节约为好，方向写反了。",
                target.text, "",
                "请核对绩效目标；确为控制成本的，改为“≤”。",
            )  # fmt: skip
