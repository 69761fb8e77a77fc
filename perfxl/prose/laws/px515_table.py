"""文中表格的合计、占比与表内各行相符，并与正文的数一致。

合计行等于各行之和（“其中”和加起来等于上一行的明细不重复计）；占比列等于各行的数除以合计；执行率等比率列等于同一行两数相除；第一列分类下各行之和等于正文里同名的数。
只有同一列其余各行都相符时，才认定不符的一行有错。

错例
    甲 60.00 60.00%；乙 40.00 41.00%；合计 100.00 100.00%
正例
    甲 60.00 60.00%；乙 40.00 40.00%；合计 100.00 100.00%
依据
    合计、占比的定义。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import permutations

from perfxl.model.finding import Severity
from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim
from perfxl.prose.formula import Formula, ratio, total
from perfxl.prose.judging import Question, Reading, rounds_to, ties
from perfxl.prose.naming import alike, core, name_of
from perfxl.prose.numbers import Kind
from perfxl.prose.report import levels, sentence_of
from perfxl.prose.tables import Row, Table

CODE = "PX515"
NAME = "文中表格"
GROUP = "sums"
_ENOUGH = 3  # rows that must tie before another row of the column is wrong
_APART = Decimal("0.1")  # how far shares may be from their total and still be meant to add up to it
_RATE = re.compile("率|进度")
_OF_WHICH = "其中"
_BOTH = 2  # totals that a sentence must tell rightly before another one of it is wrong
_NEAR = 6  # passages around a table in which its figures are told in words


def questions(analysis: Analysis) -> Iterator[Question]:
    """Ask of totals, shares and group sums of each table."""
    for table in analysis.report.tables:
        yield from _totals(table)
        yield from _shares(table)
        yield from _rates(table)
        yield from _told(analysis, table)


def _totals(table: Table) -> Iterator[Question]:
    """Ask of the cells of a table's only total whether its rows add up to them."""
    sums = [row for row in table.body if row.total]
    every = [row for row in table.body if not row.total]
    if len(sums) == 1:
        parts = _summands(sums[0], every, table.columns)
        if len(parts) >= 2:
            yield from _sums(sums[0], parts, every, table.columns)


def _summands(whole: Row, every: Sequence[Row], columns: Sequence[int]) -> Sequence[Row]:
    """Return the rows that a total is the sum of: all where some full column says so, else the outermost."""
    full = [column for column in columns if all(column in row.claims for row in every)]
    if any(_adds_up(whole, every, column) for column in full):
        return every
    return _outermost(every, columns)


def _sums(whole: Row, parts: Sequence[Row], every: Sequence[Row], columns: Sequence[int]) -> Iterator[Question]:
    """Ask of each cell of a total; certain where another column adds up and no part is left out."""
    fitting = {column for column in columns if _adds_up(whole, parts, column)}
    for column, claim in whole.claims.items():
        terms = [term for term in _cells(parts, column) if term.comparable(claim)]
        if len(terms) >= 2 and (claim.kind is not Kind.PERCENT or _shares_of_whole(claim, terms)):
            certain = bool(fitting - {column}) and len(terms) == len(parts)
            first = Reading(total(terms), certain, severity=Severity.WARNING)
            yield Question(CODE, claim, (first, Reading(total(_cells(every, column)))))


def _cells(rows: Sequence[Row], column: int) -> list[Claim]:
    return [row.claims[column] for row in rows if column in row.claims]


def _shares_of_whole(claim: Claim, terms: Sequence[Claim]) -> bool:
    """Whether percentages are shares that should add up; that rounded ones miss 100 % by a little is no matter."""
    added = total(terms)
    near = abs(added.value() - claim.value) <= _APART
    return near and (rounds_to(claim, added) or not ties(claim, added))


def _outermost(rows: Sequence[Row], columns: Sequence[int]) -> list[Row]:
    """Return the rows that are no parts of another row above them: 其中, or rows that add up to it."""
    inner: set[int] = set()
    for place, row in enumerate(rows):
        if row.label.startswith(_OF_WHICH):
            inner.add(place)
        for column in columns:
            inner |= set(_parts_below(rows, place, column)) if column in row.claims else set()
    return [row for place, row in enumerate(rows) if place not in inner]


def _parts_below(rows: Sequence[Row], place: int, column: int) -> range:
    """Return the places of the rows right below one that add up to it, at least two of them; none where none do."""
    whole, terms = rows[place].claims[column], []
    for behind in range(place + 1, len(rows)):
        claim = rows[behind].claims.get(column)
        if claim is None or not claim.comparable(whole) or not whole.value:
            break
        terms.append(claim)
        if len(terms) > 1 and ties(whole, total(terms)):
            return range(place + 1, behind + 1)
    return range(0)


def _adds_up(whole: Row, parts: Sequence[Row], column: int) -> bool:
    claim, terms = whole.claims.get(column), _cells(parts, column)
    return claim is not None and len(terms) > 1 and ties(claim, total(terms))


def _shares(table: Table) -> Iterator[Question]:
    """Ask of each percentage whether it is its row's amount divided by the total's."""
    wholes = [row for row in table.body if row.total]
    if len(wholes) == 1:
        for column, amounts in permutations(table.columns, 2):
            yield from _shares_of(table, wholes[0].claims.get(amounts), column, amounts)


