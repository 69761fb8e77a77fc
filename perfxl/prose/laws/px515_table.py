"""文中表格的合计、占比与表内各行相符，并与正文的数一致。

合计行等于各行之和；占比列等于各行的数除以合计；第一列分类下各行之和等于正文里同名的数。
只有同一列其余各行都相符时，才认定不符的一行有错。

错例
    甲 60.00 60.00%；乙 40.00 41.00%；合计 100.00 100.00%
正例
    甲 60.00 60.00%；乙 40.00 40.00%；合计 100.00 100.00%
依据
    合计、占比的定义。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfxl.model.finding import Severity
from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim
from perfxl.prose.formula import ratio, total
from perfxl.prose.judging import Question, Reading, ties
from perfxl.prose.naming import alike, core
from perfxl.prose.numbers import Kind
from perfxl.prose.report import levels
from perfxl.prose.tables import Row, Table

CODE = "PX515"
NAME = "文中表格"
GROUP = "sums"
_ENOUGH = 3  # rows that must tie before another row of the column is wrong
_NEAR = 6  # passages around a table in which its figures are told in words


def questions(analysis: Analysis) -> Iterator[Question]:
    """Ask of totals, shares and group sums of each table."""
    for table in analysis.report.tables:
        yield from _totals(table)
        yield from _shares(table)
        yield from _told(analysis, table)


def _totals(table: Table) -> Iterator[Question]:
    sums = [row for row in table.body if row.total]
    parts = [row for row in table.body if not row.total]
    if len(sums) != 1 or len(parts) < 2:
        return
    fits = {column: _adds_up(sums[0], parts, column) for column in table.columns}
    for column, claim in sums[0].claims.items():
        terms = [row.claims[column] for row in parts if column in row.claims and row.claims[column].comparable(claim)]
        if len(terms) >= 2:
            certain = any(fit for other, fit in fits.items() if other != column) and len(terms) == len(parts)
            yield Question(CODE, claim, (Reading(total(terms), certain, severity=Severity.WARNING),))


def _adds_up(whole: Row, parts: Sequence[Row], column: int) -> bool:
    claim = whole.claims.get(column)
    terms = [row.claims[column] for row in parts if column in row.claims]
    return claim is not None and len(terms) > 1 and ties(claim, total(terms))


def _shares(table: Table) -> Iterator[Question]:
    """Ask of each percentage whether it is its row's amount divided by the total's."""
    wholes = [row for row in table.body if row.total]
    for column in table.columns:
        for amounts in (other for other in table.columns if other != column):
            rows = [row for row in table.body if _pair(row, column, amounts)]
            whole = wholes[-1].claims.get(amounts) if len(wholes) == 1 else None
            if whole is None or not whole.value or len(rows) < _ENOUGH:
                continue
            told = [(row.claims[column], ratio(row.claims[amounts], whole)) for row in rows]
            good = sum(ties(claim, formula) for claim, formula in told)
            if good * 4 >= len(told) * 3:
                for claim, formula in told:
                    yield Question(CODE, claim, (Reading(formula, good > _ENOUGH),))


def _pair(row: Row, column: int, amounts: int) -> bool:
    share, amount = row.claims.get(column), row.claims.get(amounts)
    return share is not None and amount is not None and share.kind is Kind.PERCENT and amount.kind is not Kind.PERCENT


def _told(analysis: Analysis, table: Table) -> Iterator[Question]:
    """Ask of amounts near a table whether a group of its rows, or its total, is what they tell."""
    first, last = table.rows[0].passage.index, table.rows[-1].passage.index
    near = [
        claim
        for index in range(max(0, first - _NEAR), last + _NEAR)
        for claim in levels(analysis.report.by_passage.get(index, ()))
        if claim.kind is Kind.MONEY and not claim.hedged
    ]
    for column in table.columns:
        for label, rows in table.groups():
            cells = [row.claims[column] for row in rows if column in row.claims]
            if len(cells) > 1 and label:
                yield from _named(label, cells, near)
        for row in (row for row in table.body if row.total and column in row.claims):
            yield from (
                Question(CODE, row.claims[column], (Reading(total((claim,))),))
                for claim in _equal(row.claims[column], near)
            )


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
