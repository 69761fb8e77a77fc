"""各项目全年执行数之和不大于部门的项目支出执行数。

小于的可能是部分项目未纳入自评，只作提示；仅因其他资金而超出的报“核实”。

错例
    部门项目支出执行数 90.00，两个项目分别为 55.00、65.00
正例
    部门项目支出执行数 90.00，两个项目分别为 55.00、35.00
依据
表间勾稽：项目支出由各项目组成。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.project_totals import compare_with_department
from perfxl.model.finding import Finding

CODE = "PX237"
NAME = "项目执行合计"
GROUP = "cross"
LOOKS_AT = ("project_form", "project_list")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding where the projects' spending is not the department's."""
    yield from compare_with_department(book, CODE, NAME, "execution")
