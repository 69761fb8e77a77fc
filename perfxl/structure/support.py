"""What bears out a relation that fails where nothing of its kind does: another relation, or digits exchanged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from perfxl.structure.numbers import Number
from perfxl.structure.relation import Relation
from perfxl.structure.slips import SWAPPED, is_near, slip

_DIGITS = 4  # of which two exchanged are no chance


def corroborated(relations: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the relations that are believed, and of the others those that a second one bears out.

    It does where it fails too and asks for the same value of a number, or where it holds and adds up the same parts.
    """
    doubted = {number for relation in relations if not relation.claim.believed for number in relation.numbers}
    of: Mapping[Number, list[Relation]] = defaultdict(list)
    for relation in relations:
        for number in doubted.intersection(relation.numbers):
            of[number].append(relation)
    for relation in relations:
        if relation.claim.believed or _borne_out(relation, of):
            yield relation


def _borne_out(relation: Relation, of: Mapping[Number, list[Relation]]) -> bool:
    return not _tied(relation, of) and (_seconded(relation, of) or _included(relation, of))


def _tied(relation: Relation, of: Mapping[Number, list[Relation]]) -> bool:
    """Whether the same total ties by another claim: of two readings one holds."""
    return any(one.target is relation.target and one.holds() for one in of[relation.target])


def _seconded(relation: Relation, of: Mapping[Number, list[Relation]]) -> bool:
    """Whether another relation that fails asks for the same value of a number."""
    for number in relation.numbers:
        wanted = relation.solved(number)
        others = (one.solved(number) for one in of[number] if one.target is not relation.target and not one.holds())
        if wanted is not None and any(other is not None and relation.ties(wanted, other) for other in others):
            return True
    return False


def _included(relation: Relation, of: Mapping[Number, list[Relation]]) -> bool:
    """Whether a larger total that holds adds up all the parts, and the total looks like a slip."""
    parts = {number for number, _ in relation.terms}
    larger = (one for one in of[relation.terms[0][0]] if parts < {number for number, _ in one.terms} and one.holds())
    expected = relation.expected()
    return any(larger) and expected is not None and is_near(relation.target.value, expected)


def swapped(relation: Relation) -> bool:
    """Whether two digits of one of the numbers, exchanged, mend a relation: no chance where it has digits enough."""
    mended = ((number, relation.solved(number)) for number in relation.numbers if number.typed)
    return any(
        value is not None and len(number.value.as_tuple().digits) >= _DIGITS and slip(number.value, value) == SWAPPED
        for number, value in mended
    )
