"""The rulebook (规则集): the packs that judge one workbook, combined, and which packs these are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import TypeVar

from perfxl.model.table import Caption, Evaluation
from perfxl.numerals.characters import half_width
from perfxl.rules.law import Law, Sourced, Threshold, Wording
from perfxl.rules.loader import load_named, shipped
from perfxl.rules.monitoring import Monitoring
from perfxl.rules.project import Project
from perfxl.rules.schema import Department, Pack
from perfxl.rules.validation import Part

MONITORED = ("monitoring_form", "monitoring_list")  # kinds of tables that tell of a year under way
COUNTRY = "全国"
T = TypeVar("T")
_YEAR = re.compile("20[0-9]{2}")
_POINTS = re.compile(r"\([^()]*分\)\s*$")


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Rules of several packs; where two state the same, the later pack counts.

    names       the packs, in the order given
    laws        the rules of relations, by the key that the kinds of tables name
    thresholds  beyond what values checks ask, by key
    wordings    the words that checks go by, by key
    project     how project forms are scored, None where no pack tells
    department  how the department's score table is scored, None where no pack tells
    score_table  how score tables of projects are scored, None where no pack tells
    monitoring  how a year's execution is watched, None where no pack tells
    choice      why these packs were taken where nobody named any, one Chinese sentence; else ""
    """

    names: tuple[str, ...]
    packs: tuple[Pack, ...] = ()
    laws: Mapping[str, Law] = field(default_factory=dict)
    project: Project | None = None
    department: Department | None = None
    score_table: Department | None = None
    monitoring: Monitoring | None = None
    choice: str = ""
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    wordings: Mapping[str, Wording] = field(default_factory=dict)

    def bound(self, key: str) -> Decimal | None:
        """Return beyond what value a check asks, None where no pack tells."""
        threshold = self.thresholds.get(key)
        return threshold.value if threshold else None

    def calls(self, key: str, name: str) -> bool:
        """Whether the words under a key name a thing by the whole of its name."""
        wording = self.wordings.get(key)
        return wording is not None and any(pattern.fullmatch(name) for pattern in wording.patterns)


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
        laws=_merged(pack.rules for pack in packs),
        thresholds=_merged(pack.thresholds for pack in packs),
        wordings=_merged(pack.wordings for pack in packs),
        project=_last(pack.project for pack in packs),
        department=_last(pack.department for pack in packs),
        score_table=_last(pack.score_table for pack in packs),
        monitoring=_monitoring(packs),
    )


def _merged(stated: Iterable[Mapping[str, T]]) -> dict[str, T]:
    """Return what packs state by key; of two under one key the later one counts."""
    return {key: each for mapping in stated for key, each in mapping.items()}


def _last(parts: Iterable[T | None]) -> T | None:
    """Return the last part that a pack states, None where none does."""
    return next((part for part in reversed(list(parts)) if part), None)


def _monitoring(packs: Sequence[Pack]) -> Monitoring | None:
    """Return the rules of the last pack that is about monitoring, else of the last that has any."""
    return _last(pack.monitoring for pack in sorted(packs, key=lambda pack: pack.covers == "monitoring"))


def rulebook(names: Sequence[str] = (), evaluation: Evaluation | None = None) -> Rulebook:
    """Return the rules of the named packs; where none is named, those that fit the workbook.

    These are the national pack and the pack of the place that the workbook names; a place (湖北省) and a year (2020)
    may be named instead of packs. InputError for an unknown name.
    """
    distinct = tuple(dict.fromkeys(names))
    given = _given(distinct)
    packs = tuple(load_named(name) for name in distinct if name not in (given.place_name, given.year_name))
    return combined(packs) if packs else _fitting(evaluation or Evaluation(""), given)


@dataclass(frozen=True, slots=True)
class _Given:
    """A place and a year that were named where packs are, "" for none, each as it was written."""

    place_name: str = ""
    year_name: str = ""

    @property
    def place(self) -> str:
        """The place of the packs that go by its name, "" for the whole country and for none."""
        return next((pack.place for pack in _local() if self.place_name in (pack.place, *pack.places)), "")

    @property
    def year(self) -> int | None:
        return int(self.year_name) if self.year_name else None


def _given(names: Iterable[str]) -> _Given:
    known = {name for pack in _local() for name in (pack.place, *pack.places)} | {COUNTRY}
    place = next((name for name in names if name in known), "")
    return _Given(place, next((name for name in names if _YEAR.fullmatch(name)), ""))


def _local() -> list[Pack]:
    return [pack for pack in shipped().packs.values() if pack.places]


