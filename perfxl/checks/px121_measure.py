"""实际完成值与指标值用同一种计量单位。

单位不同（份与个）、一边写了%另一边没写的，得分无法核对，只作提示。

错例
    指标值 ≥12份，实际完成值 12个
正例
    指标值 ≥12份，实际完成值 12份
依据
评分需要同一单位的两个数。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.indicators import by_form, indicators
from perfxl.checks.evidence.scored_forms import KINDS, ScoredForm
from perfxl.model.finding import Finding, Severity
from perfxl.scoring.derived import Cause

CODE = "PX121"
NAME = "计量单位不同"
GROUP = "form"
LOOKS_AT = KINDS
_CAUSES = (Cause.UNITS, Cause.PERCENT, Cause.HUNDREDFOLD, Cause.DIRECTION)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a hint for each actual in another unit than its target."""
    yield from by_form(_found(book))


def _found(book: Checked) -> Iterator[tuple[ScoredForm, Finding]]:
    for one in indicators(book):
        target, actual = one.cell("target"), one.cell("actual")
        if one.cause in _CAUSES and one.unjudged and target and actual:
            yield one.form, Finding(
                CODE, NAME, Severity.INFO, actual.place,
                f"{book.name(actual)}{actual.text.strip()}与指标值{target.text.strip()}不能比较：{one.unjudged.reason}。",
                actual.text, "",
                "请统一计量单位后再核对得分。",
                related=(target.place,),
            )  # fmt: skip
