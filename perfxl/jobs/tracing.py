"""What became of findings (检查结果的去向) between two states of a workbook: mended, remaining, new, not to be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from perfxl.checks.evidence.subject import table_title
from perfxl.jobs.evaluate import Evaluated
from perfxl.jobs.judging import Judgement
from perfxl.model.acceptance import finding_figures
from perfxl.model.finding import Finding, Severity
from perfxl.numerals.characters import name_key
from perfxl.structure.structure import structure


class Fate(StrEnum):
    """What became of a finding (检查结果的去向)."""

    MENDED = "mended"  # 已改
    REMAINING = "remaining"  # 仍在
    NEW = "new"  # 新增
    UNKNOWN = "unknown"  # 无法判断：新的工作簿里没有这张表或这一行

    @property
    def term(self) -> str:
        """The Chinese term."""
        return {
            Fate.MENDED: "已改",
            Fate.REMAINING: "仍在",
            Fate.NEW: "新增",
            Fate.UNKNOWN: "无法判断",
        }[self]


@dataclass(frozen=True, slots=True)
class Traced:
    """A finding and what became of it; `now` is how it stands in the new workbook, where it still does."""

    fate: Fate
    finding: Finding
    now: Finding | None = None


def traced(old: Judgement, new: tuple[Evaluated, Judgement]) -> Iterator[Traced]:
    """Yield every earlier finding with what became of it, then the new ones."""
    left, earlier, places = _all(new[1]), _all(old), set(_readable(new[0]))
    now = _found_again(earlier, left)
    for finding in earlier:
        known = not finding.table or (name_key(finding.table), name_key(finding.row)) in places
        fate = Fate.REMAINING if id(finding) in now else Fate.MENDED if known else Fate.UNKNOWN
        yield Traced(fate, finding, now.get(id(finding)))
    yield from (Traced(Fate.NEW, finding, finding) for finding in left)


def _found_again(earlier: Sequence[Finding], left: list[Finding]) -> dict[int, Finding]:
    """Take out of those left what stood earlier, the most alike first; return it by the earlier finding's identity."""
    now: dict[int, Finding] = {}
    for alike in (_exactly, _named_alike, _hinted_alike):
        for finding in [each for each in earlier if id(each) not in now]:
            match = next((each for each in left if alike(finding, each)), None)
            if match:
                left.remove(match)
                now[id(finding)] = match
    return now


def _readable(new: Evaluated) -> Iterator[tuple[str, str]]:
    """Yield the tables with their rows in which a finding would have been found; a sheet for tables nobody knows."""
    for table in new.evaluation.tables:
        name = name_key(table_title(table))
        yield name, ""
        yield from ((name, name_key(row.label)) for row in table.rows)
    for place, (label, _) in structure(new.snapshot).labels.items():
        yield name_key(place.sheet or ""), name_key(label)
    yield from ((name_key(sheet.name), "") for sheet in new.snapshot.sources())


def _exactly(old: Finding, new: Finding) -> bool:
    """Whether two findings are of the same cell with the same figures."""
    return _named_alike(old, new) and finding_figures(old) == finding_figures(new)


def _named_alike(old: Finding, new: Finding) -> bool:
    """Whether two findings are of the same cell."""
    return _hint(old) == _hint(new) and name_key(old.row) == name_key(new.row)


def _hinted_alike(old: Finding, new: Finding) -> bool:
    """Whether two hints are of the same column: a hint speaks of several cells and stands at the first of them."""
    return old.severity is new.severity is Severity.INFO and _hint(old) == _hint(new)


def _hint(finding: Finding) -> tuple[str, ...]:
    return finding.code, name_key(finding.table), name_key(finding.column)


def _all(done: Judgement) -> list[Finding]:
    return [*done.findings, *(each.finding for each in done.accepted)]
