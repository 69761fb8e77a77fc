"""千分位逗号每三位一个。

逗号位置不对的，分不清是逗号错还是数字错，须核对原始数据。

错例
    12,3456.78万元
正例
    123,456.78万元
依据
    GB/T 15835—2011《出版物上数字用法》：多位数字按三位分节。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.model.finding import Severity
from perfxl.numerals.rounding import half_up
from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim
from perfxl.prose.remarks import Remark

CODE = "PX567"
NAME = "数字书写"
GROUP = "writing"


def remarks(analysis: Analysis) -> Iterator[Remark]:
    """Point at each number whose commas slipped."""
    for claim in analysis.report.claims:
        if claim.mention.number.malformed:
            should = _regrouped(claim)
            yield Remark(
                CODE, Severity.ERROR, claim.place, claim.printed, should,
                f"{claim.printed}的{claim.mention.number.malformed}，按数字应写作{should}。",
                "请对照原始数据，确认是逗号错还是数字错。", (claim,),
            )  # fmt: skip


def _regrouped(claim: Claim) -> str:
    number = claim.mention.number
    digits = claim.printed.removesuffix(claim.unit)
    places = len(digits.partition(".")[2])
    return f"{half_up(number.value / number.factor, places):,f}{claim.unit}"
