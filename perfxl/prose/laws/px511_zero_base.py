"""基数为0的没有增减率、没有完成比率。

上年为0的，增减率写“无可比性”；写“增长100%”的只提示。预算为0的不能写完成预算的百分比：数值按别的预算才对得上的，说明是按哪一个。
“增加0万元，增长0%”按习惯是对的。

错例
    年初预算为0万元，调整预算18.40万元，支出17.48万元，完成年初预算的95.00%
正例
    年初预算为0万元，调整预算18.40万元，支出17.48万元，完成调整预算的95.00%
依据
    除数为0没有意义。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfxl.model.finding import Severity
from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim
from perfxl.prose.judging import Reading
from perfxl.prose.laws import px503_growth, px505_rate
from perfxl.prose.remarks import Remark

CODE = "PX511"
NAME = "基数为0"
GROUP = "rates"
_WHOLE = Decimal(1)


def remarks(analysis: Analysis) -> Iterator[Remark]:
    """Point at growths and rates whose base is 0."""
    for law in (px503_growth, px505_rate):
        for question in analysis.asked(law.questions):
            first = next(iter(question.readings), None)
            if first and first.certain and not first.defined and question.said.value:
                yield _remark(question.said, first)


def _remark(said: Claim, reading: Reading) -> Remark:
    custom = said.rate is None and said.value == _WHOLE
    base = "预算为0，没有完成比率" if said.rate else "基数为0，没有增减率"
    other = f"；{reading.note}" if reading.note else ""
    return Remark(
        CODE, Severity.INFO if custom else Severity.ERROR, said.place, f"{said.mention.lead}{said.printed}",
        "无可比性" if said.rate is None else "无法计算",
        f"“{said.mention.lead}{said.printed}”按{reading.formula.told()}计算，{base}{other}。",
        "请改写为“上年为0，无可比性”。" if custom else "请核对分母是哪一个数，改正比率的名称或删去比率。",
        reading.formula.operands,
    )  # fmt: skip
