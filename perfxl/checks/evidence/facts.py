"""Facts (同一事实) that a workbook may state in more than one place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from perfxl.checks.evidence.scored_forms import given
from perfxl.model.figure import Figure
from perfxl.model.place import Place
from perfxl.model.table import Evaluation, Role, Row, Table
from perfxl.numerals.characters import name_key
from perfxl.numerals.units import convert, money_factor

Key = tuple[str, str, str]
Facts = Mapping[Key, "list[Fact]"]
_MONEY = ("initial_budget", "annual_budget", "execution")
_ITEMS = ("total", "basic", "project", "personnel", "public")
_EXPENSES = ("total", "abroad", "reception", "vehicle", "vehicle_purchase", "vehicle_running")


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of a fact: `key` is (what, item, field), `value` what it reads."""

    key: Key
    table: Table
    figure: Figure
    value: Decimal

    def amount(self, unit: str) -> Decimal:
        """Return the value in a unit of money; as it is where either unit is unknown."""
        return self._in(self.value, unit)

    def quantum(self, unit: str) -> Decimal:
        """Return the last printed place in a unit of money."""
        return self._in(self.figure.quantum or Decimal(0), unit)

    def _in(self, value: Decimal, unit: str) -> Decimal:
        own = self.figure.unit
        return convert(value, own, unit) if money_factor(own) and money_factor(unit) else value


def facts(evaluation: Evaluation, mended: Mapping[Place, Decimal]) -> Facts:
    """Return the statements of each fact in workbook order, each cell once, as they read once `mended`."""
    found: dict[Key, list[Fact]] = defaultdict(list)
    for table in evaluation.tables:
        for key, figure in _stated(table):
            stated = given(figure)
            if stated is None or any(fact.figure.place == stated.place for fact in found[key]):
                continue
            found[key].append(Fact(key, table, stated, mended.get(stated.place, stated.value or Decimal(0))))
    return found


def _stated(table: Table) -> Iterable[tuple[Key, Figure | None]]:
    readers = {
        "execution": _execution,
        "budget_lines": _budget_lines,
        "quarters": _quarters,
        "three_public": _three_public,
        "procurement": _procurement,
        "staff": _staff,
        "project_list": _project_list,
        "project_form": _project_form,
    }
    reader = readers.get(table.kind)
    return reader(table) if reader else ()


def _cells(table: Table, what: str, items: Iterable[str], keys: Iterable[str]) -> Iterator[tuple[Key, Figure | None]]:
    for item in items:
        row = table.item(item)
        for key in keys if row else ():
            yield (what, item, key), row.cells.get(key) if row else None


def _execution(table: Table) -> Iterator[tuple[Key, Figure | None]]:
    return _cells(table, "department", _ITEMS, _MONEY)


def _budget_lines(table: Table) -> Iterator[tuple[Key, Figure | None]]:
    return _cells(table, "department", ("total",), ("initial_budget",))


def _quarters(table: Table) -> Iterator[tuple[Key, Figure | None]]:
    budget: Key = ("department", "total", "annual_budget")
    yield budget, table.fields.get("annual_budget")
    for row in table.rows:
        yield budget, row.cells.get("annual_budget")
    last = table.item("q4")
    yield ("department", "total", "execution"), last.cells.get("cumulative") if last else None


def _three_public(table: Table) -> Iterator[tuple[Key, Figure | None]]:
    if not is_whole(table):
        return iter(())
    return _cells(table, "three_public", _EXPENSES, ("budget", "execution"))


def _procurement(table: Table) -> Iterator[tuple[Key, Figure | None]]:
    fields = ((("procurement", "total", key), table.fields.get(key)) for key in _MONEY)
    return chain(_cells(table, "procurement", ("total",), _MONEY), fields)


def _staff(table: Table) -> Iterator[tuple[Key, Figure | None]]:
    return _cells(table, "staff", ("total",), ("quota", "actual"))


def _project_list(table: Table) -> Iterator[tuple[Key, Figure | None]]:
    rows = [row for row in table.of_role(Role.LINE) if row.label.strip()]
    names = [name_key(row.label) for row in rows]
    for name, row in zip(names, rows, strict=True):
        if names.count(name) == 1:
            yield from _project(name, row, row.cells.get("total_score"))


def _project_form(table: Table) -> Iterator[tuple[Key, Figure | None]]:
    name, row = name_key(table.text("project_name")), table.item("total")
    if name and row:
        yield from _project(name, row, table.fields.get("total_score"))


def _project(name: str, row: Row, score: Figure | None) -> Iterator[tuple[Key, Figure | None]]:
    for key in _MONEY:
        yield ("project", name, key), row.cells.get(key)
    yield ("project", name, "total_score"), score


def is_whole(table: Table) -> bool:
    """Whether a table of 三公 states them whole: details of basic expenditure hold lines of the same names."""
    return table.item("total") is not None or "三公" in table.name


def project_scores(evaluation: Evaluation) -> list[list[Fact]]:
    """Return the statements of the total score of each project."""
    stated = facts(evaluation, {}).items()
    return [told for (what, _, field), told in stated if (what, field) == ("project", "total_score")]
