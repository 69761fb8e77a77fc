"""占比等于部分除以整体。

整体写明名称的只用那一个；没有写明的用分项所属的合计，或者其他占比都对得上的同一个数。

错例
    本年支出88.16万元，其中：基本支出61.05万元，占62.59%
正例
    本年支出88.16万元，其中：基本支出61.05万元，占69.25%
依据
    占比的定义：部分÷整体。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Role
from perfxl.prose.judging import Question
from perfxl.prose.wholes import share_readings

CODE = "PX502"
NAME = "占比"
GROUP = "rates"


def questions(analysis: Analysis) -> Iterator[Question]:
    """Ask of each share whether the part divided by the whole gives it."""
    for claim in analysis.report.claims:
        if claim.role is Role.SHARE and not claim.mention.explained:
            yield Question(CODE, claim, tuple(share_readings(analysis, claim)))
