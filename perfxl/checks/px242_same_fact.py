"""同一数据在各表中相同。

比较部门支出、基本支出、项目支出、“三公”经费、政府采购、人员合计，以及各项目在清单与自评表中的资金和总分。
相邻数字写反、多写少写一位、元与万元混用，或同一项目的同一数据不同的，为错误；其余可能是口径不同，只报“核实”。

错例
    项目清单：全年执行数 12,345.60；该项目自评表：全年执行数 12,354.60
正例
    项目清单：全年执行数 12,345.60；该项目自评表：全年执行数 12,345.60
依据
表间勾稽：同一单位、同一年度、同一口径的数据应当一致。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfxl.checks.book import Checked
from perfxl.checks.facts import Fact, Key, comparable, facts, gap
from perfxl.checks.slips import slip
from perfxl.checks.wording import expected
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Table

CODE = "PX242"
NAME = "同一数据"
YIELDS_TO = ("PX143",)
_SURE = ("execution", "total_score")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each statement that differs from the others of the same fact."""
    found = facts(book.evaluation, book.mended)
    for key, stated in found.items():
        if len(stated) > 1:
            reference = _reference(stated)
            for other in stated:
                if comparable(reference, other) and gap(reference, other):
                    yield _finding(book, reference, other, _sure(found, key, reference, other))


def _reference(stated: Sequence[Fact]) -> Fact:
    """Return the statement that most others agree with, the first of equals."""
    return max(stated, key=lambda fact: sum(comparable(fact, other) and not gap(fact, other) for other in stated))


def _sure(found: dict[Key, list[Fact]], key: Key, left: Fact, right: Fact) -> bool:
    """Whether the two must be one number: of one project, or of a year whose budget both tables state alike."""
    what, item, field = key
    tables = (left.table, right.table)
    if what == "project":
        return field in _SURE or all("initial_budget" in _columns(table) for table in tables)
    if field != "execution" or "quarters" not in (left.table.kind, right.table.kind):
        return False
    budgets = [
        fact for fact in found.get((what, item, "annual_budget"), []) if any(fact.table is table for table in tables)
    ]
    return {fact.table.kind for fact in budgets} >= {table.kind for table in tables} and not any(
        gap(budgets[0], fact) for fact in budgets
    )


def _columns(table: Table) -> set[str]:
    return {key for row in table.rows for key in row.cells}


def _finding(book: Checked, reference: Fact, other: Fact, sure: bool) -> Finding:
    unit, figure = other.figure.unit, other.figure
    value, quantum = reference.amount(unit), max(other.quantum(unit), Decimal("0.01"))
    how = slip(other.value, value, quantum)
    hair = gap(reference, other) <= Decimal("1.5") * max(reference.quantum(reference.figure.unit), Decimal("1E-9"))
    severity = Severity.ERROR if how or (sure and not hair) else Severity.INFO if hair else Severity.WARNING
    should = expected(figure, value)
    clause = f"，{how}" if how else ""
    return Finding(
        CODE, NAME, severity, figure.place,
        f"{book.name(figure)}写的是{figure.text}，而“{reference.table.name}”（{reference.figure.place}）"
        f"写的是{reference.figure.text}{clause}。",
        figure.text, should,
        "请核对原始数据，把两处改成一致；口径确有不同的，请在表中注明。",
        related=(reference.figure.place,),
    )  # fmt: skip
