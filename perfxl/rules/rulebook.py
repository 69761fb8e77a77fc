"""The rulebook (规则集): the packs that judge one workbook, combined, and which packs these are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields

from perfxl.model.table import Evaluation
from perfxl.rules.loader import load, shipped
from perfxl.rules.schema import Department, Law, Pack, Project, Sourced
from perfxl.rules.validation import Part


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Rules of several packs; where two state the same, the later pack counts.

    names       the packs, in the order given
    laws        the rules of relations, by the key that the kinds of tables name
    project     how project forms are scored, None where no pack tells
    department  how the department's score table is scored, None where no pack tells
    """

    names: tuple[str, ...]
    packs: tuple[Pack, ...] = ()
    laws: Mapping[str, Law] = field(default_factory=dict)
    project: Project | None = None
    department: Department | None = None


def sourced(value: object, path: str = "") -> Iterator[tuple[str, Sourced]]:
    """Yield the path and the part of everything in a pack that carries a citation, in the order of the pack."""
    if isinstance(value, Sourced):
        yield path, value
    if isinstance(value, Part):
        value = {entry.name: getattr(value, entry.name) for entry in fields(value)}
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from sourced(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value, 1):
            yield from sourced(inner, f"{path}[{number}]")


def combined(packs: Sequence[Pack]) -> Rulebook:
    """Return the rules of packs, in the order given."""
    return Rulebook(
        names=tuple(pack.name for pack in packs),
        packs=tuple(packs),
        laws={key: law for pack in packs for key, law in pack.rules.items()},
        project=next((pack.project for pack in reversed(packs) if pack.project), None),
        department=next((pack.department for pack in reversed(packs) if pack.department), None),
    )


def rulebook(names: Sequence[str] = (), evaluation: Evaluation | None = None) -> Rulebook:
    """Return the rules of the named packs; where none is named, those that fit the workbook.

    These are the national pack and the pack of the place that the workbook names. InputError for an unknown name.
    """
    named = tuple(load(name) for name in dict.fromkeys(names))
    return combined(named or _fitting(evaluation or Evaluation("")))


def _fitting(evaluation: Evaluation) -> tuple[Pack, ...]:
    packs = shipped().packs.values()
    national = (pack for pack in packs if not pack.places)
    groups = (national, _of_place(packs, evaluation))
    return tuple(pack for group in groups if (pack := _of_year(group, evaluation.year)))


def _of_place(packs: Iterable[Pack], evaluation: Evaluation) -> list[Pack]:
    """Return the packs of the place that the workbook's captions name, none where two are named equally often."""
    named: Counter[str] = Counter()
    local = [pack for pack in packs if pack.places]
    for caption in evaluation.captions:
        named.update({pack.place for pack in local if any(name in caption.text for name in pack.places)})
    (place, most), (_, second) = [*named.most_common(2), ("", 0), ("", 0)][:2]
    return [pack for pack in local if pack.place == place and most > second]


def _of_year(packs: Iterable[Pack], year: int | None) -> Pack | None:
    """Return the latest pack that holds for a year, the latest of all where none does; None of none."""
    latest_last = sorted(packs, key=lambda pack: pack.validity.first)
    holding = [pack for pack in latest_last if pack.validity.holds(year)]
    return [*latest_last, *holding][-1] if latest_last else None
