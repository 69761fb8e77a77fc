"""三级指标应写明衡量什么，不能只写效益的名称。

“社会效益 ≥95%”有数值而无从衡量；只报“核实”。用词见规则包。

错例
    三级指标“社会效益” ≥95%
正例
    三级指标“受益群众覆盖率” ≥95%
依据
一地复核口径：有数值而无从衡量的指标不得分。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.indicators import by_form, indicators
from perfxl.checks.evidence.scored_forms import KINDS, ScoredForm
from perfxl.model.finding import Finding, Severity

CODE = "PX131"
NAME = "无从衡量的指标"
GROUP = "form"
LOOKS_AT = KINDS


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each number of nothing that can be measured."""
    yield from by_form(_found(book))


def _found(book: Checked) -> Iterator[tuple[ScoredForm, Finding]]:
    for one in indicators(book):
        label, target = one.cell("level3"), one.cell("target")
        if label and target and target.value is not None and one.name and book.rules.calls("bare_benefits", one.name):
            yield one.form, Finding(
                CODE, NAME, Severity.WARNING, label.place,
                f"“{one.form.name}”的三级指标只写了“{label.text.strip()}”，{target.text.strip()}无从衡量。",
                label.text, "",
                "请写明衡量的对象和方法，例如受益人数、覆盖率。",
                related=(target.place,),
            )  # fmt: skip
