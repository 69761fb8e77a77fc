"""The kinds of tables in use (表种): those that come with perfxl, and those that a place brings along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property

from perfxl.rules.kind import Kind, Vocabulary
from perfxl.rules.loader import shipped
from perfxl.rules.patterns import AnyOf, any_of

_LEADING = frozenset({"number", "label", "category", "project_name", "level1"})  # what tables begin with


@dataclass(frozen=True, eq=False)
class _Labels:
    """All labels of some vocabularies as one, with what it said before."""

    entries: tuple[Vocabulary, ...]
    _known: dict[str, bool] = field(default_factory=dict)

    def know(self, text: str) -> bool:
        """Whether any of the vocabularies is called so."""
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = self._labels.fullmatch(text)
        return found

    @cached_property
    def _labels(self) -> AnyOf:
        return any_of(label for entry in self.entries for label in entry.labels)


@dataclass(frozen=True, eq=False)
class Kinds(Mapping[str, Kind]):
    """Kinds by key."""

    entries: Mapping[str, Kind]
    column_labels: _Labels
    leading_labels: _Labels
    item_labels: _Labels

    def __getitem__(self, key: str) -> Kind:
        """Return a kind; KeyError for an unknown one."""
        return self.entries[key]

    def __iter__(self) -> Iterator[str]:
        """Yield the keys."""
        return iter(self.entries)

    def __len__(self) -> int:
        """Return how many kinds there are."""
        return len(self.entries)

    def is_column(self, form: str) -> bool:
        """Whether any kind knows a column of that name (a normalised label)."""
        return self.column_labels.know(form)

    def is_leading(self, form: str) -> bool:
        """Whether any kind's tables may begin with a column of that name (a normalised label)."""
        return self.leading_labels.know(form)

    def is_item(self, form: str) -> bool:
        """Whether any kind that is known by its rows knows a row of that name (a normalised label)."""
        return self.item_labels.know(form)


def together(some: Iterable[Kind]) -> Kinds:
    """Return kinds as one set; of two with one key the later one counts."""
    entries = {kind.key: kind for kind in some}
    columns = tuple(entry for kind in entries.values() for entry in kind.columns)
    items = tuple(entry for kind in entries.values() if kind.requires.items for entry in kind.items)
    leading = tuple(entry for entry in columns if entry.key in _LEADING)
    return Kinds(entries, _Labels(columns), _Labels(leading), _Labels(items))


_IN_USE: ContextVar[Kinds] = ContextVar("kinds in use")
_SHIPPED: list[Kinds] = []


def kinds() -> Kinds:
    """Return the kinds in use: those that come with perfxl unless a place's own are; InputError where one is wrong."""
    found = _IN_USE.get(None)
    if found is not None:
        return found
    if not _SHIPPED:
        _SHIPPED.append(together(shipped().kinds))
    return _SHIPPED[0]


@contextmanager
def using(more: Iterable[Kind]) -> Iterator[Kinds]:
    """Use further kinds beside those in use, for the time of the context."""
    token = _IN_USE.set(together([*kinds().values(), *more]))
    try:
        yield kinds()
    finally:
        _IN_USE.reset(token)


def term(kind: str, key: str) -> str:
    """Return the Chinese term of a figure in tables of a kind; KeyError where the kind has no such figure."""
    return kinds()[kind].term(key)
