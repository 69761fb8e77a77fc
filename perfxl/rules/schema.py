"""The schema of a rule pack: no value without its citation and the status of that citation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from perfxl.model.derivation import Rule, Status
from perfxl.rules.validation import Bounds, Part, Pattern

Points = Annotated[Decimal, Bounds(ge=0)]
Fraction = Annotated[Decimal, Bounds(ge=0, le=1)]
Text = Annotated[str, Bounds(min_length=1)]
Sign = Literal["≥", ">", "=", "≤", "<"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced(Part):
    """A part that carries values: `citation` names the source, `status` whether that source was read."""

    citation: Text
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Law(Sourced):
    """A sourced part with a name and its law in one sentence; `places` are the decimals of its result."""

    name: Text
    law: Text
    places: Annotated[int, Bounds(ge=0, le=8)] = 2

    def rule(self) -> Rule:
        """Return the rule as derivations cite it."""
        return Rule(self.name, self.law, self.citation, self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights(Sourced):
    """分值: full marks of the blocks of a project form; those of its indicators stand in the form."""

    execution: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Part):
    """One step of a scale: `points` up to a bound; a step without a bound takes the rest.

    Without `points` the scale leaves the step to a person.
    """

    at_most: Decimal | None = None
    below: Decimal | None = None
    points: Points | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionRule(Law):
    """预算执行率得分: weight x rate (`proportion`), or points by steps of the rate; never above weight x cap."""

    verb: Literal["proportion", "steps"]
    cap: Points
    steps: tuple[Step, ...] = ()


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

    def indicator(self, sign: str) -> IndicatorRule | None:
        """Return the rule for indicators with a sign, None where the pack has none."""
        return next((rule for rule in self.indicators if sign in rule.signs), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentPart(Part):
    """A part of a department indicator's points.

    Operands are paths "kind.item.column" ("kind..field" for single figures), summed; "|" parts alternatives, of
    which the first that the workbook has counts. An item that a table does not have is replaced by its parts.
    `judged` parts are left to a person.
    """

    verb: Literal["judged", "steps", "proportion", "average_progress"]
    points: Points
    over: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    planned: tuple[Decimal, ...] = ()
    none_above: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentIndicator(Sourced):
    """部门整体支出指标: labels are regular expressions; an `extra` one belongs to some years' tables only."""

    name: Text
    labels: Annotated[tuple[Pattern, ...], Bounds(min_length=1)]
    weight: Points | None = None
    extra: bool = False
    law: Text
    parts: tuple[DepartmentPart, ...] = ()

    def rule(self) -> Rule:
        """Return the rule as derivations cite it."""
        return Rule(self.name, self.law, self.citation, self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Department(Part):
    """部门整体支出绩效评价: applies only to a table whose names and weights are those of the pack (`match`)."""

    name: Text
    match: Fraction
    total: Points
    indicators: tuple[DepartmentIndicator, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity(Part):
    """有效期: the years of evaluation that a pack was written for; None is open."""

    first: date
    last: date | None = None

    def holds(self, year: int | None) -> bool:
        """Whether the pack was written for evaluations of a year; for an unknown year it was."""
        return year is None or self.first.year <= year <= (self.last.year if self.last else year)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack(Part):
    """规则包: one place's rules of one year.

    place     the place's name, 全国 for a national pack
    places    names that a workbook of the place bears in titles and names of departments; a national pack has none
    validity  the years of evaluation that it was written for
    extends   the pack that it states differences to
    """

    name: Text
    title: Text
    place: Text
    places: tuple[Text, ...] = ()
    validity: Validity
    extends: str | None = None
    rules: Mapping[str, Law] = field(default_factory=dict)
    project: Project | None = None
    department: Department | None = None
