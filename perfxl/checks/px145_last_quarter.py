"""第四季度支出占全年的比例不宜过高。

超过规则包界限（40%）的报“核实”：年底集中支出的应说明原因。

错例
    全年支出 1000.00，第四季度 520.00
正例
    全年支出 1000.00，第四季度 270.00
依据
支出进度的通行要求，未见公开原件。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.scored_forms import number, total_of
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity

CODE = "PX145"
NAME = "第四季度支出"
GROUP = "sums"
LOOKS_AT = ("quarters",)
_ITEMS = ("q1", "q2", "q3", "q4")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each year whose last quarter spends too much of it."""
    bound = book.rules.bound("last_quarter")
    for table in book.evaluation.of(*LOOKS_AT) if bound else ():
        spent = [figure for item in _ITEMS if (figure := number(table.item(item), "spending"))]
        whole = total_of(spent)
        if bound and len(spent) == len(_ITEMS) and whole > 0 and total_of(spent[-1:]) / whole > bound:
            yield _finding(book, spent, total_of(spent[-1:]) / whole, bound)


def _finding(book: Checked, spent: list[Figure], share: Decimal, bound: Decimal) -> Finding:
    last = spent[-1]
    return Finding(
        CODE, NAME, Severity.WARNING, last.place,
        f"{book.name(last)}{last.text}占全年的{share * 100:.1f}%，超过{bound * 100:.0f}%。",
        last.text, "",
        "请核对各季度支出；年底集中支出属实的请说明原因。",
        related=tuple(figure.place for figure in spent[:-1]),
    )  # fmt: skip
