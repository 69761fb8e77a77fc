"""部门整体得分不宜明显高于各项目的平均分。

部门得分达到规则包界限（95分）、又比项目平均分高10分以上的报“核实”。

错例
    部门整体得分 98，项目平均 81.5
正例
    部门整体得分 92，项目平均 90.3
依据
审核中的通行界限，未见公开原件。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.facts import project_scores
from perfxl.checks.evidence.scored_forms import given, number
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Role, Table

CODE = "PX263"
NAME = "部门得分偏高"
GROUP = "cross"
LOOKS_AT = ("score_table",)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning where the department scores far better than its projects."""
    high, above = book.rules.bound("high_department_score"), book.rules.bound("department_above_projects")
    stated = [told[0] for told in project_scores(book.evaluation)]
    if not (stated and high and above):
        return
    mean = sum((one.value for one in stated), Decimal(0)) / len(stated)
    for total in filter(None, map(_total, book.evaluation.of(*LOOKS_AT))):
        if (total.value or 0) >= max(high, mean + above):
            yield Finding(
                CODE, NAME, Severity.WARNING, total.place,
                f"部门整体得分{total.text.strip()}，{len(stated)}个项目平均{mean:.2f}分，相差较大。",
                total.text, "",
                "请核实部门得分是否反映了各项目的情况。",
                related=tuple(one.figure.place for one in stated),
            )  # fmt: skip


def _total(table: Table) -> Figure | None:
    row = next(reversed(table.of_role(Role.TOTAL)), None)
    return given(table.fields.get("total_score")) or number(row, "score")
