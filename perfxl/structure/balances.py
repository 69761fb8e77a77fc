"""What tables side by side claim together: 收入总计 and 支出总计 are one figure, and a total may stand under several.

A budget's tables often stand side by side under one heading: 收入 and 支出, 人员经费 and 公用经费.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from perfxl.structure import words
from perfxl.structure.axis import down
from perfxl.structure.numbers import Number
from perfxl.structure.relation import Claim, Law, Relation
from perfxl.structure.slips import is_near
from perfxl.structure.tables import Table

_Blocks = list[Table]


def balances(found: Iterable[Table]) -> Iterator[Relation]:
    """Yield the balances of accounts and the totals that cover several tables side by side."""
    for _, group in groupby(found, key=lambda table: (id(table.view), table.body)):
        blocks = list(group)
        for left, right in pairwise(blocks):
            if _carries(left) or _carries(right):
                yield from _balanced(left, right)
        for at, first in enumerate(blocks[:-1]):
            yield from _covering(first, blocks[at:])


def _balanced(left: Table, right: Table) -> Iterator[Relation]:
    """Yield the equality of the last totals of two sides of an account (收支平衡), column by column.

    They balance where the account carries its remainder (结转、结余); without one income may exceed expenditure.
    """
    for row in left.body:
        sides = left.label(row), right.label(row)
        if not all(map(words.is_grand_total, sides)) or not _opposite(left, right, sides):
            continue
        for one, other in zip(left.columns, right.columns, strict=False):
            stated, same = left.numbers.get((row, one)), right.numbers.get((row, other))
            if stated and same and words.bare(left.heading(one)) == words.bare(right.heading(other)):
                text = f"收支两方的“{words.bare(sides[0])}”和“{words.bare(sides[1])}”相等"
                yield Relation(Law.SUM, stated, ((same, 1),), Claim(text))


def _carries(side: Table) -> bool:
    """Whether a side of an account has a line for the remainder (结转、结余)."""
    return any(words.is_difference(side.label(row)) for row in side.body)


def _opposite(left: Table, right: Table, labels: tuple[str, str]) -> bool:
    """Whether the labels of two totals, or the headings above them, name the two sides of an account."""
    told = [
        label + "".join(table.path(column) for column in range(table.left, table.right + 1))
        for table, label in zip((left, right), labels, strict=True)
    ]
    return words.are_opposite(*told)


def _covering(first: Table, blocks: _Blocks) -> Iterator[Relation]:
    """Yield the totals whose label reaches across several tables, the number standing in the last."""
    for row in first.body:
        reach = max((first.view.right(row, column) for column in first.labels.get(row, ())), default=0)
        covered = [block for block in blocks if block.left <= reach]
        if len(covered) > 1 and words.is_total(first.label(row)):
            yield from filter(_believed, _totals(first.label(row), covered, row))


def _totals(label: str, covered: _Blocks, row: int) -> Iterator[Relation]:
    claim = Claim(f"“{words.bare(label)}”等于其各组成部分之和")
    for at, column in enumerate(covered[-1].columns):
        stated = covered[-1].numbers.get((row, column))
        parts = tuple((number, 1) for block in covered for number in _tops(block, row, at))
        if stated and parts:
            yield Relation(Law.SUM, stated, parts, claim)


def _believed(relation: Relation) -> bool:
    """Whether a total over several tables ties, or looks like a slip; else another meaning is as likely."""
    expected = relation.expected()
    return relation.holds() or (expected is not None and is_near(relation.target.value, expected))


def _tops(block: Table, below: int, at: int) -> list[Number]:
    """Return the numbers above a row in one of a table's columns that are no parts of others there."""
    if at >= len(block.columns):
        return []
    axis, column = down(block), block.columns[at]
    lines = [line for line in axis.lines if line < below and not axis.claims(line)]
    held = {line: number for line in lines if (number := axis.number(line, column))}
    top = min((axis.depths[line] for line in held), default=())
    return [number for line, number in held.items() if axis.depths[line] == top]
