"""按年度绩效目标分段打分的表，各段得分不超过标签写明的分数，各段分数与预算执行的分数合计为100。

错例
    年度绩效目标1（40分），其下指标得分 25、20
正例
    年度绩效目标1（40分），其下指标得分 20、19.6
依据
表内自述：标签中写明的分数就是该段指标的满分；湖北省项目自评表（2020年度）：预算执行20分，各目标共80分。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.scored_forms import number, numbers, total_of
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.model.table import Role, Row, Table
from perfxl.numerals.characters import half_width
from perfxl.recognition.labels import points_in
from perfxl.scoring.indicator import goal_of

CODE = "PX177"
NAME = "目标分值"
GROUP = "scores"
LOOKS_AT = ("project_form",)
_FULL = Decimal(100)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each goal whose scores exceed its points, and where the goals' points do not come to 100."""
    for table in book.evaluation.of("project_form"):
        goals = _goals(table)
        for label, rows in goals.items():
            yield from _exceeded(book, label, rows)
        yield from _uneven(table, goals)


def _goals(table: Table) -> dict[str, list[Row]]:
    goals: dict[str, list[Row]] = {}
    for row in table.of_role(Role.INDICATOR):
        if points_in(goal_of(row)) is not None:
            goals.setdefault(goal_of(row), []).append(row)
    return goals


def _exceeded(book: Checked, label: str, rows: list[Row]) -> Iterator[Finding]:
    scores, points = numbers(row.cells.get("score") for row in rows), points_in(label) or Decimal(0)
    if scores and total_of(scores) > points:
        yield Finding(
            CODE, NAME, Severity.ERROR, scores[0].place,
            f"“{half_width(label)}”其下各指标得分相加为{total_of(scores).normalize():f}分，超过标签写明的{points:f}分。",
            f"{total_of(scores).normalize():f}", f"{points:f}",
            "请核对各指标的得分，或标签中的分数。",
            related=tuple(score.place for score in scores[1:]),
        )  # fmt: skip


def _uneven(table: Table, goals: dict[str, list[Row]]) -> Iterator[Finding]:
    stated = table.fields.get("execution_weight")
    execution = stated.value if stated else None
    reached = sum((points_in(label) or Decimal(0) for label in goals), execution or Decimal(0))
    if goals and execution is not None and reached != _FULL:
        first = next(iter(goals.values()))[0]
        yield Finding(
            CODE, NAME, Severity.WARNING, _place(first),
            f"“{table.name}”各目标和预算执行写明的分数合计为{reached.normalize():f}分，应为100分。",
            f"{reached.normalize():f}", "100",
            "请核对各目标标签中的分数；目标没有列全的，请补齐。",
            related=(stated.place,) if stated else (),
        )  # fmt: skip


def _place(row: Row) -> Place:
    score = number(row, "score")
    return score.place if score else next(iter(row.cells.values())).place
