"""The verbs of the packs: how a rule's few words become an expression; amounts brought into one unit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from perfxl.model.expression import Call, Choose, Expr, Num, divide, number, subtract, times
from perfxl.numerals.units import money_factor
from perfxl.rules.law import Step
from perfxl.rules.project import ExecutionRule, IndicatorRule, OverFulfilment

_ZERO = number(0)


def execution_points(rule: ExecutionRule, rate: Expr, weight: Expr) -> Expr:
    """Return the points of an execution rate: weight x rate up to the cap, or the points of its step."""
    if rule.verb == "steps":
        return step_points(rate, rule.steps) or _ZERO
    return times(weight, Call("min", (rate, Num(rule.cap))))


def with_zero_budget(rule: ExecutionRule, normal: Expr, over: Expr, under: Expr, full: Expr) -> Expr:
    """Return what a rate or its points are where the pack says what holds for a budget of 0, else `normal`."""
    if rule.zero_budget == "unscored":
        return normal
    zero = Choose(over, ">", _ZERO, full, _ZERO) if rule.zero_budget == "full" else _ZERO
    return Choose(under, "=", _ZERO, zero, normal)


def with_deduction(rule: OverFulfilment, points: Expr, target: Expr, actual: Expr, weight: Expr) -> Expr:
    """Return the points of an indicator, less where the actual value is far above its target."""
    less = Call("max", (subtract(weight, Num(rule.deduct)), _ZERO))
    return Choose(actual, ">=", times(target, Num(rule.at_least)), less, points)


def indicator_points(rule: IndicatorRule, target: Expr, actual: Expr, weight: Expr, *, zero: bool) -> Expr:
    """Return the points of a quantitative indicator; `zero` tells that its target is 0."""
    if zero and rule.zero_target == "kept":
        return Choose(actual, "<=", target, weight, _ZERO)
    if rule.verb == "proportion":
        return Choose(actual, ">=", target, weight, times(divide(actual, target), weight))
    if rule.verb == "inverse":
        return Choose(actual, "<=", target, weight, times(divide(target, actual), weight))
    over = times(subtract(number(1), divide(subtract(actual, target), target)), weight)
    gone = times(target, Num(rule.gone_at)) if rule.gone_at else actual
    return Choose(actual, "<=", target, weight, Choose(actual, "<", gone, over, _ZERO) if rule.gone_at else over)


def step_points(value: Expr, steps: Sequence[Step]) -> Expr | None:
    """Return the points of the step that a value falls in; None where a step leaves its points to a person."""
    if not steps or any(step.points is None for step in steps):
        return None
    *bounded, last = steps
    result: Expr = Num(last.points or Decimal(0))
    for step in reversed(bounded):
        sign, bound = ("<", step.below) if step.below is not None else ("<=", step.at_most)
        result = Choose(value, sign, Num(bound or Decimal(0)), Num(step.points or Decimal(0)), result)
    return result


def average_progress(done: Sequence[Expr], budget: Expr, planned: Sequence[Decimal], points: Expr) -> Expr:
    """Return points x the mean of (done / budget / planned), each period at most 1."""
    periods = tuple(
        Call("min", (divide(divide(part, budget), Num(plan)), number(1)))
        for part, plan in zip(done, planned, strict=True)
    )
    return times(divide(Call("+", periods), number(len(periods))), points)


def sum_up(parts: Sequence[Expr]) -> Expr:
    """Return the sum of parts, the part itself where there is one."""
    return parts[0] if len(parts) == 1 else Call("sum", tuple(parts))


def in_unit(operand: Expr, unit: str, wanted: str) -> Expr | None:
    """Return an amount of money in another unit; None where only one of the units is known."""
    if unit == wanted:
        return operand
    source, target = money_factor(unit), money_factor(wanted)
    if source is None or target is None:
        return None
    return times(operand, number(source / target)) if source > target else divide(operand, number(target / source))
