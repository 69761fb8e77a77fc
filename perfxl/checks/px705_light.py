"""填写的预警灯等于按规则由执行率和序时进度得出的灯。

规则出处未核实的只报“核实”。

错例
    7月末执行率 20%，预警灯写“绿”
正例
    7月末执行率 20%，预警灯写“红”
依据
所选规则包的预警灯。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.monitored import KINDS, assessments
from perfxl.model.derivation import Status
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.monitoring.assessing import Assessment
from perfxl.monitoring.pace import MONTHS
from perfxl.numerals.display import percent
from perfxl.rules.monitoring import Light, Lights

CODE = "PX705"
NAME = "预警灯"
GROUP = "monitoring"
LOOKS_AT = KINDS


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each written light that is not what the rule gives."""
    lights = book.rules.monitoring.spending if book.rules.monitoring else None
    for found in assessments(book) if lights else ():
        written = found.observed.cells.get("light")
        if lights and written and found.light and _named(written.text, lights) not in (None, found.light):
            yield _finding(found, lights, written, found.light)


def _named(text: str, lights: Lights) -> Light | None:
    """Return the one light that a text names, None where it names none or several."""
    named = [step for step in lights.steps if step.word in text]
    return named[0] if len(named) == 1 else None


def _finding(found: Assessment, lights: Lights, written: Figure, light: Light) -> Finding:
    severity = Severity.ERROR if lights.status is Status.CONFIRMED else Severity.WARNING
    rate = percent(found.rate) if found.rate is not None else "不明"
    return Finding(
        CODE, NAME, severity, written.place,
        f"“{found.observed.name}”的预警灯写的是“{written.text.strip()}”，执行率{rate}，"
        f"序时进度{found.month}÷{MONTHS}，按规则应为“{light.word}”。",
        written.text.strip(), light.word, "请核对执行数和预算数；各数无误的，更正预警灯。", lights.citation,
    )  # fmt: skip
