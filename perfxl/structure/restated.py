"""One fact in two tables (两表同一数据): which lines and columns speak of the same is learned from equal numbers.

Headings alone never tell: a column corresponds to that one of another table whose numbers it repeats in at least two
lines and in three of five; of one line alone, where another of its numbers is repeated too. Headings only forbid:
what is of another year, stage or source is another fact.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, product

from perfxl.numerals.units import money_factor, unit_in
from perfxl.structure import words
from perfxl.structure.numbers import Number
from perfxl.structure.relation import Claim, Law, Relation
from perfxl.structure.slips import is_near
from perfxl.structure.tables import Table

_MOST_TABLES = 60
_MOST_LINES = 400
_MOST_COLUMNS = 14
_FEWEST = 2
_SHARE = Decimal("0.6")
_TELLING = 3  # significant digits of a number that is not the same by chance
_YEAR = re.compile(r"20[0-9]{2}")
_STAGES = (
    ("last", re.compile(r"上年|去年|往年|上期")),
    ("initial", re.compile(r"年初|期初")),
    ("adjusted", re.compile(r"调整|全年预算|追加|调剂")),
    ("closing", re.compile(r"结余|结转|余额|年末|期末|剩余")),
    ("change", re.compile(r"增|减|差额|变动")),
    ("done", re.compile(r"执行|支出|决算|实际|完成|使用|拨付|支付|发放|报账")),
    ("budget", re.compile(r"预算|指标|计划|批复|下达|安排|获批")),
)
_SOURCES = re.compile(r"财政|一般公共|基金|自筹|其他|上级|中央|省级|市级|县级|区级")
Pair = tuple[Number, Number]


def restated(found: Sequence[Table]) -> Iterator[Relation]:
    """Yield what tables of different layout state twice, where enough of it is the same."""
    some = [one for one in found if len(one.body) <= _MOST_LINES and len(one.columns) <= _MOST_COLUMNS][:_MOST_TABLES]
    named = {id(table): _named_rows(table) for table in some}
    for one, other in combinations(some, 2):
        common = named[id(one)].keys() & named[id(other)].keys()
        if one.key != other.key and common:
            rows = [(named[id(one)][label], named[id(other)][label]) for label in sorted(common)]
            yield from _of_tables(one, other, rows)


def _named_rows(table: Table) -> Mapping[str, int]:
    """Return the rows by their labels, those of one label twice left out."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row in table.body:
        label = words.core(table.label(row))
        if len(label) >= _FEWEST:
            rows[label].append(row)
    return {label: told[0] for label, told in rows.items() if len(told) == 1}


def _of_tables(one: Table, other: Table, rows: list[tuple[int, int]]) -> Iterator[Relation]:
    linked: dict[tuple[int, int], list[Relation]] = {}
    for left, right in _comparable(one, other, alone=len(rows) == 1):
        pairs = [(one.numbers.get((row, left)), other.numbers.get((at, right))) for row, at in rows]
        lines = [restatement(one, other, (first, second)) for first, second in pairs if first and second]
        alike = words.bare(one.heading(left)) == words.bare(other.heading(right))
        if believed(lines, 1 if alike else _TELLING) or _is_seconded(one, other, lines):
            linked[left, right] = lines
    yield from _best(linked)


def _comparable(one: Table, other: Table, *, alone: bool) -> Iterator[tuple[int, int]]:
    """Yield the pairs of columns that may be one, those without a number in common left out unless a line is alone."""
    here, there = _sizes(one), _sizes(other)
    for left, right in product(one.columns, other.columns):
        if (alone or not here[left].isdisjoint(there[right])) and _may_be_one(one, other, (left, right)):
            yield left, right


def _sizes(table: Table) -> Mapping[int, frozenset[str]]:
    """Return the first digits of the numbers of each column, of whatever unit: columns without one in common differ."""
    told: dict[int, set[str]] = {column: set() for column in table.columns}
    for (_, column), number in table.numbers.items():
        if column in told and number.value:
            told[column].add(f"{number.value:.2e}".partition("e")[0])
    return {column: frozenset(sizes) for column, sizes in told.items()}


