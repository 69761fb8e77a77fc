"""评为“优”的项目，执行率不宜过低。

等级写“优”而执行率低于规则包界限（80%）的报“核实”。

错例
    执行率 62.30%，等级 优
正例
    执行率 96.50%，等级 优
依据
审核中的通行界限，未见公开原件。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.scored_forms import number
from perfxl.model.finding import Finding, Severity

CODE = "PX163"
NAME = "低执行率评优"
GROUP = "scores"
LOOKS_AT = ("project_list",)
YIELDS_TO = ("PX164",)
_BEST = ("优", "优秀")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each best grade of a project that spent little."""
    bound = book.rules.bound("excellent_execution")
    for table in book.evaluation.of(*LOOKS_AT) if bound else ():
        for row in table.rows:
            grade, rate = row.cells.get("grade"), number(row, "execution_rate")
            if bound and grade and rate and grade.text.strip() in _BEST and (rate.value or 0) < bound:
                yield Finding(
                    CODE, NAME, Severity.WARNING, grade.place,
                    f"{book.name(grade)}为“{grade.text.strip()}”，执行率只有{rate.text}。",
                    grade.text, "",
                    "请核实评分是否反映了预算执行情况。",
                    related=(rate.place,),
                )  # fmt: skip
