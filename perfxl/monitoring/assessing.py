"""Assessing (监控判断): rate, pace, lights, forecast of each project, and what has to be explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from perfxl.model.expression import Missing, Undefined, evaluate
from perfxl.model.table import Evaluation
from perfxl.monitoring.observing import Observed, ObservedIndicator
from perfxl.monitoring.pace import MONTHS, Curve, Forecast, forecast, time_share
from perfxl.numerals.display import percent
from perfxl.rules.law import Law
from perfxl.rules.monitoring import Light, Monitoring
from perfxl.rules.rulebook import Rulebook
from perfxl.scoring.comparison import Comparison, Incomparable, compare
from perfxl.scoring.ledger import Ledger

_UPWARD = ("≥", ">", "=", "")
_FULL = Decimal(1)
_UNKNOWN = Forecast(None)


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that a pack wants explained (预警): by which rule, and what it is, one Chinese clause."""

    law: Law
    text: str


@dataclass(frozen=True, slots=True)
class AssessedIndicator:
    """An indicator under way.

    attained  what was reached of the year's target, a fraction; None where the two cannot be compared
    light     its light, None where it is not judged; `reason` tells why
    beyond    a target that is an upper bound (≤) was exceeded already
    """

    observed: ObservedIndicator
    attained: Decimal | None = None
    light: Light | None = None
    reason: str = ""
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the rules say of a project at the end of `month`; rates and shares are fractions.

    pace      the rate of execution against the share of the year gone (1 is on time)
    attained  the mean of what its quantitative indicators attained, each at most whole
    unjudged  what was not judged and why, Chinese clauses
    """

    observed: Observed
    month: int
    rate: Decimal | None = None
    pace: Decimal | None = None
    light: Light | None = None
    forecast: Forecast = _UNKNOWN
    indicators: tuple[AssessedIndicator, ...] = ()
    attained: Decimal | None = None
    alerts: tuple[Alert, ...] = ()
    unjudged: tuple[str, ...] = ()

    @property
    def goal_light(self) -> Light | None:
        """The light of the goal: the worst of its indicators'."""
        lights = [each.light for each in self.indicators if each.light]
        return min(lights, key=lambda light: light.at_least, default=None)


def assess(
    observed: Observed, month: int, rules: Rulebook, curve: Curve | None = None, ended: int = MONTHS
) -> Assessment:
    """Return what the rules say of a project; what no rule of the packs is about stays None.

    `ended`: how many months of the year had ended on the day of the report; a milestone later than that is not due.
    """
    monitoring = _due(rules.monitoring or Monitoring(), ended)
    indicators = tuple(_indicator(each, month, rules, monitoring) for each in observed.indicators)
    found = Assessment(
        observed, month, indicators=indicators, attained=_attained(indicators),
        alerts=tuple(_alerts_of_indicators(indicators, monitoring)),
        unjudged=tuple(f"指标“{each.observed.name}”：{each.reason}" for each in indicators if each.reason),
    )  # fmt: skip
    spent, budget = observed.value("execution"), observed.value("annual_budget")
    if spent is None or not budget:
        reason = "全年预算数为0，不计算执行率" if budget == 0 else "没有填写预算数或执行数"
        return replace(found, unjudged=(reason, *found.unjudged))
    return _paced(found, spent, budget, monitoring, curve)


def _due(rules: Monitoring, ended: int) -> Monitoring:
    if rules.milestones is None:
        return rules
    steps = tuple(step for step in rules.milestones.steps if step.month <= ended)
    return replace(rules, milestones=replace(rules.milestones, steps=steps) if steps else None)


def _attained(indicators: tuple[AssessedIndicator, ...]) -> Decimal | None:
    told = [min(each.attained, _FULL) for each in indicators if each.attained is not None]
    return sum(told, Decimal(0)) / len(told) if told else None


def _paced(found: Assessment, spent: Decimal, budget: Decimal, rules: Monitoring, curve: Curve | None) -> Assessment:
    rate = spent / budget
    pace = rate / evaluate(time_share(found.month))
    spending = (*_alerts_of_spending(rules, found.month, rate, pace), *_alerts_of_gap(rules, rate, found.attained))
    return replace(
        found, rate=rate, pace=pace, light=rules.spending.of(pace) if rules.spending else None,
        forecast=forecast(spent, budget, found.month, curve), alerts=(*spending, *found.alerts),
    )  # fmt: skip


def _alerts_of_spending(rules: Monitoring, month: int, rate: Decimal, pace: Decimal) -> Iterator[Alert]:
    if rules.spending and (light := rules.spending.of(pace)).alert:
        yield Alert(rules.spending, f"支出进度为序时进度的{percent(pace)}，{light.word}灯")
    if rules.milestones and (due := rules.milestones.of(month)) and rate < due.at_least:
        told = f"{due.month}月末应不低于{percent(due.at_least, 0)}"
        yield Alert(rules.milestones, f"执行率{percent(rate)}，{told}")


def _alerts_of_gap(rules: Monitoring, rate: Decimal, attained: Decimal | None) -> Iterator[Alert]:
    if rules.gap and attained is not None and abs(attained - rate) > rules.gap.most:
        more = "高" if attained > rate else "低"
        points = percent(abs(attained - rate)).removesuffix("%")
        yield Alert(rules.gap, f"目标完成率{percent(attained)}，比执行率{more}{points}个百分点")


def _alerts_of_indicators(indicators: tuple[AssessedIndicator, ...], rules: Monitoring) -> Iterator[Alert]:
    for each in indicators:
        if rules.indicators and each.light and each.light.alert:
            attained = percent(each.attained) if each.attained is not None else "不明"
            yield Alert(rules.indicators, f"指标“{each.observed.name}”完成{attained}，{each.light.word}灯")


def _indicator(observed: ObservedIndicator, month: int, rules: Rulebook, monitoring: Monitoring) -> AssessedIndicator:
    if rules.project is None:
        return AssessedIndicator(observed, reason="规则包没有指标的计分规则")
    found = compare(Ledger(Evaluation(""), rules), observed.row, rules.project)
    if not isinstance(found, Comparison):
        return AssessedIndicator(observed, reason=found.reason if isinstance(found, Incomparable) else "定性指标")
    try:
        actual, target = evaluate(found.actual), evaluate(found.target)
        attained = actual / target
    except (Missing, Undefined, ArithmeticError):
        return AssessedIndicator(observed, reason="没有填写完成值，或指标值为0")
    if found.sign not in _UPWARD:
        return AssessedIndicator(observed, reason="越低越好的指标不按时间进度判断", beyond=actual > target)
    return AssessedIndicator(observed, attained, _light(attained, month, monitoring))


def _light(attained: Decimal, month: int, rules: Monitoring) -> Light | None:
    if rules.overshoot and attained >= rules.overshoot.at_least:
        return Light(word=rules.overshoot.word, at_least=rules.overshoot.at_least)
    return rules.indicators.of(attained / evaluate(time_share(month))) if rules.indicators else None
