"""项目自评表的份数不多于项目清单的项目数。

清单中的项目都有自评表、自评表却更多的，为错误；名称对不上的报“核实”；自评表较少的作提示。

错例
    清单列2个项目，自评表有3份
正例
    清单列2个项目，自评表有2份
依据
表间勾稽：纳入自评的项目应列入清单。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Role, Row, Table
from perfxl.numerals.characters import name_key

CODE = "PX240"
NAME = "自评表份数"
GROUP = "form"
LOOKS_AT = ("project_form",)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding where the number of forms is not that of the listed projects."""
    forms = {key: form for form in book.evaluation.of("project_form") if (key := name_key(form.text("project_name")))}
    lists = book.evaluation.of("project_list")
    if forms and len(lists) == 1:
        yield from _judge(forms, lists[0])


def _judge(forms: dict[str, Table], listed: Table) -> Iterator[Finding]:
    rows = {name_key(row.label): row for row in reversed(listed.rows) if _is_project(row)}
    unlisted = [forms[key].fields["project_name"] for key in forms if key not in rows]
    missing = [rows[key].cells["label"] for key in reversed(rows) if key not in forms]
    counts = (len(forms), len(rows))
    said = f"项目自评表有{len(forms)}份，“{listed.name}”列了{len(rows)}个项目"
    if len(forms) > len(rows) > 0:
        fix = "请把项目补入清单，或删去多余的自评表。"
        yield _finding(_severity(listed, missing), f"{said}，清单中没有", unlisted, counts, fix)
    elif len(forms) < len(rows):
        fix = "未纳入自评的属正常；应纳入的请补自评表。"
        yield _finding(Severity.INFO, f"{said}，没有自评表的", missing, counts, fix)


def _severity(listed: Table, missing: list[Figure]) -> Severity:
    """Return how sure it is: names that differ, or that stand in the list twice, may stand for the missing ones."""
    names = [name_key(row.label) for row in listed.rows if _is_project(row)]
    return Severity.WARNING if missing or len(set(names)) < len(names) else Severity.ERROR


def _is_project(row: Row) -> bool:
    return row.role is Role.LINE and "label" in row.cells and bool(row.label.strip())


def _finding(severity: Severity, said: str, names: list[Figure], counts: tuple[int, int], fix: str) -> Finding:
    first, *others = names
    return Finding(
        CODE, NAME, severity, first.place,
        f"{said}：{'、'.join(name.text for name in names)}。",
        str(counts[0]), str(counts[1]), fix,
        related=tuple(other.place for other in others),
    )  # fmt: skip
