"""What every rule of a pack is made of: its name, its law in one sentence, where it is from; steps of a scale."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from perfxl.model.derivation import Rule, Status
from perfxl.rules.patterns import Pattern
from perfxl.rules.validation import Bounds, Part

Points = Annotated[Decimal, Bounds(ge=0)]
Fraction = Annotated[Decimal, Bounds(ge=0, le=1)]
Text = Annotated[str, Bounds(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced(Part):
    """A part that carries values: `citation` names the source, `status` whether that source was read."""

    citation: Text
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Law(Sourced):
    """A sourced part with a name and its law in one sentence; `places` are the decimals of its result.

    under  of a ratio: what it is divided by where that is not what the kind of table says, fields of the same table
           or paths "kind.item.column", summed; "|" parts alternatives
    or_under  further divisors in use: a stated ratio that ties with any of them ties
    """

    name: Text
    law: Text
    places: Annotated[int, Bounds(ge=0, le=8)] = 2
    under: tuple[str, ...] = ()
    or_under: tuple[tuple[str, ...], ...] = ()

    def rule(self) -> Rule:
        """Return the rule as derivations cite it."""
        return Rule(self.name, self.law, self.citation, self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Part):
    """One step of a scale: `points` up to a bound; a step without a bound takes the rest.

    Without `points` the scale leaves the step to a person.
    """

    at_most: Decimal | None = None
    below: Decimal | None = None
    points: Points | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold(Sourced):
    """检查的界限: beyond what value a check asks; a rate is a fraction."""

    name: Text
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording(Sourced):
    """检查用的词语: the patterns that a whole name must match."""

    name: Text
    patterns: Annotated[tuple[Pattern, ...], Bounds(min_length=1)]
