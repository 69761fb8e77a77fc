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
from dataclasses import replace

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.conflicts import Conflict, Root, differ
from perfxl.checks.evidence.facts import Fact, Facts, facts
from perfxl.checks.evidence.wording import expected_text
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.model.table import Table

CODE = "PX242"
NAME = "同一数据"
GROUP = "cross"
YIELDS_TO = ("PX101", "PX104", "PX107", "PX138", "PX139", "PX143", "PX146", "PX148", "PX150")
_SURE = ("execution", "total_score")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each statement that differs from the others of the same fact, unless mended by a sum."""
    found = facts(book.evaluation, {})
    roots: set[Place] = set()
    for conflict in book.conflicts:
        root = book.roots.get(id(conflict))
        if root and root.figure.place not in roots:
            roots.add(root.figure.place)
            yield _finding_at(book, conflict, root)
        elif conflict.proof > 0 or differ(_mended(book, conflict.reference), _mended(book, conflict.other)):
            yield _finding(book, conflict, _grade(conflict, _must_agree(found, conflict)))


def _mended(book: Checked, fact: Fact) -> Fact:
    value = book.read(fact.figure)
    return fact if value is None else replace(fact, value=value)


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


def _grade(conflict: Conflict, must_agree: bool) -> Severity:
    if conflict.how:
        return Severity.ERROR
    if conflict.within_rounding:
        return Severity.INFO
    return Severity.ERROR if must_agree or conflict.proof > 0 else Severity.WARNING


def _finding(book: Checked, conflict: Conflict, severity: Severity) -> Finding:
    figure, reference = conflict.other.figure, conflict.reference
    how = conflict.how
    return Finding(
        CODE, NAME, severity, figure.place,
        f"{book.name(figure)}写的是{figure.text}，而“{reference.table.name}”（{reference.figure.place}）"
        f"写的是{reference.figure.text}{f'，{how}' if how else ''}。",
        figure.text, expected_text(figure, conflict.value),
        "请核对原始数据，把两处改成一致；口径确有不同的，请在表中注明。",
        related=tuple(dict.fromkeys((reference.figure.place, *book.inputs(figure)))),
    )  # fmt: skip


def _finding_at(book: Checked, conflict: Conflict, root: Root) -> Finding:
    figure, other, reference = root.figure, conflict.other.figure, conflict.reference
    should, rival = expected_text(figure, root.value), root.rival
    against = f"，与{rival.place}的{rival.text}" if rival else ""
    fix = (
        "请对照原始数据核对这两个数，把写反的一处改正。"
        if rival
        else f"请对照原始数据核对该数；确属笔误的，改为{should}。"
    )
    return Finding(
        CODE, NAME, Severity.ERROR, figure.place,
        f"{book.name(figure)}写的是{figure.text}{against}{root.how}，使{book.name(other)}为{other.text}，"
        f"而“{reference.table.name}”（{reference.figure.place}）写的是{reference.figure.text}，两处不能同时成立。",
        figure.text, should, fix,
        related=(*([rival.place] if rival else ()), other.place, reference.figure.place),
    )  # fmt: skip
