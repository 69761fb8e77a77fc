"""The score of an indicator by the rule that its form prints beside it (评分标准)."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from perfxl.model.derivation import Relation, Rule, Status
from perfxl.model.expression import Call, Expr, Missing, Num, evaluate, number, subtract, times
from perfxl.model.figure import Figure
from perfxl.rules.printed import Printed
from perfxl.scoring.derived import Band
from perfxl.scoring.plans import Plan

_PLACES = 2


def printed_law(standard: Figure) -> Rule:
    """Return the rule as derivations cite it: the form's own words, which perfxl has read and nobody confirmed."""
    return Rule(
        "表内所印的评分标准", standard.text.strip(), f"表内{standard.place.cell}所印的评分标准", Status.UNCONFIRMED
    )


def printed_plan(rule: Printed, law: Rule, value: Decimal, target: Decimal, full: Expr) -> Plan | Band | None:
    """Return how a score is computed, or the band that it must lie in where the words leave whole steps open.

    value   what was reached, as a fraction of the target or, of a percentage, as such; target likewise
    None where the rule says nothing of such a value.
    """
    weight = _weight(full)
    if rule.steps or rule.within:
        points = _on_scale(rule, value, target)
        top = (rule.steps or rule.within)[0][1]
        return _plan(law, Num(points)) if top == weight else None
    short = max(Decimal(0), (target if rule.full is None else rule.full) - value) / rule.per
    most, least = (short.to_integral_value(way) for way in (ROUND_CEILING, ROUND_FLOOR))
    if rule.begun or most == least:
        return _plan(law, _left(full, rule, most))
    return _band(law, weight, rule, most, least)


def _on_scale(rule: Printed, value: Decimal, target: Decimal) -> Decimal:
    """Return the points of the step that a value falls in, or of the deviation that it has."""
    reached = [points for least, points in rule.steps if value >= least]
    near = [points for most, points in rule.within if abs(value - target) <= most]
    return next(iter((*reached, *near)), Decimal(0))


def _plan(law: Rule, points: Expr) -> Plan:
    # a count of steps is no arithmetic of cells: it would not follow when they change, so nothing is filled by it
    return Plan(Relation.SCORE, law, points, places=_PLACES, fillable=False)


def _left(full: Expr, rule: Printed, count: Decimal) -> Expr:
    return Call("max", (subtract(full, times(number(count), Num(rule.minus))), number(0)))


def _weight(full: Expr) -> Decimal | None:
    try:
        return evaluate(full)
    except Missing:
        return None


def _band(law: Rule, weight: Decimal | None, rule: Printed, most: Decimal, least: Decimal) -> Band | None:
    if weight is None:
        return None
    low, high = (max(Decimal(0), weight - count * rule.minus) for count in (most, least))
    return Band(law.law, low, high, law)
