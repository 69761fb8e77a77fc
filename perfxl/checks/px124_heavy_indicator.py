"""一项指标的分值不宜过大。

达到规则包界限（60分）的作提示：分值集中在一项，其他指标起不了作用。

错例
    一项指标分值 90
正例
    十项指标分值各 5 至 20
依据
各地公开自评表的复核意见，未见全国规定。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.indicators import by_form, indicators
from perfxl.checks.evidence.scored_forms import KINDS, ScoredForm
from perfxl.model.finding import Finding, Severity

CODE = "PX124"
NAME = "单项分值过大"
GROUP = "form"
LOOKS_AT = KINDS


def check(book: Checked) -> Iterator[Finding]:
    """Yield a hint for each indicator that carries most points."""
    yield from by_form(_found(book))


def _found(book: Checked) -> Iterator[tuple[ScoredForm, Finding]]:
    for one in indicators(book):
        bound, weight, value = book.rules.bound("heavy_indicator"), one.cell("weight"), one.value("weight")
        if bound and weight and value is not None and value >= bound and one.name:
            yield one.form, Finding(
                CODE, NAME, Severity.INFO, weight.place,
                f"{book.name(weight)}为{weight.text.strip()}分，占了大部分。",
                weight.text, "",
                "请考虑把任务分解为几项指标。",
            )  # fmt: skip
