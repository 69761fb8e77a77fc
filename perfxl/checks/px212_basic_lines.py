"""基本支出明细中的因公出国、公务接待、公车运行和购置费，不大于同名的“三公”经费。

“三公”经费包括基本支出和项目支出中的同类费用，明细不可能更大。按科目编码30212、30217、30231、31013找明细。

错例
    30217 公务接待费 1.20，“三公”经费中的公务接待费 0.86
正例
    30217 公务接待费 0.80，“三公”经费中的公务接待费 0.86
依据
部门决算报表的勾稽：基本支出的经济分类明细是全口径的一部分。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perfxl.checks.evidence.book import Checked, in_unit
from perfxl.checks.evidence.facts import is_whole
from perfxl.checks.evidence.scored_forms import number
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.numerals.units import convert, money_factor
from perfxl.structure.numbers import Number
from perfxl.structure.tables import Table

CODE = "PX212"
NAME = "基本支出与“三公”经费"
GROUP = "cross"
LOOKS_AT = ("three_public",)
_CODES = {"30212": "abroad", "30217": "reception", "30231": "vehicle_running", "31013": "vehicle_purchase"}
_REACH = 4  # columns after a code in which its amount stands


def check(book: Checked) -> Iterator[Finding]:
    """Yield an error for each line of basic expenditure above the whole of its kind."""
    whole = _wholes(book)
    for table in book.structure.tables if whole else ():
        for item, line in _lines(table):
            figure = whole.get(item)
            if figure is not None and figure.place.sheet is not None:
                yield from _judge(book, table, line, figure)


def _wholes(book: Checked) -> Mapping[str, Figure]:
    tables = [table for table in book.evaluation.of(*LOOKS_AT) if is_whole(table)]
    found = {item: number(tables[0].item(item), "execution") for item in _CODES.values()} if len(tables) == 1 else {}
    return {item: figure for item, figure in found.items() if figure}


def _lines(table: Table) -> Iterator[tuple[str, Number]]:
    """Yield the amounts that stand after the codes of the four lines."""
    for row in table.body:
        for column in range(table.left, table.right + 1):
            code = table.numbers.get((row, column))
            text = code.text if code else table.view.word(row, column)
            after = (table.numbers.get((row, at)) for at in range(column + 1, column + 1 + _REACH))
            amount = next(filter(None, after), None) if text.replace(",", "") in _CODES else None
            if amount:
                yield _CODES[text.replace(",", "")], amount


def _judge(book: Checked, table: Table, line: Number, whole: Figure) -> Iterator[Finding]:
    unit = table.unit or whole.unit
    limit = in_unit(whole, unit)
    if limit is None or not money_factor(unit) or line.place == whole.place:
        return
    room = max(line.quantum, convert(whole.quantum or line.quantum, whole.unit, unit))
    if line.value > limit + room:
        yield Finding(
            CODE, NAME, Severity.ERROR, line.place,
            f"基本支出明细的{line.text}大于{book.name(whole)}{whole.text}，部分不能大于全部。",
            line.text, f"≤{whole.text}",
            "请核对两处的决算数，把写错的一处改正。",
            related=(whole.place,),
        )  # fmt: skip
