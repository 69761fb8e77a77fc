"""比上年变动较大的应说明原因。

同一行既有本年数又有上年数的，以及“三公”经费、预算执行、资产、人员各表与 `--previous` 所给上年工作簿的同一行，变动超过
规则包界限（50%）的报“核实”；上年为0的不算比率。

错例
    “三公”经费上年 10.00，本年 23.00
正例
    “三公”经费上年 10.00，本年 9.50
依据
审核中的通行界限，未见公开原件。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.indicators import gathered
from perfxl.checks.evidence.lastyear import amount, pairs, where
from perfxl.checks.evidence.scored_forms import number
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Evaluation, Table

CODE = "PX154"
NAME = "比上年变动"
GROUP = "cross"
_LAST = "last_"
_WATCHED = {"three_public": "execution", "execution": "execution", "assets": "amount", "staff": "actual"}


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each figure that jumped since last year."""
    bound = book.rules.bound("yearly_jump")
    for table in book.evaluation.tables if bound else ():
        jumped = [pair for pair in _pairs(table) if bound and _change(*pair) > bound]
        yield from gathered([replace(_finding(book, *pair, pair[1].text), related=(pair[1].place,)) for pair in jumped])
    if bound and book.previous:
        yield from _since(book, book.previous, float(bound))


def _since(book: Checked, last: Evaluation, bound: float) -> Iterator[Finding]:
    """Yield a warning for each watched figure that jumped since last year's workbook."""
    for pair in pairs(book.evaluation, last):
        key = _WATCHED.get(pair.now.kind)
        told = [
            (now, replace(then, value=amount(then, now)), f"{then.text}（{where(last, then)}）")
            for _, now, then in (pair.figures(key) if key else ())
            if now.value and then.value
        ]
        yield from gathered([_finding(book, *one) for one in told if _change(*one[:2]) > bound])


def _pairs(table: Table) -> Iterator[tuple[Figure, Figure]]:
    for row in table.rows:
        for key in row.cells:
            now, then = number(row, key), number(row, f"{_LAST}{key}")
            if now and then and then.value and now.value and then.unit == now.unit:
                yield now, then


def _change(now: Figure, then: Figure) -> float:
    return abs(float(now.value or 0) / float(then.value or 1) - 1)


def _finding(book: Checked, now: Figure, then: Figure, before: str) -> Finding:
    return Finding(
        CODE, NAME, Severity.WARNING, now.place,
        f"{book.name(now)}{now.text}比上年的{before}变动{_change(now, then) * 100:.1f}%。",
        now.text, "",
        "请核对两年的数；属实的请说明原因。",
    )  # fmt: skip
