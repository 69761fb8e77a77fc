"""年中已经超过全年指标值的，核对指标值和完成值。

指标值是上限（≤）而已经超过的报“核实”；是下限（≥）而完成值已达到规则包所定倍数的，指标值可能定低了，只报“提示”。

错例
    指标值 ≤5，7月末完成值 6
正例
    指标值 ≤5，7月末完成值 3
依据
所选规则包的超额完成规则；绩效运行监控“双监控”。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.monitored import KINDS, assessments
from perfxl.model.finding import Finding, Severity
from perfxl.monitoring.assessing import AssessedIndicator, Assessment

CODE = "PX707"
NAME = "已超过全年指标值"
GROUP = "monitoring"
LOOKS_AT = KINDS


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each indicator that is beyond the year's target already."""
    overshoot = book.rules.monitoring.overshoot if book.rules.monitoring else None
    for found in assessments(book):
        for each in found.indicators:
            if each.beyond:
                yield from _finding(found, each, Severity.WARNING, "超过了全年的上限")
            elif overshoot and each.attained is not None and each.attained >= overshoot.at_least:
                yield from _finding(
                    found, each, Severity.INFO, f"已达到全年指标值的{each.attained:.0%}，指标值可能偏低"
                )


def _finding(found: Assessment, each: AssessedIndicator, severity: Severity, what: str) -> Iterator[Finding]:
    reached, target = each.observed.reached, each.observed.row.cells.get("target")
    if reached and target:
        yield Finding(
            CODE, NAME, severity, reached.place,
            f"“{found.observed.name}”的指标“{each.observed.name}”截至{found.month}月完成{reached.text}，{what}"
            f"（指标值{target.text}）。",
            reached.text, "", "请核对完成值和指标值；属实的，在原因栏说明。", related=(target.place,),
        )  # fmt: skip
