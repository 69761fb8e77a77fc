"""The job of `diff`: two states of a workbook compared by meaning: which figures changed, what became of each finding.

Figures and findings are known by table, row and column, so rows that were inserted or moved compare as what they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from perfxl.checks.evidence.subject import table_title
from perfxl.jobs.evaluate import Evaluated
from perfxl.jobs.judging import Judgement
from perfxl.jobs.tracing import Fate, Traced, traced
from perfxl.model.figure import Figure
from perfxl.model.table import Row, Table
from perfxl.numerals.characters import name_key
from perfxl.rules.kinds import term

Contents = Mapping[str, Figure]
_TELLING = 2  # equal numbers by which a row is known again under another name


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that is not what it was; `old` or `new` is None where the row or the table is on one side only."""

    table: str
    row: str
    column: str
    old: Figure | None
    new: Figure | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs.

    changed   figures in the order of the new workbook, those that are gone behind
    compared  how many figures stand on both sides
    traced    all earlier findings in their order, then the new ones
    """

    changed: tuple[Changed, ...]
    compared: int
    traced: tuple[Traced, ...]
    old: Judgement
    new: Judgement

    def of(self, fate: Fate) -> tuple[Traced, ...]:
        """Return the findings of one fate."""
        return tuple(each for each in self.traced if each.fate is fate)


def compare(old: tuple[Evaluated, Judgement], new: tuple[Evaluated, Judgement]) -> Comparison:
    """Compare two workbooks understood and judged by the same review."""
    pairs = list(_pairs(old[0].evaluation.tables, new[0].evaluation.tables))
    changed = tuple(change for before, after in pairs for change in _changed(before, after))
    compared = sum(1 for before, after in pairs for _ in _common(before, after))
    return Comparison(changed, compared, tuple(traced(old[1], new)), old[1], new[1])


_Line = tuple[str, Contents]
_NO_LINE: _Line = ("", {})
_Side = tuple[Table, Mapping[tuple[str, int], _Line]] | None


def _pairs(old: Sequence[Table], new: Sequence[Table]) -> Iterator[tuple[_Side, _Side]]:
    """Yield the tables of both sides that are the same, then those that are on one side only."""
    before, after = _named(old), _named(new)
    for key in (*after, *(key for key in before if key not in after)):
        first, second = before.get(key), after.get(key)
        lines = _lines(first, second)
        yield (first, lines[0]) if first else None, (second, lines[1]) if second else None


def _named(tables: Iterable[Table]) -> dict[tuple[str, str, int], Table]:
    """Return tables by kind, by project or title, and by which of several such it is."""
    found: dict[tuple[str, str, int], Table] = {}
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for table in tables:
        key = table.kind, name_key(table.text("project_name") or table.name)
        counted[key] += 1
        found[*key, counted[key]] = table
    return found


def _lines(old: Table | None, new: Table | None) -> tuple[dict[tuple[str, int], _Line], dict[tuple[str, int], _Line]]:
    """Return the rows of both sides by name; of several rows of one name those of equal content are paired first."""
    before, after = _by_name(old), _by_name(new)
    sides: tuple[dict[tuple[str, int], _Line], dict[tuple[str, int], _Line]] = {}, {}
    for name in (*after, *(name for name in before if name not in after)):
        for number, (first, second) in enumerate(_matched(before.get(name, []), after.get(name, []))):
            for side, line in zip(sides, (first, second), strict=True):
                if line:
                    side[name, number] = line
    _rename(*sides)
    return sides


def _rename(before: dict[tuple[str, int], _Line], after: dict[tuple[str, int], _Line]) -> None:
    """Take a row that is gone for the one that came, where nothing but one cell, its name, parts the two."""
    come = [key for key in after if key not in before]
    for key in [key for key in before if key not in after]:
        twin = next((other for other in come if _is_renamed(before[key][1], after[other][1])), None)
        if twin:
            come.remove(twin)
            before[twin] = before.pop(key)


def _is_renamed(old: Contents, new: Contents) -> bool:
    if old.keys() != new.keys():
        return False
    same = [key for key in old if _same(old[key], new[key])]
    return len(same) == len(old) - 1 and sum(old[key].value is not None for key in same) >= _TELLING


def _by_name(table: Table | None) -> dict[str, list[_Line]]:
    found: dict[str, list[_Line]] = defaultdict(list)
    if table:
        found[""].append(("", table.fields))
        for row in table.rows:
            found[_row_key(row)].append((" ".join(row.label.split()), row.cells))
    return found


def _row_key(row: Row) -> str:
    return "|".join(name_key(text) for text in (row.role, row.text("project_name"), row.label or row.category)) or "?"


def _matched(old: list[_Line], new: list[_Line]) -> Iterator[tuple[_Line | None, _Line | None]]:
    rest_old, rest_new = list(old), list(new)
    for line in old:
        equal = next((each for each in rest_new if _equal(line[1], each[1])), None)
        if equal:
            rest_old.remove(line)
            rest_new.remove(equal)
            yield line, equal
    for number in range(max(len(rest_old), len(rest_new))):
        yield _at(rest_old, number), _at(rest_new, number)


def _at(lines: Sequence[_Line], number: int) -> _Line | None:
    return lines[number] if number < len(lines) else None


def _equal(old: Contents, new: Contents) -> bool:
    return old.keys() == new.keys() and all(_same(old[key], new[key]) for key in old)


def _same(old: Figure, new: Figure) -> bool:
    if old.value is not None and new.value is not None:
        return (old.value, old.unit) == (new.value, new.unit)
    return old.state is new.state and name_key(old.text) == name_key(new.text)


def _common(before: _Side, after: _Side) -> Iterator[tuple[Figure, Figure]]:
    """Yield the figures on both sides, blank ones left out."""
    if before and after:
        for key, (_, cells) in after[1].items():
            earlier = before[1].get(key, ("", {}))[1]
            for column, figure in cells.items():
                if column in earlier and not (figure.blank and earlier[column].blank):
                    yield earlier[column], figure


def _changed(before: _Side, after: _Side) -> Iterator[Changed]:
    side = after or before
    if side is None:
        return
    old, new = before[1] if before else {}, after[1] if after else {}
    for key in (*new, *(key for key in old if key not in new)):
        label = (new.get(key) or old[key])[0]
        for column, first, second in _differing(old.get(key, _NO_LINE)[1], new.get(key, _NO_LINE)[1]):
            yield Changed(table_title(side[0]), label, term(side[0].kind, column), first, second)


def _differing(old: Contents, new: Contents) -> Iterator[tuple[str, Figure | None, Figure | None]]:
    """Yield the columns of a row whose figures are not the same, blank ones being none."""
    for column in dict.fromkeys((*new, *old)):
        first, second = _stated(old.get(column)), _stated(new.get(column))
        if not (first and second and _same(first, second)) and (first or second):
            yield column, first, second


def _stated(figure: Figure | None) -> Figure | None:
    return None if figure is None or figure.blank else figure
