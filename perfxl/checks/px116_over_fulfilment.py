"""实际完成值大幅超过指标值的，应说明原因。

≥类、=类指标超过指标值的30%（界限见规则包）而没有写明原因的报“核实”：或是指标值定得过低，或是完成值有误。表中没有原因栏的，达到两倍才报。

错例
    指标值 ≥100人次，实际完成值 260人次，偏差原因空白
正例
    指标值 ≥100人次，实际完成值 260人次，偏差原因：新增两个服务点
依据
审核中的通行做法：超额完成较多的，核实指标值是否偏低。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.indicators import Indicator, by_form, indicators
from perfxl.checks.evidence.scored_forms import KINDS, ScoredForm
from perfxl.model.finding import Finding, Severity

CODE = "PX116"
NAME = "超额完成"
GROUP = "form"
LOOKS_AT = KINDS
_UPWARD = frozenset({"≥", ">", "=", ""})
_TWICE = Decimal(2)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each target left far behind without a reason."""
    yield from by_form(_found(book))


def _found(book: Checked) -> Iterator[tuple[ScoredForm, Finding]]:
    bound = book.rules.bound("over_fulfilment")
    for one in indicators(book) if bound else ():
        least = bound if bound and one.unexplained else _TWICE
        reached = one.reached if one.sign in _UPWARD and not _is_told(one) else None
        if reached is not None and reached >= least:
            yield one.form, _finding(book, one, reached)


def _is_told(one: Indicator) -> bool:
    return one.reason is not None and not one.unexplained


def _finding(book: Checked, one: Indicator, reached: Decimal) -> Finding:
    target, actual = one.row.cells["target"], one.row.cells["actual"]
    return Finding(
        CODE, NAME, Severity.WARNING, actual.place,
        f"{book.name(actual)}{actual.text.strip()}是指标值{target.text.strip()}的{reached * 100:.0f}%，没有说明原因。",
        actual.text, "",
        "请核对指标值和实际完成值；属实的，在偏差原因栏说明为何大幅超出。",
        related=(target.place,),
    )  # fmt: skip
