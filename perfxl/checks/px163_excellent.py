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
from decimal import Decimal

from perfxl.checks.evidence.book import Checked
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.numerals.display import percent

CODE = "PX163"
NAME = "低执行率评优"
GROUP = "scores"
LOOKS_AT = ("project_list",)
YIELDS_TO = ("PX164",)
_BEST = ("优", "优秀")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each best grade of a project that spent little, written or still to be filled in."""
    bound = book.rules.bound("excellent_execution")
    for table in book.evaluation.of(*LOOKS_AT) if bound else ():
        for row in table.rows:
            grade, rate = row.cells.get("grade"), row.cells.get("execution_rate")
            if grade and rate and rate.value is not None and _is_doubtful(grade, rate.value, bound):
                yield _finding(book, grade, rate, rate.value)


def _is_doubtful(grade: Figure, rate: Decimal, bound: Decimal | None) -> bool:
    return bool(bound) and grade.text.strip() in _BEST and rate < (bound or 0)


def _finding(book: Checked, grade: Figure, rate: Figure, value: Decimal) -> Finding:
    return Finding(
        CODE, NAME, Severity.WARNING, grade.place,
        f"{book.name(grade)}为“{grade.text.strip()}”，执行率只有{rate.text or percent(value)}。",
        grade.text, "",
        "请核实评分是否反映了预算执行情况。",
        related=(rate.place,),
    )  # fmt: skip
