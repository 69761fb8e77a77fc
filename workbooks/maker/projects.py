"""The rows of the project list and of the indicator list, from the projects file."""

from __future__ import annotations

from typing import Any

from maker.plan import TOTAL, Cell, Row

INVENTED = "示例"
LEVEL_1 = {
    "数量指标": "产出指标", "质量指标": "产出指标", "时效指标": "产出指标", "成本指标": "产出指标",
    "经济效益指标": "效益指标", "社会效益指标": "效益指标", "生态效益指标": "效益指标", "可持续影响指标": "效益指标",
    "服务对象满意度指标": "满意度指标",
}  # fmt: skip


def project_rows(data: dict[str, Any]) -> list[Row]:
    """Return the project list; rates, scores and grades are left to be computed."""
    rows = [
        [number, project["name"], data["competent"], data["units"][project["unit"]], *project["funds"],
         *[None] * 5, project["goal"], project["result"], INVENTED]
        for number, project in enumerate(data["projects"], 1)
    ]  # fmt: skip
    return [*rows, [TOTAL, *[None] * 13, INVENTED]]


def indicator_rows(data: dict[str, Any]) -> list[Row]:
    """Return every project's indicators; scores of quantitative ones are left to be computed."""
    return [
        [number, project["name"], *_indicator(data["grades"], *indicator)]
        for number, project in enumerate(data["projects"], 1)
        for indicator in project["indicators"]
    ]


def _indicator(grades: dict[str, str], level2: str, level3: str, *rest: Cell) -> Row:
    target, actual, weight, score, reason = [*rest, None, None][:5]
    return [LEVEL_1[level2], level2, level3, target, grades.get(str(actual), actual), weight, score, reason, INVENTED]
