"""Which number is to blame where relations fail: one fault, one verdict (根源)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from perfxl.structure.numbers import Number
from perfxl.structure.relation import Relation
from perfxl.structure.slips import slip

_PROVEN = 2  # relations that agree on what a number ought to read
_MOST_FAILING = 200  # a book in which more fails is not understood


@dataclass(frozen=True, slots=True)
class Verdict:
    """A number that does not tie with others.

    number    the one to look at; what it ought to read is `expected`
    relation  the relation that fails
    proof     how many relations more hold with the expected number
    certain   nothing else would mend as much, so the number is to blame; else the two sides cannot both hold
    follows   the other relations that fail only because of it
    """

    number: Number
    expected: Decimal
    relation: Relation
    proof: int
    certain: bool
    follows: tuple[Relation, ...] = ()

    @property
    def slip(self) -> str:
        """What sort of slip explains the number, "" where none is seen."""
        return slip(self.number.value, self.expected)


@dataclass(frozen=True, slots=True)
class _Cure:
    relation: Relation
    number: Number
    value: Decimal
    gain: int

    @property
    def rank(self) -> tuple[int, bool, bool, bool]:
        told = bool(slip(self.number.value, self.value))
        return self.gain, told, self.number.typed, self.number is self.relation.target


def verdicts(relations: Sequence[Relation]) -> tuple[Verdict, ...]:
    """Return one verdict for each fault among the relations."""
    failing = [relation for relation in relations if not relation.holds()]
    if len(failing) > _MOST_FAILING:
        return ()
    return tuple(_search(_Web(relations), failing))


class _Web:
    """The relations by the numbers that take part in them."""

    def __init__(self, relations: Iterable[Relation]) -> None:
        self.mended: dict[Number, Decimal] = {}
        self._of: Mapping[Number, list[Relation]] = defaultdict(list)
        for relation in relations:
            for number in relation.numbers:
                self._of[number].append(relation)

    def fails(self, relation: Relation) -> bool:
        return not relation.holds(self.mended)

    def cures(self, relation: Relation) -> Iterator[_Cure]:
        for number in relation.numbers:
            value = relation.solved(number)
            if value is None or number in self.mended:
                continue
            gain = self._gain(number, value)
            if not relation.blanks or number is relation.target or gain >= _PROVEN:  # else a blank may be the cause
                yield _Cure(relation, number, value, gain)

    def _gain(self, number: Number, value: Decimal) -> int:
        after = {**self.mended, number: value}
        gain = 0
        for relation in self._of[number]:
            gain += int(self.fails(relation)) - int(not relation.holds(after))
        return gain


def _search(web: _Web, failing: list[Relation]) -> Iterator[Verdict]:
    while cures := list(chain.from_iterable(map(web.cures, failing))):
        best = max(cures, key=lambda cure: cure.rank)
        rivals = [cure for cure in cures if _rivals(cure, best)]
        if not rivals:  # what is only guessed proves nothing of others
            web.mended[best.number] = best.value
        others = [relation for relation in failing if relation is not best.relation]
        failing = list(filter(web.fails, others))
        follows = tuple(relation for relation in others if relation not in failing)
        yield _verdict(best, rivals, follows)


def _rivals(cure: _Cure, best: _Cure) -> bool:
    """Whether a cure would mend the same relation no worse at another number."""
    return cure.relation is best.relation and cure.number is not best.number and cure.rank[:2] >= best.rank[:2]


def _verdict(best: _Cure, rivals: list[_Cure], follows: tuple[Relation, ...]) -> Verdict:
    """Return the verdict of a cure; where others would mend as much, the total is looked at."""
    target = best.relation.target
    expected = best.relation.expected()
    if rivals and best.number is not target and expected is not None:
        return Verdict(target, expected, best.relation, best.gain, False, follows)
    return Verdict(best.number, best.value, best.relation, best.gain, not rivals, follows)
