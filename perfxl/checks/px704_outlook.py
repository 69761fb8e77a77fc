"""完成目标可能性写“确定能”的，预算执行和绩效指标的预警灯不是最低一档。

红灯而仍能完成的可能有特殊安排，只报“核实”，请写明理由。预警灯的规则出处未核实的也是“核实”。

错例
    完成目标可能性“确定能”，7月末执行率 20%
正例
    完成目标可能性“有可能”，7月末执行率 20%
依据
绩效运行监控表“完成目标可能性”栏；所选规则包的预警灯。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.monitored import KINDS, assessments
from perfxl.model.finding import Finding, Severity
from perfxl.monitoring.assessing import Assessment
from perfxl.rules.monitoring import Light, Lights, Monitoring

CODE = "PX704"
NAME = "完成可能性与预警灯"
GROUP = "monitoring"
LOOKS_AT = KINDS


_SURE = ("certain", "确定能", "确定")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each project that is sure to succeed beside a light of the lowest step."""
    rules = book.rules.monitoring
    for found in assessments(book) if rules else ():
        lights = _lights(found, rules) if rules else ()
        red = [told for told, light, steps in lights if steps and light == steps.steps[-1]]
        if red and any(word in found.observed.outlook for word in _SURE):
            yield Finding(
                CODE, NAME, Severity.WARNING, found.observed.place,
                f"“{found.observed.name}”写明确定能完成目标，{'、'.join(red)}却是红灯，请核对。",
                "确定能", "", "请核对进度；确能完成的，写明理由和安排。",
            )  # fmt: skip


def _lights(found: Assessment, rules: Monitoring) -> Iterator[tuple[str, Light | None, Lights | None]]:
    yield "预算执行", found.light, rules.spending
    for each in found.indicators:
        yield f"指标“{each.observed.name}”", each.light, rules.indicators
