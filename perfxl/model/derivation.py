"""A derivation (推导): how one computed cell comes from other cells by a cited rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from perfxl.model.expression import Expr, refs
from perfxl.model.figure import Figure
from perfxl.model.rendering import arithmetic, formula


class Status(StrEnum):
    """Whether a rule was read in a published document."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"


class Relation(StrEnum):
    """What a computed cell is to its operands; checks choose by it."""

    SUM = "sum"
    DIFFERENCE = "difference"
    RUNNING = "running"  # 累计
    RATE = "rate"
    SHARE = "share"
    PROGRESS = "progress"
    EXECUTION_SCORE = "execution_score"
    SCORE = "score"
    TOTAL = "total"
    GRADE = "grade"


@dataclass(frozen=True, slots=True)
class Rule:
    """The law in one sentence, its source, and whether that source was read."""

    name: str
    law: str
    citation: str
    status: Status = Status.CONFIRMED

    def joined(self, further: Rule) -> Rule:
        """Return the rule with another that completes it; together they are as sure as the weaker."""
        weaker = Status.UNCONFIRMED if Status.UNCONFIRMED in (self.status, further.status) else self.status
        law, citation = f"{self.law}；{further.law}", f"{self.citation}；{further.citation}"
        return replace(self, law=law, citation=citation, status=weaker)


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """The worksheet function that gives a derived value.

    args      a number as an expression, a text as a constant or as the figure whose text it is, None where left out
    rests_on  what of a pack the value rests on, as dotted paths: "rules.execution_rate.places"
    """

    name: str
    args: tuple[Expr | Figure | str | None, ...]
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Derivation:
    """One computed cell.

    target      the figure as it stands in the workbook (blank, typed or formula)
    term        the field's term (全年执行率)
    value       what the rule gives, rounded as the rule says; a grade is text; None where undefined or operands miss
    exact       the value before rounding
    places      decimals of `value` (a rate is a fraction: 61.25 % has 4)
    undefined   why there is no value, one Chinese clause; "" where there is one
    missing     operands that are blank or no numbers
    tolerance   how far a stated value may lie from `exact` by rounding alone
    fillable    a blank target may be filled (a judgement of a person may not)
    function    the worksheet function that gives the same value, None where there is none
    """

    target: Figure
    term: str
    relation: Relation
    rule: Rule
    expression: Expr
    kind: str
    field: str
    row: str = ""
    value: Decimal | str | None = None
    exact: Decimal | None = None
    places: int = 2
    undefined: str = ""
    missing: tuple[Figure, ...] = ()
    tolerance: Decimal = Decimal(0)
    fillable: bool = True
    function: FunctionCall | None = None

    def operands(self) -> Iterator[tuple[str, Figure]]:
        """Yield (term, figure) of every operand, in reading order."""
        for ref in refs(self.expression):
            yield ref.term, ref.figure

    def arithmetic(self) -> str:
        """Return the computation in figures."""
        return arithmetic(self.expression)

    def formula(self) -> str | None:
        """Return the Excel formula for the target's cell, None where Excel could not compute it."""
        if isinstance(self.value, str):
            return None
        text = formula(self.expression, self.target.place.sheet or "")
        return text if text is None or self.target.scale == 1 else f"({text})*{self.target.scale}"

    def ties(self) -> bool | None:
        """Whether the stated value is the derived one, within rounding; None where either is missing."""
        stated = self.target
        if isinstance(self.value, str):
            return None if stated.blank or stated.derived else stated.text.strip() == self.value
        if stated.value is None or stated.derived or self.exact is None:
            return None
        return abs(stated.value - self.exact) <= self.tolerance
