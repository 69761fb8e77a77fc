"""Last year's workbook beside this year's (上年的工作簿): the tables of both that are the same, row by row.

Cells of last year's workbook are no places of this one, so messages name them in words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfxl.checks.evidence.scored_forms import given
from perfxl.model.figure import Figure
from perfxl.model.table import Evaluation, Table
from perfxl.numerals.characters import name_key
from perfxl.numerals.units import convert, money_factor

_Cells = Mapping[str, Mapping[str, Figure]]


@dataclass(frozen=True, slots=True)
class Pair:
    """A table of this year and the same of last year, with their rows by name; "" names the single fields."""

    now: Table
    then: Table
    lines: tuple[tuple[Mapping[str, Figure], Mapping[str, Figure]], ...]

    def figures(self, *keys: str) -> Iterator[tuple[str, Figure, Figure]]:
        """Yield (key, this year's, last year's) of the numbers that stand in both, of the given columns or of all."""
        for now, then in self.lines:
            for key in keys or now:
                pair = given(now.get(key)), given(then.get(key))
                if pair[0] and pair[1]:
                    yield key, pair[0], pair[1]


def pairs(now: Evaluation, then: Evaluation) -> Iterator[Pair]:
    """Yield the tables that stand once in both, of projects those of one name."""
    before = _once(then.tables)
    for key, table in _once(now.tables).items():
        earlier = before.get(key)
        if earlier:
            left, right = _rows(table), _rows(earlier)
            yield Pair(table, earlier, tuple((left[name], right[name]) for name in left if name in right))


def _once(tables: Iterable[Table]) -> dict[tuple[str, str], Table]:
    found: dict[tuple[str, str], list[Table]] = defaultdict(list)
    for table in tables:
        found[table.kind, name_key(table.text("project_name"))].append(table)
    return {key: named[0] for key, named in found.items() if len(named) == 1}


def _rows(table: Table) -> _Cells:
    """Return the rows whose name stands once, by role and name."""
    found: dict[str, list[Mapping[str, Figure]]] = defaultdict(list)
    for row in table.rows:
        found[f"{row.role}|{row.item or name_key(row.label or row.category)}"].append(row.cells)
    return {"": table.fields} | {name: cells[0] for name, cells in found.items() if len(cells) == 1}


def amount(then: Figure, now: Figure) -> Decimal:
    """Return last year's number in the unit of this year's; as it is where either unit is unknown."""
    value = then.value or Decimal(0)
    both = money_factor(then.unit) and money_factor(now.unit)
    return convert(value, then.unit, now.unit) if both else value


def where(then: Evaluation, figure: Figure) -> str:
    """Return how a message names a cell of last year's workbook."""
    return f"上年工作簿“{then.book}”{figure.place}"
