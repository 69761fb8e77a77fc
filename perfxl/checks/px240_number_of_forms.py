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
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Role, Table
from perfxl.scoring.names import same_name

CODE = "PX240"
NAME = "自评表份数"


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding where the number of forms is not that of the listed projects."""
    forms = {key: form for form in book.evaluation.of("project_form") if (key := same_name(form.text("project_name")))}
    lists = book.evaluation.of("project_list")
    if forms and len(lists) == 1:
        yield from _judge(forms, lists[0])


def _judge(forms: dict[str, Table], listed: Table) -> Iterator[Finding]:
    rows = [row for row in listed.rows if row.role is Role.LINE and row.label.strip() and "label" in row.cells]
    names = {same_name(row.label) for row in rows}
    if not names or len(forms) == len(names):
        return
    more, matched = len(forms) > len(names), names <= forms.keys()
    extra = [form for key, form in forms.items() if key not in names]
    spot = extra[0].fields["project_name"].place if more and extra else rows[0].cells["label"].place
    missing = [row.label for row in rows if same_name(row.label) not in forms]
    who = "、".join([form.text("project_name") for form in extra] if more else missing)
    yield Finding(
        CODE, NAME,
        Severity.INFO if not more else Severity.ERROR if matched else Severity.WARNING,
        spot,
        f"项目自评表有{len(forms)}份，“{listed.name}”列了{len(names)}个项目，"
        f"{'清单中没有' if more else '没有自评表的'}：{who}。",
        str(len(forms)), str(len(names)),
        "请把项目补入清单，或删去多余的自评表。" if more else "未纳入自评的属正常；应纳入的请补自评表。",
        related=tuple(form.fields["project_name"].place for form in extra[1:]),
    )  # fmt: skip
