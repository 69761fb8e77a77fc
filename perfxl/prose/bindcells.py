"""Tying the tables in a report to those of its workbook (文表核对): by the words of rows and columns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from perfxl.prose.agreement import Binding, bound
from perfxl.prose.book import Book, BookFact
from perfxl.prose.claim import Claim
from perfxl.prose.naming import core, name_of
from perfxl.prose.numbers import Kind
from perfxl.prose.report import Report
from perfxl.prose.tables import Row, Table

_SHARE, _RATE = re.compile("占|比例|比重"), re.compile("率|进度")
_COUNTED = (
    ("present", re.compile("实有|在编|在职|现有")), ("posts", re.compile("编制")),
    ("score", re.compile("得分|自评分|总分")), ("points", re.compile("^分值|权重|满分")),
)  # fmt: skip
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_OTHER_YEAR = re.compile("上年|去年|同期|以前年度|增减|较")
_MATCHES = 2  # rows that two tables must have in common


def cell_bindings(report: Report, book: Book) -> Iterator[Binding]:
    """Yield the cells of a report's tables that cells of the workbook's tables are called like."""
    tables = _Tables(book)
    for table in report.tables:
        if not _of_other_year(table, book.year):
            for binding in tables.of(table):
                if binding.tied or binding.severity:
                    yield binding


def _of_other_year(table: Table, year: int | None) -> bool:
    return table.before is not None and _tells_other_year(table.before.text, year)


def _tells_other_year(words: str, year: int | None) -> bool:
    told = {int(found) for found in _YEAR.findall(words)}
    return bool(told and year and year not in told)


@dataclass(frozen=True)
class _Tables:
    book: Book

    @cached_property
    def known(self) -> tuple[tuple[BookFact, ...], ...]:
        """The facts by the tables that they stand in."""
        groups: dict[int, list[BookFact]] = defaultdict(list)
        for fact in self.book.facts:
            if fact.row is not None:
                groups[id(fact.table)].append(fact)
        return tuple(tuple(group) for group in groups.values())

    def of(self, table: Table) -> Iterator[Binding]:
        """Yield the bindings of one table's cells."""
        keys = _keys(table)
        likely = [facts for facts in map(_by_key, self.known) if _common(keys.values(), facts)]
        for row in table.body:
            called = [fact for known in likely for fact in known.get(keys[id(row)], ())]
            yield from self._of_row(table, row, called)

    def _of_row(self, table: Table, row: Row, called: Sequence[BookFact]) -> Iterator[Binding]:
        """Yield the bindings of a row's cells to those of the facts of its name that are of their column's measure."""
        for column, claim in row.claims.items():
            measure = _measure(table.headings.get(column, ""), claim.kind, self.book.year)
            facts = [fact for fact in called if _may_state(fact, measure) and _same_kind(claim, fact)]
            if measure and facts:
                yield bound(claim, facts, sure=all(measure in fact.measures for fact in facts))


Key = tuple[str, int]


def _keys(table: Table) -> Mapping[int, Key]:
    """Return what each row is called, and how many of that name stand above it; a total is called ""."""
    seen: dict[str, int] = defaultdict(int)
    keys = {}
    for row in table.body:
        name = _called(row)
        keys[id(row)] = (name, seen[name])
        seen[name] += 1
    return keys


def _called(row: Row) -> str:
    return "" if row.total else core(row.label) or row.label or "-"


def _by_key(facts: Sequence[BookFact]) -> Mapping[Key, list[BookFact]]:
    """Return the facts of a table by what their rows are called, and how many of that name stand above."""
    seen: dict[str, list[object]] = defaultdict(list)
    groups: dict[Key, list[BookFact]] = defaultdict(list)
    for fact in facts:
        assert fact.row is not None  # noqa: S101 - known holds facts of rows only
        name = "" if fact.total else core(fact.row.label) or fact.row.label.strip() or "-"
        rows = seen[name]
        if not rows or rows[-1] is not fact.row:
            rows.append(fact.row)
        groups[name, len(rows) - 1].append(fact)
    return groups


def _common(keys: Iterable[Key], facts: Mapping[Key, object]) -> bool:
    """Whether two tables have so many rows in common that they are one table."""
    names = {key for key in keys if key[0]}
    shared = len(names & {key for key in facts if key[0]})
    return shared >= _MATCHES and shared * 2 >= len(names)


def _measure(heading: str, kind: Kind, year: int | None) -> str:
    """Return the measure that the words above a column tell; "" where they tell none, or another year's."""
    if _OTHER_YEAR.search(heading) or _tells_other_year(heading, year):
        return ""
    if kind is Kind.PERCENT:
        return "share" if _SHARE.search(heading) else "rate" if _RATE.search(heading) else ""
    if kind is Kind.MEASURE:
        return next((measure for measure, words in _COUNTED if words.search(heading)), "")
    return name_of(heading).measure


def _may_state(fact: BookFact, measure: str) -> bool:
    return measure in fact.measures or measure in fact.doubtful


def _same_kind(claim: Claim, fact: BookFact) -> bool:
    return claim.kind is fact.kind or (claim.kind is Kind.MEASURE and fact.kind is Kind.COUNT)
