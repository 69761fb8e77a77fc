"""政府采购合计等于货物、工程、服务之和，剩余指标等于年度指标减实际支出。

预算明细中标明“政府采购”的各项之和大于政府采购预算的，报“核实”。

错例
    年度指标 50.00，实际支出 42.00，剩余指标 9.00
正例
    年度指标 50.00，实际支出 42.00，剩余指标 8.00
依据
政府采购的分类：货物、工程和服务（《中华人民共和国政府采购法》第二条）；剩余指标的定义。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfxl.checks.evidence.book import Checked, in_unit
from perfxl.checks.evidence.report import mismatch
from perfxl.checks.evidence.scored_forms import given, number
from perfxl.model.derivation import Relation
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Role, Row, Table
from perfxl.numerals.tolerance import sum_tolerance

CODE = "PX148"
NAME = "政府采购构成"
GROUP = "sums"
LOOKS_AT = ("procurement",)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each sum and remainder of procurement that does not tie."""
    for suspect in book.suspects((Relation.SUM, Relation.TOTAL, Relation.DIFFERENCE), ("procurement",)):
        yield mismatch(CODE, NAME, book, suspect)
    rows = [row for table in book.evaluation.of("budget_lines") for row in table.rows if _is_labelled(row)]
    lines = [figure for row in rows if (figure := number(row, "initial_budget"))]
    for table in book.evaluation.of("procurement"):
        budget = _budget(table)
        if budget:
            yield from _labelled(lines, budget)


def _budget(table: Table) -> Figure | None:
    row = table.item("total")
    return given(row.cells.get("initial_budget") if row else table.fields.get("initial_budget"))


def _is_labelled(row: Row) -> bool:
    return row.role is Role.LINE and "政府采购" in row.label


def _labelled(lines: list[Figure], budget: Figure) -> Iterator[Finding]:
    amounts = [amount for figure in lines if (amount := in_unit(figure, budget.unit)) is not None]
    total = sum(amounts, Decimal(0))
    if budget.value is not None and len(amounts) == len(lines) and total > budget.value + sum_tolerance(budget, lines):
        yield Finding(
            CODE, NAME, Severity.WARNING, budget.place,
            f"预算明细中标明“政府采购”的{len(lines)}项合计{total:,f}{budget.unit}，大于政府采购年初预算{budget.text}。",
            budget.text, f"≥{total:,f}",
            "请核对政府采购预算是否漏列，或预算明细的“政府采购”标注是否有误。",
            related=tuple(figure.place for figure in lines),
        )  # fmt: skip