def _fitting(evaluation: Evaluation, given: _Given) -> Rulebook:
    chosen_on_sheet = evaluation.stated is not None and bool(evaluation.stated.place)
    if not given.place_name or chosen_on_sheet:
        place, caption = place_of(evaluation)
        reason = _reason(evaluation.year or given.year, place, caption)
    else:
        place, reason = given.place, _reason_given(evaluation, given)
    return _chosen(evaluation, place, evaluation.year or given.year, reason)


def _reason_given(evaluation: Evaluation, given: _Given) -> str:
    """Return that the place was named, and what the workbook says where it is of another one."""
    year, (own, caption) = evaluation.year or given.year, place_of(evaluation)
    when = f"{year}年度" if year else "没有写明年度"
    other = f"；工作簿的{caption.place}“{caption.text}”却像是{own}的，请核对" if caption and own != given.place else ""
    return f"地区按 perfxl.toml 或 --pack 写明的{given.place_name}，{when}{other}。"


def _chosen(evaluation: Evaluation, place: str, year: int | None, reason: str) -> Rulebook:
    groups = _proposable(evaluation, place)
    scoring = (_of_year([pack for pack in group if pack.covers == "evaluation"], year) for group in groups)
    chosen = (*_watching(groups, evaluation, year), *(pack for pack in scoring if pack))
    return replace(combined(chosen), choice=reason)


def _proposable(evaluation: Evaluation, place: str) -> tuple[list[Pack], list[Pack]]:
    """Return the national packs, and those of a place, that may be taken without being named."""
    packs = [pack for pack in shipped().packs.values() if not pack.by_name and _has_labels(pack, evaluation)]
    return [pack for pack in packs if not pack.places], [pack for pack in packs if place and pack.place == place]


def _watching(groups: Iterable[Iterable[Pack]], evaluation: Evaluation, year: int | None) -> Iterator[Pack]:
    """Yield the packs for monitoring that hold, where the workbook monitors; those of the evaluation outrank them."""
    for group in groups if evaluation.of(*MONITORED) else ():
        holding = (pack for pack in group if pack.covers == "monitoring" and pack.validity.holds(year))
        found = _of_year(holding, year)
        yield from [found] if found else []


def _has_labels(pack: Pack, evaluation: Evaluation) -> bool:
    """Whether a workbook has one of the labels without which a pack is not proposed."""
    if not pack.when:
        return True
    rows = (row for table in evaluation.tables for row in table.rows)
    names = {points_off(row.text("level1") or row.category) for row in rows}
    return any(label.fullmatch(name) for label in pack.when for name in names if name)


def points_off(label: str) -> str:
    """Return a label without the points in brackets that it declares: 成本指标（20分）."""
    return _POINTS.sub("", half_width(label)).strip()


def place_of(evaluation: Evaluation) -> tuple[str, Caption | None]:
    """Return the place that the most captions of a workbook name, with the first of them.

    ("", None) where none is named, or two equally often.
    """
    local = [pack for pack in shipped().packs.values() if pack.places]
    if evaluation.stated and evaluation.stated.place:
        return evaluation.stated.place, Caption(evaluation.stated.where, evaluation.stated.place)
    named: dict[str, list[Caption]] = {}
    for caption in evaluation.captions:
        for place in _places_in(caption.text, local):
            named.setdefault(place, []).append(caption)
    most = max(map(len, named.values()), default=0)
    first = [place for place, captions in named.items() if len(captions) == most]
    return (first[0], named[first[0]][0]) if len(first) == 1 else ("", None)


def _places_in(text: str, packs: Iterable[Pack]) -> set[str]:
    return {pack.place for pack in packs if any(name in text for name in pack.places)}


def _reason(year: int | None, place: str, caption: Caption | None) -> str:
    """Return why packs were taken: place and year as the workbook tells them."""
    when = f"{year}年度" if year else "没有写明年度"
    if caption is None:
        return f"工作簿没有写明地区（{when}），按全国规则；属于某地的，请用 --pack 写明。"
    return f"按{caption.place}“{caption.text}”判断为{place}，{when}；不是的，请用 --pack 写明。"


def _of_year(packs: Iterable[Pack], year: int | None) -> Pack | None:
    """Return the latest pack that holds for a year, the nearest of all where none does; None of none."""
    latest_last = sorted(packs, key=lambda pack: pack.validity.first)
    holding = [pack for pack in latest_last if pack.validity.holds(year)]
    before = [pack for pack in latest_last if year is None or pack.validity.first.year <= year]
    return next((group[-1] for group in (holding, before) if group), next(iter(latest_last), None))
