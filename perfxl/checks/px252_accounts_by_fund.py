"""一般公共预算、政府性基金预算、国有资本经营预算的决算数之和等于部门支出合计。

部门可能另有其他资金来源，因此只有两数仅相邻两位数字写反时才是错误；合计更大的报“核实”，更小的作提示。

错例
    一般公共预算决算数 12,354.60，政府性基金决算数 0，部门支出合计 12,345.60
正例
    一般公共预算决算数 12,345.60，政府性基金决算数 0，部门支出合计 12,345.60
依据
部门决算按资金性质的划分；没有其他来源资金时各项之和等于支出合计。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfxl.checks.evidence.book import Checked, in_unit
from perfxl.checks.evidence.facts import facts
from perfxl.checks.evidence.scored_forms import given
from perfxl.checks.evidence.typos import has_exchanged_digits
from perfxl.checks.evidence.wording import expected_text
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Table
from perfxl.numerals.tolerance import sum_tolerance

CODE = "PX252"
NAME = "决算按资金划分"
GROUP = "cross"
LOOKS_AT = ("carryover",)
_FUNDS = ("general_public_accounts", "government_fund_accounts", "state_capital_accounts")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding where the accounts by fund are not the spending."""
    stated = facts(book.evaluation, book.mended).get(("department", "total", "execution"), [])
    for table in book.evaluation.of("carryover"):
        funds = [figure for key in _FUNDS if (figure := given(table.fields.get(key)))]
        if stated and given(table.fields.get(_FUNDS[0])):
            yield from _judge(book, table, funds, stated[0].figure, stated[0].value)


def _judge(
    book: Checked, table: Table, funds: list[Figure], spending: Figure, spent: Decimal
) -> Iterator[Finding]:  # fmt: skip
    unit = spending.unit
    amounts = [amount for fund in funds if (amount := in_unit(fund, unit)) is not None]
    gap = spent - sum(amounts, Decimal(0))
    if len(amounts) < len(funds) or abs(gap) <= sum_tolerance(spending, funds):
        return
    readings = [(fund, _in_unit_of(fund, unit, amount + gap)) for fund, amount in zip(funds, amounts, strict=True)]
    slips = [(Severity.ERROR, *reading) for reading in readings if _exchanged(*reading)]
    question = (Severity.WARNING if gap < 0 else Severity.INFO, *readings[0])
    severity, fund, should = next(iter(slips), question)
    yield _finding(book, table, fund, spending, should, severity)


def _in_unit_of(figure: Figure, unit: str, amount: Decimal) -> Decimal:
    """Return an amount of `unit` in the unit of a figure."""
    ratio = in_unit(figure, unit)
    return amount if not ratio or not figure.value else amount * (figure.value / ratio)


def _exchanged(fund: Figure, should: Decimal) -> bool:
    quantum = fund.quantum or Decimal(1)
    return has_exchanged_digits(f"{(fund.value or Decimal(0)).quantize(quantum):f}", f"{should.quantize(quantum):f}")


def _finding(
    book: Checked, table: Table, fund: Figure, spending: Figure, should: Decimal, severity: Severity
) -> Finding:  # fmt: skip
    printed = expected_text(fund, should)
    why = "，相邻两位数字写反" if severity is Severity.ERROR else ""
    fix = f"请核对决算报表；属笔误的，改为{printed}。" if why else "请核对决算报表；有其他资金来源的请注明。"
    others = tuple(figure.place for key in _FUNDS if (figure := table.fields.get(key)) and figure is not fund)
    return Finding(
        CODE, NAME, severity, fund.place,
        f"{book.name(fund)}写的是{fund.text}，按部门支出合计{spending.text}应为{printed}{why}。",
        fund.text, printed, fix,
        related=(spending.place, *others),
    )  # fmt: skip
