"""同一项目的三级指标不应重复。

同一指标列了两次的，只能计一次分；名称完全相同才算重复。只报“核实”。

错例
    数量指标“培训人次”分值10，社会效益“培训人次”分值15
正例
    数量指标“培训人次”，社会效益“取得证书人数”
依据
一地复核口径：重复的指标只计一项，其余不得分。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.indicators import Indicator, indicators
from perfxl.checks.evidence.scored_forms import KINDS
from perfxl.model.finding import Finding, Severity

CODE = "PX125"
NAME = "重复指标"
GROUP = "form"
LOOKS_AT = KINDS


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each indicator that a form lists a second time."""
    first: dict[tuple[int, str, str], Indicator] = {}
    for one in indicators(book):
        label = one.cell("level3")
        if not one.name or label is None:
            continue
        earlier = first.setdefault((id(one.form.table), one.form.name, one.name), one)
        known = earlier.cell("level3")
        if known is not None and known.place != label.place:
            yield Finding(
                CODE, NAME, Severity.WARNING, label.place,
                f"“{one.form.name}”的三级指标“{label.text.strip()}”与{known.place.cell}重复。",
                label.text, "",
                "请确认是否为同一指标；重复的只保留一项，分值另行分配。",
                related=(known.place, *(cell.place for key in ("weight", "score") if (cell := one.cell(key)))),
            )  # fmt: skip
