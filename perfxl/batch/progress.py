"""The year under way (年中监控) in a summary over many workbooks: each monitored project at its latest month."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from perfxl.jobs.evaluate import Evaluated
from perfxl.monitoring.assessing import Assessment, assess
from perfxl.monitoring.observing import Observed, observe
from perfxl.numerals.rounding import half_up
from perfxl.numerals.units import convert, money_factor
from perfxl.rules.rulebook import MONITORED

UNIT = "万元"


@dataclass(frozen=True, slots=True)
class Progress:
    """One project at the end of `month`; money in 万元, None where it is not stated or its unit is not known.

    rate      what was spent of the budget, a fraction; None over a budget of 0
    pace      the rate against the share of the year gone, 1 is on time
    light, goal_light  the words of the lights, "" where none is given
    expected  全年预计执行数 by the mean of the months
    alerts    what has to be explained, Chinese clauses
    """

    project: str
    month: int
    budget: Decimal | None = None
    execution: Decimal | None = None
    rate: Decimal | None = None
    pace: Decimal | None = None
    light: str = ""
    goal_light: str = ""
    expected: Decimal | None = None
    alerts: tuple[str, ...] = ()
    reason: str = ""


def progress(evaluated: Evaluated) -> tuple[Progress, ...]:
    """Return how far the projects are that the workbook's tables for monitoring tell of, each at its latest month."""
    evaluation = evaluated.derived.evaluation
    if not evaluation.of(*MONITORED):
        return ()
    latest: dict[str, Observed] = {}
    for each in observe(evaluation):
        if each.month and each.month >= (latest.get(each.key, each).month or 0):
            latest[each.key] = each
    return tuple(_of(assess(each, each.month or 0, evaluated.rules)) for each in latest.values())


def _of(found: Assessment) -> Progress:
    observed, light, goal = found.observed, found.light, found.goal_light
    expected = _wan(found.forecast.linear, observed.unit)
    return Progress(
        observed.name,
        found.month,
        _wan(observed.value("annual_budget"), observed.unit),
        _wan(observed.value("execution"), observed.unit),
        found.rate,
        found.pace,
        light.word if light else "",
        goal.word if goal else "",
        None if expected is None else half_up(expected, 2),
        tuple(alert.text for alert in found.alerts),
        observed.reason,
    )


def _wan(value: Decimal | None, unit: str) -> Decimal | None:
    return convert(value, unit, UNIT) if value is not None and money_factor(unit) else None
