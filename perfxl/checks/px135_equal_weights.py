"""各指标的分值应按重要程度分配。

四项以上指标分值全部相同的作提示。

错例
    四项指标分值各 22.5
正例
    四项指标分值 30、20、20、20
依据
各地复核意见，未见全国规定。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.indicators import by_project
from perfxl.checks.evidence.scored_forms import KINDS
from perfxl.model.finding import Finding, Severity

CODE = "PX135"
NAME = "分值平均"
GROUP = "form"
LOOKS_AT = KINDS


def check(book: Checked) -> Iterator[Finding]:
    """Yield a hint for each form whose indicators all weigh the same."""
    fewest = book.rules.bound("equal_weights")
    for form, rows in by_project(book) if fewest else ():
        weights = [one.row.cells["weight"] for one in rows]
        if fewest and len(weights) >= fewest and len({weight.value for weight in weights}) == 1:
            yield Finding(
                CODE, NAME, Severity.INFO, weights[0].place,
                f"“{form.name}”{len(weights)}项指标的分值都是{weights[0].text.strip()}。",
                weights[0].text, "",
                "请考虑按重要程度分配分值。",
                related=tuple(weight.place for weight in weights[1:]),
            )  # fmt: skip
