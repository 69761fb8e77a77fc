"""资金的支付、拨付不应列为数量指标。

支付资金是过程，不是产出，预算执行率已经计分；只报“核实”。用词见规则包。

错例
    数量指标“补助资金拨付金额”
正例
    数量指标“补助户数”
依据
一地复核口径：把资金支付列为数量指标的不得分。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.indicators import by_form, indicators
from perfxl.checks.evidence.scored_forms import KINDS, ScoredForm
from perfxl.model.finding import Finding, Severity

CODE = "PX126"
NAME = "资金支付作指标"
GROUP = "form"
LOOKS_AT = KINDS


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each payment counted as a quantity."""
    yield from by_form(_found(book))


def _found(book: Checked) -> Iterator[tuple[ScoredForm, Finding]]:
    for one in indicators(book):
        label = one.cell("level3")
        if label and one.level2 == "数量" and book.rules.calls("payments", one.name):
            yield one.form, Finding(
                CODE, NAME, Severity.WARNING, label.place,
                f"“{one.form.name}”的数量指标“{label.text.strip()}”说的是资金支付，不是产出的数量。",
                label.text, "",
                "请改用完成的工作数量；支付情况由预算执行率反映。",
            )  # fmt: skip
