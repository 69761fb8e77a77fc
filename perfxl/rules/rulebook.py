"""The rulebook (规则集): the packs that judge one workbook, combined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from perfxl.rules.loader import load
from perfxl.rules.schema import Department, Law, Pack, Project

DEFAULT_PACKS = ("mof-2020", "shenzhen-2020")


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


def rulebook(names: Sequence[str] = ()) -> Rulebook:
    """Return the rules of the named packs, of the default packs where none is named; InputError for an unknown one."""
    packs = tuple(load(name) for name in dict.fromkeys(tuple(names) or DEFAULT_PACKS))
    return Rulebook(
        names=tuple(pack.name for pack in packs),
        packs=packs,
        laws={key: law for pack in packs for key, law in pack.rules.items()},
        project=next((pack.project for pack in reversed(packs) if pack.project), None),
        department=next((pack.department for pack in reversed(packs) if pack.department), None),
    )
