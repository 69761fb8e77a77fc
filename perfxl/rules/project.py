"""项目支出绩效自评: the schema of how a pack scores project forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

from perfxl.rules.law import Fraction, Law, Points, Sourced, Step, Text
from perfxl.rules.patterns import Pattern
from perfxl.rules.validation import Bounds, Part

Sign = Literal["≥", ">", "=", "≤", "<"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights(Sourced):
    """分值: full marks of the blocks of a project form; those of its indicators stand in the form.

    blocks  customary sums by level-1 name (产出), from which a form may depart with a reason
    """

    execution: Points
    blocks: Mapping[str, Points] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionRule(Law):
    """预算执行率得分: weight x rate (`proportion`), or points by steps of the rate; never above weight x cap.

    zero_budget  a budget of 0: no score (`unscored`), rate and score 0 (`none`), full where anything was spent (`full`)
    """

    verb: Literal["proportion", "steps"]
    cap: Points
    steps: tuple[Step, ...] = ()
    zero_budget: Literal["unscored", "none", "full"] = "unscored"


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalCaps(Law):
    """总分上限: the most that a total may be, by steps of the execution rate; `points` of a step are the limit."""

    steps: Annotated[tuple[Step, ...], Bounds(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescale(Law):
    """不适用的指标: they are left out, and the points of the others are converted to `total`."""

    total: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class OverFulfilment(Law):
    """超额完成: an actual value of `at_least` x target is a deviation that costs `deduct` points."""

    at_least: Annotated[Decimal, Bounds(gt=1)]
    deduct: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons(Law):
    """须写原因的情形: an execution rate below a bound, a budget changed in the year; `longest` in characters."""

    rate_below: Fraction
    on_change: bool = False
    longest: Annotated[int, Bounds(ge=0)] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRule(Law):
    """定量指标得分: what an indicator with one of `signs` gets.

    proportion   reached: full, else actual / target x weight
    inverse      kept: full, else target / actual x weight
    deviation    kept: full, else (1 - (actual - target) / target) x weight, nothing from `gone_at` x target on
    zero_target  what counts where the target is 0: kept or not (`kept`), or the verb as it is (`verb`)
    """

    signs: Annotated[tuple[Sign, ...], Bounds(min_length=1)]
    verb: Literal["proportion", "inverse", "deviation"]
    gone_at: Annotated[Decimal, Bounds(gt=1)] | None = None
    zero_target: Literal["kept", "verb"] = "verb"


@dataclass(frozen=True, slots=True, kw_only=True)
class NegativeActual(Law):
    """实际完成值为负: the value that counts in its place."""

    counts_as: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare(Law):
    """没有写比较符号的目标值: which sign counts, and where none may be assumed, by level-1 or -2 name (patterns).

    unless         never
    unless_amount  not for amounts and durations, but for percentages (按时完成率)
    """

    sign: Literal["≥", "=", "≤"]
    unless: tuple[Pattern, ...] = ()
    unless_amount: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Natures(Sourced):
    """指标性质: which words of the nature column mean which sign, and which mean a qualitative indicator."""

    signs: Mapping[str, Sign]
    qualitative: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Part):
    """定性指标的一档: the words that name it, and its bounds as fractions of the weight; the top band holds its top."""

    words: Annotated[tuple[str, ...], Bounds(min_length=1)]
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualitative(Law):
    """定性指标: the bands, best first."""

    bands: Annotated[tuple[Band, ...], Bounds(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade(Part):
    """评价等级: the word from `at_least` points on."""

    word: Text
    at_least: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Grades(Law):
    """评价等级: the steps, best first."""

    steps: Annotated[tuple[Grade, ...], Bounds(min_length=1)]

    def word(self, total: Decimal) -> str:
        """Return the grade of a total score."""
        return next((step.word for step in self.steps if total >= step.at_least), self.steps[-1].word)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Part):
    """项目支出绩效自评: how a project form is scored."""

    weights: Weights
    execution: ExecutionRule
    indicators: tuple[IndicatorRule, ...]
    negative_actual: NegativeActual
    bare: Bare
    natures: Natures
    qualitative: Qualitative
    grades: Grades
    caps: TotalCaps | None = None
    rescale: Rescale | None = None
    over_fulfilment: OverFulfilment | None = None
    reasons: Reasons | None = None
    coefficient: Law | None = None

    def indicator(self, sign: str) -> IndicatorRule | None:
        """Return the rule for indicators with a sign, None where the pack has none."""
        return next((rule for rule in self.indicators if sign in rule.signs), None)
