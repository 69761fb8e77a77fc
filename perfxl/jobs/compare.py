"""The job of `packs compare`: which figures several rule packs give differently for one workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from perfxl.model.derivation import Derivation
from perfxl.model.figure import Figure
from perfxl.model.place import Place
from perfxl.recognition.recognise import recognise
from perfxl.rules.rulebook import rulebook
from perfxl.scoring.derive import derive
from perfxl.sheets.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that packs give differently.

    name    its row and its term
    stated  the figure as it stands
    values  what each pack gives, by its name; "" where it gives nothing
    """

    place: Place
    name: str
    stated: Figure
    values: Mapping[str, str]


def compare_packs(snapshot: Snapshot, names: Sequence[str]) -> tuple[Difference, ...]:
    """Return the figures that differ, in the order of the workbook; InputError for an unknown pack."""
    evaluation = recognise(snapshot)
    given: dict[str, dict[Place, Derivation]] = {}
    for name in names:
        rules = rulebook((name,), evaluation)
        derived = derive(evaluation, rules)
        given[rules.names[0]] = {each.target.place: each for each in derived.derivations}
    places = dict.fromkeys(place for found in given.values() for place in found)
    told = (_difference(place, given) for place in places)
    return tuple(each for each in told if len(set(each.values.values())) > 1)


def _difference(place: Place, given: Mapping[str, Mapping[Place, Derivation]]) -> Difference:
    one = next(found[place] for found in given.values() if place in found)
    values = {name: _value(found.get(place)) for name, found in given.items()}
    return Difference(place, f"“{one.row}”的{one.term}" if one.row else one.term, one.target, values)


def _value(item: Derivation | None) -> str:
    if item is None or item.value is None:
        return ""
    return item.value if isinstance(item.value, str) else f"{item.value:f}"
