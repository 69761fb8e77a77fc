"""报告中的数与工作簿一致。

按名称、口径、期间和范围找到同一个数的单元格再比较，不凭数值相等认定。上年的数不与本年的单元格比较；没有单元格的不判断。
同名的单元格有几个不同的数、或报告没有写明口径的，只报“核实”。

错例
    报告：实际支出数为255.38万元；工作簿“全年执行数”：253.38万元
正例
    报告：实际支出数为255.38万元；工作簿“全年执行数”：255.38万元
依据
    报告所用数据应与绩效自评表、决算表一致。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.model.finding import Severity
from perfxl.prose.agreement import Binding
from perfxl.prose.analysis import Analysis
from perfxl.prose.remarks import Remark
from perfxl.prose.wording import named, printed

CODE = "PX581"
NAME = "报告与工作簿"
GROUP = "cross"


def remarks(analysis: Analysis) -> Iterator[Remark]:
    """Point at each claim that no cell of its name agrees with."""
    for binding in analysis.bindings:
        yield _remark(binding)


def _remark(binding: Binding) -> Remark:
    claim, fact = binding.claim, binding.fact
    others = "等" if len({one.value for one in binding.facts}) > 1 else ""
    return Remark(
        CODE, binding.severity or Severity.INFO, claim.place, claim.printed, printed(claim, fact.value),
        f"“{named(claim)}”与工作簿{fact.where}{others}不一致。",
        "请核对报告与工作簿，只改不对的一处。", (claim,), tied=binding.tied,
        related=tuple(one.figure.place for one in binding.facts),
    )  # fmt: skip
