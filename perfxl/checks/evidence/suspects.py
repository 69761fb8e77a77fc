"""Which number is wrong where a sum does not tie: the total, or one of its parts.

A sum that fails says that one of its numbers is wrong, not which. The others that each number takes part in
(its rate, its share, another sum) tell: the reading that mends most of them and breaks none is the likely one.
Without such evidence the computed cell is blamed, as a clerk would.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfxl.checks.evidence.substitution import Dependents, Readings, holds, weight_of
from perfxl.checks.evidence.typos import PROOFS, typo
from perfxl.model.derivation import Derivation, Relation
from perfxl.model.figure import Figure

LINEAR = frozenset({Relation.SUM, Relation.DIFFERENCE, Relation.TOTAL})
_MOST = 200  # sums that fail; a book with more is not misprinted but misunderstood


@dataclass(frozen=True, slots=True)
class Suspect:
    """The figure to blame for one derivation that does not tie, and what it should read."""

    derivation: Derivation
    figure: Figure
    value: Decimal


def suspects(dependents: Dependents, wrong: Iterable[Derivation], mended: Readings) -> Iterator[Suspect]:
    """Yield one suspect a root mistake; sums that tie once what is known to be wrong is mended yield none."""
    readings = dict(mended)
    open_ = [item for item in wrong if item.relation in LINEAR][:_MOST]
    likely = [_likeliest(item, dependents) for item in open_]
    for suspect in sorted(likely, key=lambda one: _evidence(one, dependents), reverse=True):
        if not holds(suspect.derivation, readings):
            readings[suspect.figure.place] = suspect.value
            yield suspect


def _likeliest(derivation: Derivation, dependents: Dependents) -> Suspect:
    best, *others = _candidates(derivation)
    most = _evidence(best, dependents)
    for other in others:
        told = _evidence(other, dependents)
        if told > max(most, 0):
            best, most = other, told
    return best


def _candidates(derivation: Derivation) -> Iterator[Suspect]:
    stated, exact = derivation.target.value or Decimal(0), derivation.exact or Decimal(0)
    yield Suspect(derivation, derivation.target, exact)
    for _, figure in derivation.operands():
        if figure.value is None or figure.derived:
            continue
        weight = weight_of(derivation, figure.place, figure.value)
        if weight:
            yield Suspect(derivation, figure, figure.value + weight * (stated - exact))


def _evidence(suspect: Suspect, dependents: Dependents) -> int:
    """Weigh what a reading mends above its likeness to what is written, which may be chance."""
    said, quantum = suspect.figure.value or Decimal(0), suspect.figure.quantum or Decimal(1)
    likeness = typo(said, suspect.value, quantum) in PROOFS
    return likeness + 2 * dependents.net(suspect.figure.place, suspect.value, besides=suspect.derivation)
