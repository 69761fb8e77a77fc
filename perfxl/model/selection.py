"""Which checks are done (检查的选择), by code, by the beginning of a code, or by group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from perfxl.model.finding import Group


def names(entry: str, code: str, group: Group) -> bool:
    """Whether an entry ("PX105", "PX1", "rates") names a check."""
    return entry == group or (entry.startswith("PX") and code.startswith(entry))


@dataclass(frozen=True, slots=True)
class Selection:
    """Checks to do: those that `select` names, all where it names none, without those that `ignore` names."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def takes(self, code: str, group: Group) -> bool:
        """Whether a check is to be done."""
        return (not self.select or _named(self.select, code, group)) and not _named(self.ignore, code, group)


def _named(entries: Iterable[str], code: str, group: Group) -> bool:
    return any(names(entry, code, group) for entry in entries)