def _is_seconded(one: Table, other: Table, lines: list[Relation]) -> bool:
    """Whether the only line that two tables share repeats another of its numbers, and the headings agree."""
    if len(lines) != 1:
        return False
    (second, first) = lines[0].numbers
    stages = {_stage(one.path(first.column)), _stage(other.path(second.column))}
    if len(stages) > 1 or "" in stages:
        return False
    others = product(_of_row(one, first.row), _of_row(other, second.row))
    seconds = (pair for pair in others if pair[0] is not first and pair[1] is not second)
    return any(_repeated([restatement(one, other, pair)]) for pair in seconds)


def _of_row(table: Table, row: int) -> list[Number]:
    return [table.numbers[row, column] for column in table.columns if (row, column) in table.numbers]


def _best(linked: Mapping[tuple[int, int], list[Relation]]) -> Iterator[Relation]:
    """Yield the lines of the pairs of columns that repeat each other most, each column once."""
    taken: set[tuple[str, int]] = set()
    for pair in sorted(linked, key=lambda pair: -len(_repeated(linked[pair]))):
        sides = {("one", pair[0]), ("other", pair[1])}
        if not taken & sides:
            taken |= sides
            yield from kept(linked[pair])


def kept(lines: list[Relation]) -> Iterator[Relation]:
    """Yield the pairs that agree, and those that look like slips of the pen."""
    support = len(_repeated(lines))
    for line in lines:
        expected = line.expected()
        if line.holds() or (expected is not None and is_near(line.target.value, expected)):
            yield line.borne_out(holds=support)


def believed(lines: list[Relation], digits: int = _TELLING) -> bool:
    """Whether enough of the pairs agree: two numbers that tell something, and three of five."""
    repeated, failing = len(_repeated(lines, digits)), sum(not line.holds() for line in lines)
    return repeated >= _FEWEST and repeated >= _SHARE * (repeated + failing)


def _repeated(lines: list[Relation], digits: int = _TELLING) -> set[Decimal]:
    """Return the numbers of at least so many digits that two columns share."""
    shared = (line.target.value for line in lines if line.holds() and line.target.value)
    return {value for value in shared if len(value.normalize().as_tuple().digits) >= digits}


def restatement(one: Table, other: Table, pair: Pair) -> Relation:
    """Return that two numbers of two tables are the same, in whatever units of money."""
    first, second = pair
    scale = _scale(one, first.column, other, second.column)
    return Relation(Law.SAME, second, ((first, 1),), Claim("两处是同一个数"), scale)


def _scale(one: Table, left: int, other: Table, right: int) -> Decimal:
    """Return by what a number of one table is multiplied to stand in the unit of the other."""
    here, there = (money_factor(_unit(table, column)) for table, column in ((one, left), (other, right)))
    return Decimal(here) / Decimal(there) if here and there else Decimal(1)


def _unit(table: Table, column: int) -> str:
    own = unit_in(table.heading(column))
    return own if money_factor(own) else table.unit


def _may_be_one(one: Table, other: Table, pair: tuple[int, int]) -> bool:
    """Whether nothing in the headings of two columns says that they speak of different things."""
    left, right = one.path(pair[0]), other.path(pair[1])
    if words.is_rate(left) != words.is_rate(right):
        return False
    told = [(_stage(text), _year(text)) for text in (left, right)]
    agree = all(not a or not b or a == b for a, b in zip(*told, strict=True))
    return agree and set(_SOURCES.findall(left)) == set(_SOURCES.findall(right))


def _stage(text: str) -> str:
    return next((stage for stage, pattern in _STAGES if pattern.search(text)), "")


def _year(text: str) -> str:
    found = _YEAR.search(text)
    return found[0] if found else ""
