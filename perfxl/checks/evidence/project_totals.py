"""Whether the projects' money adds up to more than the department's project spending."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfxl.checks.evidence.book import Checked, in_unit
from perfxl.checks.evidence.facts import Fact, facts
from perfxl.checks.evidence.scored_forms import funds_total, given, number
from perfxl.checks.evidence.wording import expected_text
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Evaluation, Role, Row
from perfxl.numerals.characters import name_key
from perfxl.numerals.tolerance import sum_tolerance

_OTHER_SOURCES = ("other", "account", "carryover")


@dataclass(frozen=True, slots=True)
class Projects:
    """The amounts of all projects, from their forms or from a list; `others` is what no fiscal grant pays."""

    source: str
    amounts: tuple[Figure, ...]
    others: tuple[Figure, ...] = ()


def compare_with_department(book: Checked, code: str, name: str, key: str) -> Iterator[Finding]:
    """Yield a finding where projects add up to more than the department (error) or to less (info)."""
    stated = facts(book.evaluation, book.mended).get(("department", "project", key), [])
    sources = [source for source in project_amounts(book.evaluation, key) if source.amounts]
    if not stated or not sources:
        return
    largest = max(stated, key=lambda fact: fact.amount(stated[0].figure.unit))
    findings = [found for source in sources for found in _judge(book, (code, name), largest, source)]
    yield from sorted(findings, key=lambda finding: -finding.severity.rank)[:1]


def project_amounts(evaluation: Evaluation, key: str) -> Iterator[Projects]:
    """Yield the amounts of a column of all projects, once for their forms and once for each list."""
    forms = {name_key(form.text("project_name")): form for form in evaluation.of("project_form")}
    totals = (funds_total(form) for name, form in forms.items() if name)
    others = (row for name, form in forms.items() if name for row in form.rows if row.item in _OTHER_SOURCES)
    yield Projects("项目自评表", _column(totals, key), _column(others, key))
    for table in evaluation.of("project_list"):
        yield Projects(table.name, _column(table.of_role(Role.LINE), key))


def _column(rows: Iterable[Row | None], key: str) -> tuple[Figure, ...]:
    return tuple(figure for row in rows if (figure := number(row, key)))


def _judge(book: Checked, check: tuple[str, str], department: Fact, projects: Projects) -> Iterator[Finding]:
    figure = department.figure
    total, slack = _sum(projects.amounts, figure), sum_tolerance(figure, projects.amounts)
    if total is None or given(figure) is None or abs(total - department.value) <= slack:
        return
    more = total > department.value
    fiscal = total - (_sum(projects.others, figure) or Decimal(0))
    severity = Severity.ERROR if fiscal > department.value + slack else Severity.WARNING
    yield Finding(
        *check,
        severity if more else Severity.INFO,
        figure.place,
        f"{projects.source}{len(projects.amounts)}个项目相加为{expected_text(figure, total)}，"
        f"{'大于' if more else '小于'}{book.name(figure)}{figure.text}。",
        figure.text,
        expected_text(figure, total),
        "请核对各项目与部门项目支出的数据。" if more else "未全部纳入自评的属正常；应全部纳入的请补齐项目。",
        related=tuple(amount.place for amount in projects.amounts),
    )


def _sum(figures: tuple[Figure, ...], like: Figure) -> Decimal | None:
    amounts = [in_unit(figure, like.unit) for figure in figures]
    return None if any(amount is None for amount in amounts) else sum((a for a in amounts if a is not None), Decimal(0))
