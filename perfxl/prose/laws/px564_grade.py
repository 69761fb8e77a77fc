"""评价等级与得分相符。

文中写明分档的按文中的分档，没有写明的按所选规则包的等级划分。

错例
    自评得分91.6分，评价等级为“良”
正例
    自评得分91.6分，评价等级为“优”
依据
    所选规则包中的等级划分。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perfxl.model.finding import Severity
from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim
from perfxl.prose.numbers import Kind
from perfxl.prose.remarks import Remark

CODE = "PX564"
NAME = "评价等级"
GROUP = "scores"
_GRADE = re.compile(
    r"^[^。；\d]{0,20}?(?:等级|等次|评级|档次|评价结果|评定|结果|级别)(?:评定)?(?:为|是|：|属于)*(优秀|良好|优|良|中等|中|较差|差|合格|不合格)(?![、/或分])"
)
_TOTAL = re.compile(r"^(?!.*(?:指标|部分|类|满分|权重|单项)).*(?:得分|总分|评分|分数|评价|自评)")
_SAME = {"优秀": "优", "良好": "良", "中等": "中", "较差": "差"}
_BAND = re.compile(r"(\d+)(?:分)?(?:[-~—～至])(\d+)(?:分)?[^，。；\d]{0,6}?(优|良|中|差)")
_FROM = re.compile(r"(\d+)分?(?:及)?以上[^，。；\d]{0,6}?(优|良|中|差)")
_REMARK = re.compile(r"[（(][含不][)）]")


def remarks(analysis: Analysis) -> Iterator[Remark]:
    """Hold the grade behind a score against the bands."""
    bands = _bands("".join(passage.flow.text for passage in analysis.report.passages))
    for claim in analysis.report.claims:
        if claim.kind is not Kind.SCORE or claim.hedged or not _TOTAL.search(claim.mention.clause_words):
            continue
        found = _GRADE.search(claim.mention.text[claim.mention.end :])
        should = _due(analysis, claim, bands) if found else ""
        if found and should:
            said = _SAME.get(found[1], found[1])
            yield Remark(
                CODE, Severity.ERROR, claim.place, f"{claim.printed}，{found[1]}", should,
                f"得分{claim.printed}对应的等级是“{should}”，文中写的是“{found[1]}”。",
                f"请核对得分；得分无误的，把等级改为“{should}”。", (claim,), tied=said == should,
            )  # fmt: skip


def _bands(text: str) -> list[tuple[Decimal, str]]:
    """Return the lower bounds that the text itself states, best first."""
    plain = _REMARK.sub("", text)
    told = [(Decimal(low), word) for low, _, word in _BAND.findall(plain)]
    told += [(Decimal(low), word) for low, word in _FROM.findall(plain)]
    return sorted(set(told), reverse=True)


def _due(analysis: Analysis, claim: Claim, bands: list[tuple[Decimal, str]]) -> str:
    if not Decimal(0) <= claim.value <= Decimal(100):
        return ""
    own = next((word for low, word in bands if claim.value >= low), "")
    if len({word for _, word in bands}) >= 2:
        return own
    project = analysis.rules.project
    return own or (project.grades.word(claim.value) if project else "")
