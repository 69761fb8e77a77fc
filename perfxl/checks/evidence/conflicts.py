"""Facts stated in several places with different numbers, and which of the statements is the odd one out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfxl.checks.evidence.facts import Fact, Facts
from perfxl.checks.evidence.substitution import Dependents
from perfxl.numerals.tolerance import restatement_tolerance
from perfxl.numerals.units import money_factor

_HAIR = Decimal("1.5")  # last places by which two roundings of one sum may differ


@dataclass(frozen=True, slots=True)
class Conflict:
    """`other` differs from `reference`; `proof` counts the computations that the reference's number would mend."""

    reference: Fact
    other: Fact
    proof: int

    @property
    def value(self) -> Decimal:
        """What the other statement would read, in its own unit."""
        return self.reference.amount(self.other.figure.unit)

    @property
    def within_rounding(self) -> bool:
        """Whether the two differ by no more than their last printed place."""
        unit = self.other.figure.unit
        return abs(self.other.value - self.value) <= _HAIR * self.reference.quantum(unit)


def conflicts(found: Facts, dependents: Dependents) -> Iterator[Conflict]:
    """Yield every statement that differs from the most credible statement of the same fact."""
    for stated in found.values():
        if len(stated) < 2:
            continue
        reference = _reference(stated, dependents)
        for other in stated:
            if differ(reference, other):
                yield Conflict(reference, other, _proof(dependents, other, reference))


def differ(left: Fact, right: Fact) -> bool:
    """Whether two statements can be compared and lie apart beyond the rounding of the coarser one."""
    units = {left.figure.unit, right.figure.unit}
    if len(units) > 1 and not all(money_factor(unit) for unit in units):
        return False
    unit = left.figure.unit
    apart = abs(left.value - right.amount(unit))
    return apart > restatement_tolerance(left.figure, right.figure, unit)


def _reference(stated: Sequence[Fact], dependents: Dependents) -> Fact:
    """Return the statement that most others agree with; among equals the one least doubted, then the first."""

    def credit(fact: Fact) -> tuple[int, int]:
        against = [_proof(dependents, fact, other) for other in stated if differ(fact, other)]
        return len(stated) - len(against), -max(against, default=0)

    return max(stated, key=credit)


def _proof(dependents: Dependents, fact: Fact, other: Fact) -> int:
    return dependents.net(fact.figure.place, other.amount(fact.figure.unit))
