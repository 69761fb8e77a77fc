"""执行率偏低、年中调整预算的，应按当地规定写明原因。

只在所选规则包有此规定、表中设有原因栏时检查；属实的低执行率和调整不是错误，因此只报“核实”，原因超过规定字数的只报“提示”。

错例
    规定低于90%须写原因：全年预算数 100，全年执行数 80，原因栏空白
正例
    全年预算数 100，全年执行数 80，原因：项目跨年实施
依据
所选规则包中须写原因的情形。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.scored_forms import funds_total, number
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Row, Table
from perfxl.numerals.characters import compact
from perfxl.rules.project import Reasons

CODE = "PX111"
NAME = "执行和调整的原因"
GROUP = "form"
LOOKS_AT = ("project_form",)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each low rate or changed budget without a reason, and for each reason that is too long."""
    rule = book.rules.project.reasons if book.rules.project else None
    for table in book.evaluation.of("project_form") if rule else ():
        total = funds_total(table)
        if rule and total and "reason" in total.cells:
            yield from _missing(book, table, total, rule)
            yield from _long(book, total, rule)


def _missing(book: Checked, table: Table, total: Row, rule: Reasons) -> Iterator[Finding]:
    why = " ".join(filter(None, (_low(total, rule), _changed(total, rule))))
    cell = total.cells["reason"]
    written = any(row.text("reason") for row in table.rows if row.role is total.role)
    if why and not written:
        yield Finding(
            CODE, NAME, Severity.WARNING, cell.place,
            f"{book.name(cell)}空白，但{why.replace(' ', '，')}，按规定应写明原因。",
            "", "",
            "请在原因栏写明；不需要写的，可不理会。",
            rule.citation,
            tuple(total.cells[key].place for key in ("annual_budget", "execution") if key in total.cells),
        )  # fmt: skip


def _low(total: Row, rule: Reasons) -> str:
    budget, spent = number(total, "annual_budget"), number(total, "execution")
    if budget is None or spent is None or not budget.value or spent.value is None:
        return ""
    low = spent.value / budget.value < rule.rate_below
    return f"执行率低于{(rule.rate_below * 100).normalize():f}%" if low else ""


def _changed(total: Row, rule: Reasons) -> str:
    first, last = number(total, "initial_budget"), number(total, "annual_budget")
    changed = rule.on_change and first is not None and last is not None and first.value != last.value
    return f"预算由{first.text}调整为{last.text}" if changed and first and last else ""


def _long(book: Checked, total: Row, rule: Reasons) -> Iterator[Finding]:
    cell = total.cells["reason"]
    count = len(compact(cell.text))
    if rule.longest and count > rule.longest:
        yield Finding(
            CODE, NAME, Severity.INFO, cell.place,
            f"{book.name(cell)}有{count}个字，规定不超过{rule.longest}字。",
            f"{count}字", f"{rule.longest}字",
            "请精简。",
            rule.citation,
        )  # fmt: skip
