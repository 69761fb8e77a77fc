"""What a workbook states (工作簿的数), called as prose calls it: name, measure, part of the year, scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from perfxl.model.figure import Figure, State
from perfxl.model.table import Evaluation, Role, Row, Table
from perfxl.numerals.characters import compact
from perfxl.numerals.display import percent
from perfxl.numerals.units import money_factor
from perfxl.prose.interval import Interval
from perfxl.prose.naming import Name, name_of
from perfxl.prose.numbers import Kind
from perfxl.prose.words import load

_SPANS = {"q1": "first", "q2": "second", "q3": "third", "q4": "fourth"}
_RATES = frozenset({"%", "‰"})
_SHORTEST_NAME = 3  # characters of a project's name below which words in passing may be taken for it
_OF_WHICH = ("其中：", "其中:", "其中")


@dataclass(frozen=True)
class BookFact:
    """One cell: what prose calls it, and the measures that it is told by ("rate", "share" for percentages).

    A blank cell that the rules fill states what they give.

    doubtful  measures that may mean another cell of the row as well
    key       the figure's key in its table
    """

    name: Name
    measures: frozenset[str]
    figure: Figure
    table: Table
    term: str
    row: Row | None = None
    doubtful: frozenset[str] = frozenset()
    key: str = ""

    @property
    def kind(self) -> Kind:
        """What the cell counts."""
        if self.figure.unit in _RATES:
            return Kind.PERCENT
        return Kind.MONEY if money_factor(self.figure.unit) is not None else Kind.COUNT

    @cached_property
    def value(self) -> Decimal:
        """What the cell holds, in 元, as a fraction or as counted."""
        return (self.figure.value or Decimal(0)) * self._factor

    @cached_property
    def interval(self) -> Interval:
        """What the cell stands for: exact where it is a true number."""
        half = Decimal(0) if self.figure.numeric else (self.figure.quantum or Decimal(0)) * self._factor / 2
        return Interval(self.value - half, self.value + half)

    @property
    def _factor(self) -> Decimal:
        return money_factor(self.figure.unit) or Decimal(1)

    @property
    def where(self) -> str:
        """The cell and its value as a reader finds them: 《预算执行》D8（合计执行数）340.50万元."""
        place = self.figure.place
        if self.figure.derived:
            return f"《{place.sheet}》{place.cell}（{self.term}，空白，按规则应为{self._worked_out}）"
        unit = "" if self.figure.text.endswith(self.figure.unit) else self.figure.unit
        return f"《{place.sheet}》{place.cell}（{self.term}）{self.figure.text}{unit}"

    @property
    def _worked_out(self) -> str:
        value = self.figure.value or Decimal(0)
        return percent(value) if self.kind is Kind.PERCENT else f"{value:,f}{self.figure.unit}"

    @property
    def total(self) -> bool:
        """Whether the cell stands in a total row."""
        return self.row is not None and (self.row.role is Role.TOTAL or self.row.item == "total")

    def beside(self, other: BookFact) -> bool:
        """Whether both stand in one row, or both in the fields of one table."""
        return self.table is other.table and self.row is other.row


@dataclass(frozen=True)
class Book:
    """A workbook's facts, in the order of its tables."""

    year: int | None
    facts: tuple[BookFact, ...]
    scores: tuple[BookFact, ...] = ()
    tables: tuple[Table, ...] = ()

    @cached_property
    def by_core(self) -> Mapping[str, tuple[BookFact, ...]]:
        """The facts by the core of their names."""
        groups: dict[str, list[BookFact]] = defaultdict(list)
        for fact in self.facts:
            groups[fact.name.core].append(fact)
        return {core: tuple(group) for core, group in groups.items()}

    @cached_property
    def staff(self) -> Mapping[str, tuple[BookFact, ...]]:
        """The facts on persons by the kind of their row."""
        groups: dict[str, list[BookFact]] = defaultdict(list)
        for fact in self.facts:
            if fact.kind is Kind.COUNT and fact.row is not None and fact.table.kind == "staff":
                groups[fact.row.item or ""].append(fact)
        return {item: tuple(group) for item, group in groups.items()}

    @cached_property
    def projects(self) -> Mapping[str, tuple[BookFact, ...]]:
        """The projects' names as prose spells them, with the total score of each where the workbook states one."""
        told = load("tables")["projects"]
        found: dict[str, list[BookFact]] = {}
        for table in self.tables:
            if table.kind == told["list"]:
                for row in table.rows:
                    _note(found, row.label, _project_score(table, row))
            elif table.kind in told["forms"]:
                _note(found, table.text("project_name"), _project_score(table))
        return {name: tuple(facts) for name, facts in found.items() if len(name) >= _SHORTEST_NAME}

    def called(self, words: str) -> tuple[BookFact, ...]:
        """Return the single rates that words end in the term of."""
        told = load("tables")["named_rates"]
        terms = {key: tuple(map(str, names)) for key, names in told.items()}
        ends = words.rstrip("为是达到约")
        return tuple(fact for fact in self.facts if fact.row is None and ends.endswith(terms.get(fact.key, ("\0",))))

    @cached_property
    def criteria(self) -> frozenset[str]:
        """What the score tables score: their rows and groups of rows."""
        rows = [row for fact in self.scores for row in fact.table.rows if row is not fact.row]
        return frozenset(word for row in rows for word in (row.label.strip(), (row.category or "").strip()) if word)

    def rates(self, fact: BookFact) -> tuple[BookFact, ...]:
        """Return the rates in the row of a fact."""
        return tuple(other for other in self.facts if "rate" in other.measures and fact.beside(other))


