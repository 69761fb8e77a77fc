"""Facts stated in several places with different numbers, and which of the statements is the odd one out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perfxl.checks.evidence.facts import Fact, Facts
from perfxl.checks.evidence.substitution import Dependents
from perfxl.checks.evidence.typos import PROOFS, typo
from perfxl.model.figure import Figure
from perfxl.numerals.tolerance import CENT, restatement_tolerance
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
    def how(self) -> str:
        """What sort of typo the other statement may be, "" where none is seen."""
        return typo(self.other.value, self.value, max(self.other.quantum(self.other.figure.unit), CENT))

    @property
    def within_rounding(self) -> bool:
        """Whether the two differ by no more than their last printed place."""
        unit = self.other.figure.unit
        return abs(self.other.value - self.value) <= _HAIR * self.reference.quantum(unit)


@dataclass(frozen=True, slots=True)
class Root:
    """A typed figure whose exchanged digits, or a mixed-up unit, explain a conflict of two computed ones.

    rival  the figure below the other statement that explains it as well: one of the two is wrong, nobody can tell which
    """

    figure: Figure
    value: Decimal
    how: str
    rival: Figure | None = None


def root_of(conflict: Conflict, dependents: Dependents) -> Root | None:
    """Return the one figure below a statement that explains the conflict, None where none or several do."""
    reference, other = conflict.reference, conflict.other
    below = list(_roots(other, conflict.value - other.value, dependents))
    rivals = list(_roots(reference, other.amount(reference.figure.unit) - reference.value, dependents))
    if len(below) > 1 or len(rivals) > 1:
        return None
    if below and rivals:
        return replace(below[0], rival=rivals[0].figure)
    if rivals and conflict.how in PROOFS and not dependents.is_computed(other.figure):
        return None  # the other statement itself is the misprint
    return next(iter(below or rivals), None)


def _roots(fact: Fact, gap: Decimal, dependents: Dependents) -> Iterator[Root]:
    for figure, weight in dependents.inputs(fact.figure):
        said = figure.value or Decimal(0)
        how = typo(said, said + weight * gap, figure.quantum or CENT)
        if how in PROOFS and figure.unit == fact.figure.unit:
            yield Root(figure, said + weight * gap, how)


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
