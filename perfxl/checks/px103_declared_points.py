"""一级（二级）指标标签上写明的分数等于其下各指标分值之和。

表中没有总分（合计）行的，不能确定指标是否列全，只报“核实”。

错例
    产出指标(50分)：数量 20，质量 20，时效 15
正例
    产出指标(50分)：数量 20，质量 20，时效 10
依据
表内自述：标签中写明的分数就是该组指标的分值合计。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.scored_forms import KINDS, scored_forms, total_of
from perfxl.checks.evidence.weights import untied_groups
from perfxl.model.finding import Finding, Severity

CODE = "PX103"
NAME = "标签所示分数"
GROUP = "form"
LOOKS_AT = KINDS


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each label whose points its indicators do not add up to."""
    for form in scored_forms(book.evaluation):
        for share in untied_groups(form):
            if any(weight.place in book.misprints for weight in share.weights):
                continue
            reached = f"{total_of(share.weights).normalize():f}"
            points = f"{share.points.normalize():f}"
            yield Finding(
                CODE, NAME, Severity.ERROR if form.closed else Severity.WARNING, share.label.place,
                f"“{form.name}”的“{share.label.text}”写明{points}分，其下各指标分值相加为{reached}分。",
                points, reached,
                "请核对该组各指标的分值，或改正标签中的分数。",
                related=tuple(figure.place for figure in share.weights),
            )  # fmt: skip