def book_of(evaluation: Evaluation) -> Book:
    """Return the facts of a workbook."""
    scores = (fact for table in evaluation.of(*load("tables")["total_score"]) for fact in _score(table))
    facts = tuple(fact for table in evaluation.tables for fact in _facts(table))
    return Book(evaluation.year, facts, tuple(scores), evaluation.tables)


def _note(found: dict[str, list[BookFact]], name: str, facts: Iterable[BookFact]) -> None:
    found.setdefault(compact(name), []).extend(facts)


def _project_score(table: Table, row: Row | None = None) -> Iterator[BookFact]:
    figure = (row.cells if row else table.fields).get("total_score")
    if figure is not None and _stated(figure):
        yield BookFact(Name(core="得分"), frozenset({"score"}), figure, table, _column("total_score"), row)


def _facts(table: Table) -> Iterator[BookFact]:
    told: Mapping[str, Any] | None = load("tables")["tables"].get(table.kind)
    if told is None:
        return
    for row in table.rows:
        name = _row_name(told, row)
        for key, measures in (*told.get("columns", {}).items(), *_rates()):
            figure = row.cells.get(key)
            if figure is not None and _stated(figure):
                called = replace(name, cumulative=key == told.get("cumulative"))
                sure, doubtful = _parted(measures)
                yield BookFact(called, sure, figure, table, row.label.strip() + _column(key), row, doubtful, key)
    for key, measures in (*told.get("fields", {}).items(), *_rates()):
        figure = table.fields.get(key)
        if figure is not None and _stated(figure):
            called = replace(name_of(str(told.get("total", ""))), scope=told.get("scopes", {}).get(key, ""))
            sure, doubtful = _parted(measures)
            yield BookFact(called, sure, figure, table, _column(key), None, doubtful, key)


def _parted(measures: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    told = [measure.partition("?") for measure in measures]
    return frozenset(word for word, mark, _ in told if not mark), frozenset(word for word, mark, _ in told if mark)


def _rates() -> Iterator[tuple[str, tuple[str, ...]]]:
    return ((key, (measure,)) for key, measure in load("tables")["rates"].items())


def _column(key: str) -> str:
    return str(load("tables")["columns"].get(key, ""))


def _stated(figure: Figure) -> bool:
    return figure.state is State.NUMBER and figure.value is not None


def _row_name(told: Mapping[str, Any], row: Row) -> Name:
    """Return what prose calls a row: its total by the table's subject, a quarter by its part of the year."""
    if row.item in _SPANS:
        return Name(span=_SPANS[row.item or ""])
    if row.role is Role.TOTAL or row.item == "total":
        return name_of(str(told.get("total", "")))
    label = next((row.label.removeprefix(word) for word in _OF_WHICH if row.label.startswith(word)), row.label)
    prefix = str(told.get("prefix", ""))
    return name_of(label if label.startswith(prefix) else prefix + label)


def _score(table: Table) -> Iterator[BookFact]:
    row = next((row for row in table.rows if row.role is Role.TOTAL), None)
    figure = row.cells.get("score") if row else None
    if row is not None and figure is not None and _stated(figure):
        yield BookFact(Name(core="得分"), frozenset({"score"}), figure, table, _column("score"), row)
