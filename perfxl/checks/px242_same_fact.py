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

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.conflicts import Conflict, differ
from perfxl.checks.evidence.facts import Fact, Facts, facts
from perfxl.checks.evidence.typos import typo
from perfxl.checks.evidence.wording import expected_text
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Table
from perfxl.numerals.tolerance import CENT

CODE = "PX242"
NAME = "同一数据"
YIELDS_TO = ("PX101", "PX104", "PX107", "PX138", "PX139", "PX143", "PX146", "PX148", "PX150")
_SURE = ("execution", "total_score")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each statement that differs from the others of the same fact, unless mended by a sum."""
    found = facts(book.evaluation, {})
    now = {fact.figure.place: fact for stated in facts(book.evaluation, book.mended).values() for fact in stated}
    for conflict in book.conflicts:
        reference, other = now[conflict.reference.figure.place], now[conflict.other.figure.place]
        if conflict.proof > 0 or differ(reference, other):
            yield _finding(book, conflict, _grade(conflict, _must_agree(found, conflict)))


def _must_agree(found: Facts, conflict: Conflict) -> bool:
    """Whether the two are one number by definition: of one project, or of a year whose budget both state alike."""
    left, right = conflict.reference, conflict.other
    what, item, field = left.key
    tables = (left.table, right.table)
    if what == "project":
        return field in _SURE or all("initial_budget" in _columns(table) for table in tables)
    if field != "execution" or all(table.kind != "quarters" for table in tables):
        return False
    return _budgets_agree(tables, found.get((what, item, "annual_budget"), []))


def _budgets_agree(tables: tuple[Table, ...], stated: Sequence[Fact]) -> bool:
    budgets = [fact for fact in stated if any(fact.table is table for table in tables)]
    both = {fact.table.kind for fact in budgets} >= {table.kind for table in tables}
    return both and not any(differ(budgets[0], fact) for fact in budgets)


def _columns(table: Table) -> set[str]:
    return {key for row in table.rows for key in row.cells}


def _typo(conflict: Conflict) -> str:
    other = conflict.other
    return typo(other.value, conflict.value, max(other.quantum(other.figure.unit), CENT))


def _grade(conflict: Conflict, must_agree: bool) -> Severity:
    if _typo(conflict):
        return Severity.ERROR
    if conflict.within_rounding:
        return Severity.INFO
    return Severity.ERROR if must_agree or conflict.proof > 0 else Severity.WARNING


def _finding(book: Checked, conflict: Conflict, severity: Severity) -> Finding:
    figure, reference = conflict.other.figure, conflict.reference
    how = _typo(conflict)
    return Finding(
        CODE, NAME, severity, figure.place,
        f"{book.name(figure)}写的是{figure.text}，而“{reference.table.name}”（{reference.figure.place}）"
        f"写的是{reference.figure.text}{f'，{how}' if how else ''}。",
        figure.text, expected_text(figure, conflict.value),
        "请核对原始数据，把两处改成一致；口径确有不同的，请在表中注明。",
        related=(reference.figure.place,),
    )  # fmt: skip