def _shares_of(table: Table, whole: Claim | None, column: int, amounts: int) -> Iterator[Question]:
    rows = [row for row in table.body if _pair(row, column, amounts)]
    if whole is None or not whole.value or len(rows) < _ENOUGH:
        return
    told = [(row.claims[column], ratio(row.claims[amounts], whole)) for row in rows]
    yield from _where_most_tie(told, sum(ties(claim, formula) for claim, formula in told))


def _where_most_tie(told: Sequence[tuple[Claim, Formula]], good: int) -> Iterator[Question]:
    """Ask of all figures of a column where three of four tie with their arithmetic."""
    if good * 4 >= len(told) * 3:
        for claim, formula in told:
            yield Question(CODE, claim, (Reading(formula, good > _ENOUGH),))


def _rates(table: Table) -> Iterator[Question]:
    """Ask of each percentage of a column of rates whether it is one amount of its row divided by another."""
    for column in table.columns:
        if not _RATE.search(table.headings.get(column, "")):
            continue
        pairs = permutations((other for other in table.columns if other != column), 2)
        best = max((_divided(table, column, *pair) for pair in pairs), key=lambda told: told[0], default=(0, []))
        good, told = best
        if good >= _ENOUGH:
            yield from _where_most_tie(told, good)


def _divided(table: Table, column: int, over: int, under: int) -> tuple[int, list[tuple[Claim, Formula]]]:
    """Return how many rates of a column fit one column divided by another, and all of them with their arithmetic."""
    rows = [row for row in table.body if _pair(row, column, over) and _pair(row, column, under)]
    rows = [row for row in rows if row.claims[over].comparable(row.claims[under]) and row.claims[under].value]
    told = [(row.claims[column], ratio(row.claims[over], row.claims[under])) for row in rows]
    return sum(ties(claim, formula) for claim, formula in told), told


def _pair(row: Row, column: int, amounts: int) -> bool:
    share, amount = row.claims.get(column), row.claims.get(amounts)
    return share is not None and amount is not None and share.kind is Kind.PERCENT and amount.kind is not Kind.PERCENT


def _told(analysis: Analysis, table: Table) -> Iterator[Question]:
    """Ask of amounts near a table whether a group of its rows, or its total, is what they tell."""
    near = _amounts_near(analysis, table)
    for column in table.columns:
        for label, rows in table.groups():
            cells = _cells(rows, column)
            if len(cells) > 1 and label:
                yield from _named(label, cells, near)
        for cell in _cells([row for row in table.body if row.total], column):
            yield from (Question(CODE, cell, (Reading(total((claim,))),)) for claim in _equal(cell, near))
    yield from _totals_told(table, near)


def _totals_told(table: Table, near: Sequence[Claim]) -> Iterator[Question]:
    """Ask of a sentence that tells a table's totals, two of them rightly, whether it tells the others rightly."""
    wholes = [row for row in table.body if row.total]
    for sentence in dict.fromkeys(map(sentence_of, near)) if len(wholes) == 1 else ():
        told = [claim for claim in near if sentence_of(claim) == sentence]
        pairs = list(_with_cells(told, wholes[0], table))
        if sum(ties(claim, total((cell,))) for claim, cell in pairs) == max(len(pairs) - 1, _BOTH):
            for claim, cell in pairs:
                yield Question(CODE, claim, (Reading(total((cell,)), True, severity=Severity.WARNING),))


def _with_cells(told: Sequence[Claim], whole: Row, table: Table) -> Iterator[tuple[Claim, Claim]]:
    for claim in told:
        cell = _cell_of(claim, whole, table)
        if cell is not None:
            yield claim, cell


def _cell_of(claim: Claim, whole: Row, table: Table) -> Claim | None:
    """Return the total of the column whose heading tells an amount's measure."""
    measure = claim.subject.measure
    told = [column for column in table.columns if not _RATE.search(table.headings.get(column, ""))]
    columns = [column for column in told if name_of(table.headings.get(column, "")).measure == measure]
    cells = _cells([whole], columns[0]) if measure and len(columns) == 1 else []
    return cells[0] if cells and cells[0].comparable(claim) else None


def _amounts_near(analysis: Analysis, table: Table) -> list[Claim]:
    first, last = table.rows[0].passage.index, table.rows[-1].passage.index
    return [
        claim
        for index in range(max(0, first - _NEAR), last + _NEAR)
        for claim in levels(analysis.report.by_passage.get(index, ()))
        if claim.kind is Kind.MONEY and not claim.hedged
    ]


def _named(label: str, cells: Sequence[Claim], near: Sequence[Claim]) -> Iterator[Question]:
    name = core(label)
    for claim in near:
        if (
            claim.comparable(cells[0])
            and claim.name.core
            and alike(claim.name.core, name)
            and ties(claim, total(cells))
        ):
            yield Question(CODE, claim, (Reading(total(cells)),))


def _equal(cell: Claim, near: Sequence[Claim]) -> list[Claim]:
    return [claim for claim in near if claim.comparable(cell) and claim.value == cell.value][:1]
