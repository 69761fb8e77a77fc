"""The department's score table: sums always, scores only where the pack knows the table."""

from __future__ import annotations

from decimal import Decimal

import pytest
from scoring_tables import at, derived, table, values

from perfxl.model.table import Table
from perfxl.rules.rulebook import rulebook

SAMPLE = {"公众或服务对象满意度": "公众满意度", "社会效益、经济效益、生态效益及可持续影响": "社会效益"}


def drawing(scores: dict[str, str], skip: int = 0, weights: dict[str, str] | None = None) -> str:
    """Draw a score table as the place's pack knows it, without its first `skip` indicators."""
    department = rulebook(["shenzhen-2020"]).department
    assert department
    told = weights or {}
    lines = [
        "|".join(
            (SAMPLE.get(entry.name, entry.name), str(told.get(entry.name, entry.weight)), scores.get(entry.name, ""))
        )
        for entry in department.indicators
        if not entry.extra
    ]
    return "\n".join(("level3|weight|score", *lines[skip:], "<total:total>合计||"))


def score_table(scores: dict[str, str] | None = None, skip: int = 0, weights: dict[str, str] | None = None) -> Table:
    return table("score_table", drawing(scores or {}, skip, weights), sheet="评分")


STAFF = table(
    "staff",
    "label|quota|actual\n<line:administrative>行政|19|17\n<line:institution>事业|20|19\n"
    "<line:employee>雇员|6|5\n<line:auxiliary>辅助||27",
    "人",
    sheet="人员",
)
QUARTERS = table(
    "quarters",
    "label|spending|cumulative\n<line:q1>一|30|30\n<line:q2>二|20|50\n<line:q3>三|10|60\n<line:q4>四|40|100",
    "万元",
    sheet="季度",
    fields={"annual_budget": "100"},
)
THREE_PUBLIC = table("three_public", "label|budget|execution\n<total:total>合计|7.00|1.94", "万元", sheet="三公")


def scores(*tables: Table) -> dict[str, Decimal | str | None]:
    return {d.row: d.value for d in derived(*tables).derivations if d.kind == "score_table" and d.row != "合计"}


def told(*tables: Table) -> dict[str, str]:
    result = derived(*tables)
    names = [line.split("|")[0] for line in drawing({}).splitlines()[1:]]
    return {
        names[int((d.target.place.cell or "")[1:]) - 4]: str(d.value)
        for d in result.derivations
        if d.target.place.sheet == "评分" and d.field == "score" and d.rule.name != "合计"
    }


def test_what_the_workbook_tells_is_scored() -> None:
    assert told(score_table(), STAFF, QUARTERS) == {
        "财政供养人员控制率": "1.00",
        "编外人员控制率": "0.00",
        "预算执行率": "5.70",
    }


def test_nothing_is_scored_without_operands() -> None:
    assert told(score_table()) == {}


def test_rules_of_the_table_are_not_confirmed() -> None:
    statuses = {d.rule.status for d in derived(score_table(), STAFF).derivations if d.relation == "score"}
    assert statuses == {"unconfirmed"}


def test_what_is_half_told_leaves_a_range() -> None:
    (left,) = derived(score_table(), THREE_PUBLIC).unjudged
    assert left.band
    assert (left.band.low, left.band.high) == (3, 6)
    assert "由人判断" in left.reason


@pytest.mark.parametrize(
    ("skip", "weights", "known"),
    [
        (0, None, True),
        (4, None, True),
        (5, None, False),
        (0, {"预算执行率": "8"}, True),
        (4, {"预算执行率": "8"}, False),
    ],
)
def test_no_pack_is_forced_on_a_table_it_does_not_know(skip: int, weights: dict[str, str] | None, known: bool) -> None:
    assert bool(scores(score_table(skip=skip, weights=weights), STAFF)) is known


def test_an_indicator_of_another_weight_is_left_alone() -> None:
    assert "预算执行率" not in told(score_table(weights={"预算执行率": "8"}), QUARTERS)


def test_sums_need_no_pack() -> None:
    text = "level1|level3|weight|score\n投入|甲|40|38\n投入|乙|60|59.5\n<total:total>合计|||97.5"
    result = derived(table("score_table", text))
    assert values(result) == {"C6": "100", "D6": "97.5"}
    assert at(result, "D6").ties() is True


def test_an_open_score_leaves_the_total_open() -> None:
    text = "level3|weight|score\n甲|40|38\n乙|60|\n<total:total>合计||"
    assert values(derived(table("score_table", text))) == {"B6": "100", "C6": None}
