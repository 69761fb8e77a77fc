"""Whether a claim agrees with the cells that state the same fact (相符), and how grave it is where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfxl.model.finding import Severity
from perfxl.prose.book import BookFact
from perfxl.prose.claim import Claim
from perfxl.prose.numbers import Kind
from perfxl.prose.slips import digits, one_miss, same_digits

_LIKELY = Decimal(5)  # how many times too large or small a figure may be and still be meant for the cell


@dataclass(frozen=True)
class Binding:
    """A claim and the cells that state the same fact.

    severity  how grave it is that no cell agrees; None where the cells may be of another fact after all
    """

    claim: Claim
    facts: tuple[BookFact, ...]
    severity: Severity | None

    @property
    def tied(self) -> bool:
        """Whether a cell's value may be what the claim was rounded from."""
        return any(fact.interval.meets(self.claim.interval) for fact in self.facts)

    @property
    def plain(self) -> bool:
        """Whether all cells hold one value."""
        return _one_value(self.facts)

    @property
    def fact(self) -> BookFact:
        """The cell that agrees, else the first."""
        return next((fact for fact in self.facts if fact.interval.meets(self.claim.interval)), self.facts[0])


def bound(claim: Claim, facts: Sequence[BookFact], *, sure: bool, named: bool = True) -> Binding:
    """Bind a claim to cells; sure where they state the same fact, named where the claim's name tells it from others."""
    slip = any(_misprinted(claim, fact) for fact in facts)
    near = slip or any(_near(claim, fact) for fact in facts)
    if not sure or not (near or named):
        return Binding(claim, tuple(facts), None)
    return Binding(claim, tuple(facts), _severity(facts, near and (named or slip)))


def _severity(facts: Sequence[BookFact], meant: bool) -> Severity:
    """Return how grave it is to differ from cells: an error only where one stated value is meant for certain."""
    stated = not all(fact.figure.derived for fact in facts)
    return Severity.ERROR if meant and stated and _one_value(facts) else Severity.WARNING


def _one_value(facts: Sequence[BookFact]) -> bool:
    return len({fact.value for fact in facts}) == 1


def _near(claim: Claim, fact: BookFact) -> bool:
    """Whether two figures are near enough to be meant for one; a point may be misplaced, a zero is never meant."""
    said, cell = abs(claim.value), abs(fact.value)
    if claim.kind is not Kind.MONEY:
        return True
    return same_digits(said, cell) or (bool(said and cell) and 1 / _LIKELY <= said / cell <= _LIKELY)


def _misprinted(claim: Claim, fact: BookFact) -> bool:
    return one_miss(digits(claim), f"{abs(fact.value / claim.mention.number.factor):f}")
