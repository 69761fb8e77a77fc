"""The kinds of tables (表种): which labels make a table, what its rows are, how its cells hang together.

One YAML file a kind under `kinds/`. Labels are regular expressions over normalised text (no spaces, half-width,
units and numbering taken off), in order of preference: an earlier label wins a contested column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from perfxl.model.table import Role

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The labels of one field or item; type is text, money, rate, count, score or any."""

    key: str
    labels: tuple[re.Pattern[str], ...]
    type: str = "text"
    role: Role = Role.LINE

    def rank(self, text: str) -> int | None:
        """Return the position of the first label that the text matches, None where none does."""
        return next((rank for rank, label in enumerate(self.labels) if label.fullmatch(text)), None)


@dataclass(frozen=True, slots=True)
class Relation:
    """How a computed cell hangs together with others of its row or table; `of` holds field keys, a list is summed."""

    verb: str
    target: str = ""
    columns: tuple[str, ...] = ()
    of: tuple[str | tuple[str, ...], ...] = ()
    rule: str = ""
    fields: bool = False


@dataclass(frozen=True, slots=True)
class Requires:
    """What must be found before a place is called a table of the kind."""

    columns: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    count: int = 0
    need: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    fields_count: int = 0
    titled: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A kind of table; `layout` is columns, fields or form; `parts` tells which items make another."""

    key: str
    name: str
    layout: str
    unit: str
    titles: tuple[str, ...]
    columns: tuple[Vocabulary, ...]
    fields: tuple[Vocabulary, ...]
    funds: tuple[Vocabulary, ...]
    items: tuple[Vocabulary, ...]
    fund_items: tuple[Vocabulary, ...]
    requires: Requires
    excludes: tuple[str, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()


def _vocabulary(entries: Mapping[str, Any] | None) -> tuple[Vocabulary, ...]:
    return tuple(
        Vocabulary(
            key,
            tuple(re.compile(label) for label in entry["labels"]),
            entry.get("type", "text"),
            Role(entry.get("role", "line")),
        )
        for key, entry in (entries or {}).items()
    )


def _tuple(value: Any) -> Any:  # noqa: ANN401 (plain YAML)
    return tuple(_tuple(item) for item in value) if isinstance(value, list) else value


def _kind(raw: Mapping[str, Any]) -> Kind:
    return Kind(
        key=raw["kind"],
        name=raw["name"],
        layout=raw["layout"],
        unit=raw["unit"],
        titles=tuple(raw["titles"]),
        columns=_vocabulary(raw.get("columns")),
        fields=_vocabulary(raw.get("fields")),
        funds=_vocabulary(raw.get("funds")),
        items=_vocabulary(raw.get("items")),
        fund_items=_vocabulary(raw.get("fund_items")),
        requires=Requires(**{key: _tuple(value) for key, value in raw["requires"].items()}),
        excludes=tuple(raw.get("excludes", ())),
        parts={key: tuple(value) for key, value in raw.get("parts", {}).items()},
        relations=tuple(Relation(**{k: _tuple(v) for k, v in entry.items()}) for entry in raw["relations"]),
    )


@cache
def kinds() -> Mapping[str, Kind]:
    """Return all kinds by key, read once."""
    folder = files("perfxl.rules") / "kinds"
    paths = sorted(path.name for path in folder.iterdir() if path.name.endswith(".yaml"))
    loaded = [_kind(yaml.load((folder / name).read_text("utf-8"), _Loader)) for name in paths]  # noqa: S506 (safe loader)
    return {kind.key: kind for kind in loaded}


@cache
def column_labels() -> re.Pattern[str]:
    """Return one pattern for every column label of every kind, to pass over the rows that are no heading."""
    return _union(entry for kind in kinds().values() for entry in kind.columns)


@cache
def item_labels() -> re.Pattern[str]:
    """Return one pattern for every item of every kind that is known by its items."""
    return _union(entry for kind in kinds().values() if kind.requires.items for entry in kind.items)


def _union(entries: Iterable[Vocabulary]) -> re.Pattern[str]:
    labels = {label.pattern for entry in entries for label in entry.labels}
    return re.compile("|".join(f"(?:{label})" for label in sorted(labels)))
