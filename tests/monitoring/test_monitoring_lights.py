"""Lights, milestones, gaps and forecasts by hand-computed tables, at their bounds exactly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from perfxl.jobs.monitor import working_day
from perfxl.model.expression import evaluate
from perfxl.model.figure import Figure, State
from perfxl.model.place import Place
from perfxl.model.table import Role, Row, Table
from perfxl.monitoring.assessing import Assessment, assess
from perfxl.monitoring.observing import Observed, ObservedIndicator
from perfxl.monitoring.pace import Curve, forecast, time_share
from perfxl.rules.rulebook import rulebook

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "lights.yaml").read_text("utf-8"))
BUDGET = Decimal(10_000)


def figure(value: Decimal | None, text: str = "", sign: str = "", unit: str = "") -> Figure:
    state = State.BLANK if value is None else State.NUMBER
    return Figure(Place("表", "A1"), state, value, unit, Decimal("0.01"), text=text, sign=sign)


def project(spent: Decimal | None, budget: Decimal | None = BUDGET, *indicators: ObservedIndicator) -> Observed:
    cells = {"annual_budget": figure(budget), "execution": figure(spent)}
    return Observed(
        "图书采购", Table("monitoring_list", "表", "表", "A1", "万元", 1.0), None, cells, "", "", indicators
    )


def indicator(target: int, reached: int | None, sign: str = "≥") -> ObservedIndicator:
    told = figure(None if reached is None else Decimal(reached), str(reached))
    cells = {"target": figure(Decimal(target), f"{sign}{target}", sign), "actual": told}
    return ObservedIndicator(Row(9, Role.INDICATOR, "采购册数", cells=cells))


def judged(observed: Observed, month: int, *packs: str) -> Assessment:
    return assess(observed, month, rulebook(packs))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['month']}月{case['rate']}")
def test_light_and_milestone(case: dict[str, Any]) -> None:
    observed = project(Decimal(case["rate"]) * BUDGET)
    national = judged(observed, case["month"], "mof-2020")
    local = judged(observed, case["month"], "mof-2020", "sichuan-monitor-2025")
    assert national.light is not None
    assert national.light.word == case["light"]
    assert local.light == national.light
    assert all("节点" not in alert.law.name for alert in national.alerts)
    assert any("节点" in alert.law.name for alert in local.alerts) is case["milestone"]


@pytest.mark.parametrize(
    ("reached", "month", "word"),
    [(1200, 7, "蓝"), (1199, 7, "绿"), (467, 7, "绿"), (466, 7, "黄"), (350, 7, "黄"), (349, 7, "红"), (0, 7, "红")],
)
def test_light_of_an_indicator(reached: int, month: int, word: str) -> None:
    found = judged(project(Decimal(1), BUDGET, indicator(1000, reached)), month)
    assert [each.light.word for each in found.indicators if each.light] == [word]
    assert found.goal_light == found.indicators[0].light


def test_the_goal_has_the_worst_light() -> None:
    found = judged(project(BUDGET, BUDGET, indicator(100, 120), indicator(100, 10), indicator(100, 60)), 7)
    assert found.goal_light is not None
    assert found.goal_light.word == "红"


def test_what_is_not_judged_says_why() -> None:
    found = judged(project(BUDGET, BUDGET, indicator(100, None), indicator(5, 6, "≤")), 7)
    assert [each.light for each in found.indicators] == [None, None]
    assert [each.beyond for each in found.indicators] == [False, True]
    assert len(found.unjudged) == 2
    assert judged(project(Decimal(0), Decimal(0)), 7).unjudged == ("全年预算数为0，不计算执行率",)
    assert judged(project(None), 7).light is None


@pytest.mark.parametrize(("attained", "alerted"), [(50, False), (60, False), (61, True), (40, False), (39, True)])
def test_gap_of_goal_against_execution(attained: int, alerted: bool) -> None:
    observed = project(BUDGET / 2, BUDGET, indicator(100, attained))
    found = judged(observed, 6, "mof-2020", "sichuan-monitor-2025")
    assert any("差距" in alert.law.name for alert in found.alerts) is alerted


def test_forecast_by_months_and_by_last_year() -> None:
    curve = Curve({3: Decimal("0.1"), 6: Decimal("0.3"), 9: Decimal("0.6"), 12: Decimal(1)})
    found = forecast(Decimal(30), Decimal(100), 6, curve)
    assert (found.linear, found.curve) == (Decimal(60), Decimal(100))
    assert (found.low, found.high) == (Decimal(60), Decimal(100))
    assert curve.at(7) == Decimal("0.4")
    assert forecast(Decimal(30), Decimal(100), 6).high == Decimal(60)


@given(st.integers(1, 12), st.decimals(0, 100, places=2), st.decimals(1, 100, places=2))
def test_forecast_lies_between_what_is_spent_and_the_budget(month: int, spent: Decimal, budget: Decimal) -> None:
    found = forecast(spent, budget, month)
    assert found.linear is not None
    assert spent <= found.linear <= max(spent, budget)
    if month == 12:
        assert found.linear == spent


def test_share_of_the_year() -> None:
    assert [evaluate(time_share(month)) for month in (3, 6, 12)] == [Decimal("0.25"), Decimal("0.5"), 1]


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        (date(2025, 8, 4), date(2025, 8, 18)),
        (date(2025, 8, 1), date(2025, 8, 15)),
        (date(2025, 8, 2), date(2025, 8, 15)),
    ],
)
def test_ten_working_days(day: date, answer: date) -> None:
    assert working_day(day, 10) == answer
