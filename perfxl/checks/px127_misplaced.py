"""三级指标应与所属的二级指标相符。

只看词义明确的：满意度、合格率、及时率列在别的二级指标之下；只报“核实”。用词见规则包。

错例
    数量指标“群众满意度”
正例
    满意度指标“群众满意度”
依据
一地复核口径：三级指标与二级指标不符的不得分。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.indicators import by_form, indicators
from perfxl.checks.evidence.scored_forms import KINDS, ScoredForm
from perfxl.model.finding import Finding, Severity

CODE = "PX127"
NAME = "指标归类"
GROUP = "form"
LOOKS_AT = KINDS
_WRONG = {
    "数量": ("satisfaction", "quality", "timeliness"),
    "质量": ("satisfaction",),
    "时效": ("satisfaction", "quality"),
    "成本": ("satisfaction", "quality", "timeliness"),
}


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each indicator under a heading of another sort."""
    yield from by_form(_found(book))


def _found(book: Checked) -> Iterator[tuple[ScoredForm, Finding]]:
    for one in indicators(book):
        label, wrong = one.cell("level3"), _WRONG.get(one.level2, ())
        if label and any(book.rules.calls(key, one.name) for key in wrong):
            yield one.form, Finding(
                CODE, NAME, Severity.WARNING, label.place,
                f"“{one.form.name}”的“{label.text.strip()}”列在{one.level2}指标之下，归类不符。",
                label.text, "",
                "请把该指标移到相应的二级指标之下。",
            )  # fmt: skip
