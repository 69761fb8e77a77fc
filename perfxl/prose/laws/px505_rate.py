"""比率等于分子除以它所指的分母。

预算执行率、完成预算的百分比、资金到位率、拨付率、结余率等，按文字所指的分子、分母重新计算。写明“年初预算”的只按年初预算计算；
只有按别的预算才对得上的，说明是按哪一个。分母为0时没有比率可言。

错例
    全年预算指标640.00万元，实际支付598.40万元，预算执行率95.30%
正例
    全年预算指标640.00万元，实际支付598.40万元，预算执行率93.50%
依据
    比率的定义：预算执行率为执行数÷全年预算数，其余按名称所指。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim, Role
from perfxl.prose.judging import Question, Reading
from perfxl.prose.ratios import rate_readings
from perfxl.prose.stems import counted, stem_readings
from perfxl.prose.wholes import share_readings

CODE = "PX505"
NAME = "比率"
GROUP = "rates"


def questions(analysis: Analysis) -> Iterator[Question]:
    """Ask of each rate whether its operands give it."""
    for claim in analysis.report.claims:
        if claim.role is Role.RATE and not claim.mention.explained and claim.list_id is None:
            stem = claim.rate is not None and claim.rate.stem
            yield Question(CODE, claim, tuple(_readings(analysis, claim)), strict=not stem)


def _readings(analysis: Analysis, rate: Claim) -> Iterator[Reading]:
    """Yield the readings by the rate's words, else those of a share of the amount that they name (占概算的…)."""
    if (rate.rate and rate.rate.stem) or counted(analysis, rate):
        yield from stem_readings(analysis, rate)
        return
    found = list(rate_readings(analysis, rate))
    yield from found or (share_readings(analysis, rate) if rate.share_of else ())
