"""各项目全年预算数之和不大于部门的项目支出全年预算数。

小于的可能是部分项目未纳入自评，只作提示；仅因其他资金而超出的报“核实”。

错例
    部门项目支出全年预算数 100.00，两个项目分别为 60.00、70.00
正例
    部门项目支出全年预算数 100.00，两个项目分别为 60.00、40.00
依据
表间勾稽：项目支出由各项目组成。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.project_totals import compare_with_department
from perfxl.model.finding import Finding

CODE = "PX236"
NAME = "项目预算合计"
GROUP = "cross"
LOOKS_AT = ("project_form", "project_list")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding where the projects' budgets are not the department's."""
    yield from compare_with_department(book, CODE, NAME, "annual_budget")
