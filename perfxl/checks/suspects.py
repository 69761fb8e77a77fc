"""Which number is wrong where a sum does not tie: the total, or one of its parts.

A sum that fails says that one of its numbers is wrong, not which. The others that each number takes part in
(its rate, its share, another sum) tell: the reading that mends most of them and breaks none is the likely one.
Without such evidence the computed cell is blamed, as a clerk would.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfxl.checks.slips import slip
from perfxl.checks.substitution import Readings, holds, weight_of
from perfxl.model.derivation import Derivation, Relation
from perfxl.model.figure import Figure
from perfxl.model.place import Place

LINEAR = frozenset({Relation.SUM, Relation.DIFFERENCE, Relation.TOTAL})
_MOST = 200  # sums that fail; a book with more is not misprinted but misunderstood


@dataclass(frozen=True, slots=True)
class Suspect:
    """The figure to blame for one derivation that does not tie, and what it should read."""

    derivation: Derivation
    figure: Figure
    value: Decimal


def suspects(derivations: Sequence[Derivation], wrong: Iterable[Derivation]) -> Iterator[Suspect]:
    """Yield one suspect a root mistake; sums that tie once the suspects found so far are mended yield none."""
    neighbours = _neighbours(derivations)
    open_, mended = [item for item in wrong if item.relation in LINEAR][:_MOST], dict[Place, Decimal]()
    ranked = sorted(
        ((_evidence(suspect, neighbours), -order, suspect) for order, item in enumerate(open_)
         for suspect in [_likeliest(item, neighbours)]),
        key=lambda entry: entry[:2], reverse=True,
    )  # fmt: skip
    for _, _, suspect in ranked:
        if not holds(suspect.derivation, mended):
            mended[suspect.figure.place] = suspect.value
            yield suspect


def _neighbours(derivations: Sequence[Derivation]) -> dict[Place, list[Derivation]]:
    found: dict[Place, list[Derivation]] = defaultdict(list)
    for item in derivations:
        for place in {item.target.place, *(figure.place for _, figure in item.operands())}:
            found[place].append(item)
    return found


def _likeliest(derivation: Derivation, neighbours: dict[Place, list[Derivation]]) -> Suspect:
    best, *others = _candidates(derivation)
    most = _evidence(best, neighbours)
    for other in others:
        told = _evidence(other, neighbours)
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


def _evidence(suspect: Suspect, neighbours: dict[Place, list[Derivation]]) -> int:
    reading = {suspect.figure.place: suspect.value}
    others = [item for item in neighbours[suspect.figure.place] if item is not suspect.derivation]
    said = suspect.figure.value or Decimal(0)
    likeness = bool(slip(said, suspect.value, suspect.figure.quantum or Decimal(1)))
    return likeness + sum(_change(item, reading) for item in others)


def _change(derivation: Derivation, reading: Readings) -> int:
    """+1 where the reading mends a derivation, -1 where it breaks one."""
    before, after = holds(derivation, {}), holds(derivation, reading)
    return 0 if before is None or after is None else int(after) - int(before)
