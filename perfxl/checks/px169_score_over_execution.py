"""指标得分率不宜明显高于预算执行率。

按绩效管理系统的红灯校验：（S÷90－E÷10）÷（S÷90）大于5%的报“核实”，S为指标得分，E为执行得分；分值不是90与10的表不看，已写明执行原因的不报。

错例
    执行得分 7.90，指标得分 90
正例
    执行得分 9.70，指标得分 88
依据
绩效管理系统的红灯校验，未核实。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.scored_forms import ScoredForm, funds_total, number, scored_forms, total_of
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity

CODE = "PX169"
NAME = "得分率高于执行率"
GROUP = "scores"
LOOKS_AT = ("project_form",)
_OWN, _EXECUTION = Decimal(90), Decimal(10)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each form whose indicators score far better than its spending."""
    bound = book.rules.bound("score_over_execution")
    forms = (form for form in scored_forms(book.evaluation) if form.table.kind in LOOKS_AT)
    for form in forms if bound else ():
        row = funds_total(form.table)
        spent = number(row, "score")
        if bound and row and spent and not row.text("reason") and _share(form, spent) > bound:
            yield _finding(book, form, spent)


def _share(form: ScoredForm, spent: Figure) -> Decimal:
    """Return how far the execution's share of its points lies below the indicators'; 0 of forms not 90 to 10."""
    reached = total_of(_scores(form)) / _OWN
    if not reached or total_of(form.weights()) != _OWN:
        return Decimal(0)
    return 1 - (spent.value or 0) / _EXECUTION / reached


def _scores(form: ScoredForm) -> list[Figure]:
    return [figure for row in form.rows if (figure := number(row, "score"))]


def _finding(book: Checked, form: ScoredForm, spent: Figure) -> Finding:
    reached = f"{total_of(_scores(form)).normalize():f}"
    return Finding(
        CODE, NAME, Severity.WARNING, spent.place,
        f"“{form.name}”的指标得分{reached}（满分90），执行得分只有{spent.text.strip()}（满分10），相差较大。",
        spent.text, "",
        "请核实：预算没有花完，任务是否都已完成；属实的请说明原因。",
        related=tuple(score.place for score in _scores(form)),
    )  # fmt: skip
