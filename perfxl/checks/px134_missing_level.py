"""产出指标应包括数量、质量和时效。

写了二级指标、至少有一项是数量、质量、时效的表才看，缺的只作提示。

错例
    产出指标下只有数量指标
正例
    产出指标下有数量、质量、时效指标
依据
财预〔2020〕10号：产出指标一般包括数量、质量、时效、成本。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.indicators import by_project
from perfxl.checks.evidence.scored_forms import KINDS
from perfxl.model.finding import Finding, Severity

CODE = "PX134"
NAME = "缺少二级指标"
GROUP = "form"
LOOKS_AT = KINDS
_DUE = ("数量", "质量", "时效")
_FEWEST = 2


def check(book: Checked) -> Iterator[Finding]:
    """Yield a hint for each form that lacks sorts of output indicators."""
    for form, rows in by_project(book):
        told = {one.level2 for one in rows}
        lacking = [name for name in _DUE if not any(name in level for level in told)]
        label = rows[0].cell("level2")
        if label and len(rows) >= _FEWEST and 0 < len(lacking) < len(_DUE):
            yield Finding(
                CODE, NAME, Severity.INFO, label.place,
                f"“{form.name}”的产出指标没有{'、'.join(lacking)}指标。",
                "", "",
                "请考虑是否应当设置；确不适用的可不设。",
            )  # fmt: skip
