"""The schema of a rule pack: no value without its citation and the status of that citation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from perfxl.model.derivation import Rule
from perfxl.rules.law import Fraction, Law, Points, Sourced, Step, Text, Threshold, Wording
from perfxl.rules.monitoring import Monitoring
from perfxl.rules.patterns import Pattern
from perfxl.rules.project import Project
from perfxl.rules.validation import Bounds, Part


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
class Department(Sourced):
    """部门整体支出绩效评价: applies only to a table whose names and weights are those of the pack (`match`).

    blocks      full marks by level-1 name; they add up to `total`
    groups      full marks by level-2 name
    indicators  those that every department has, or all
    """

    name: Text
    match: Fraction
    total: Points
    blocks: Mapping[str, Points] = field(default_factory=dict)
    groups: Mapping[str, Points] = field(default_factory=dict)
    indicators: tuple[DepartmentIndicator, ...] = ()


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
    by_name   it is used only where somebody names it
    when      labels of the first level, one of which a workbook must have for the pack to be proposed
    score_table  how score tables of projects (项目支出绩效评价评分表) are scored
    covers    evaluation: how a year is scored; monitoring: how its execution is watched, beside the former
    """

    name: Text
    title: Text
    place: Text
    places: tuple[Text, ...] = ()
    validity: Validity
    extends: str | None = None
    rules: Mapping[str, Law] = field(default_factory=dict)
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    wordings: Mapping[str, Wording] = field(default_factory=dict)
    project: Project | None = None
    department: Department | None = None
    score_table: Department | None = None
    monitoring: Monitoring | None = None
    covers: Literal["evaluation", "monitoring"] = "evaluation"
    by_name: bool = False
    when: tuple[Pattern, ...] = ()
