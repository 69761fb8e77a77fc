"""大小、增减的文字与数字相符。

“决算数大于（小于、等于）预算数”应与写明的预算数、决算数相符；只写了完成比率的，应与比率相符：完成100%的不会大于或小于预算。
增加额与增减率的方向应一致，不能一增一减。

错例
    年初预算52.00万元，决算49.40万元，完成年初预算的95.00%，决算数大于预算数的主要原因是……
正例
    年初预算52.00万元，决算49.40万元，完成年初预算的95.00%，决算数小于预算数的主要原因是……
依据
    文字应与同处的数字一致。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.model.finding import Severity
from perfxl.model.place import Place
from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim, Role
from perfxl.prose.compares import Compared, compared
from perfxl.prose.laws.px503_growth import amount_of
from perfxl.prose.remarks import Remark
from perfxl.prose.sides import Sides, sides

CODE = "PX508"
NAME = "增减方向"
GROUP = "writing"
_WORDS = {1: "大于", 0: "等于", -1: "小于"}


def remarks(analysis: Analysis) -> Iterator[Remark]:
    """Hold words that compare against the amounts, and a growth's direction against its amount's."""
    for passage in analysis.report.passages:
        for found in compared(passage):
            pair = sides(analysis, found)
            if pair is not None:
                yield _compared(found, pair)
    yield from _growths(analysis)


def _compared(found: Compared, pair: Sides) -> Remark:
    holds = pair.order == found.order or (found.nearly and pair.close)
    return Remark(
        CODE, Severity.ERROR, place(found), found.words, f"{found.left}{_WORDS[pair.order]}{found.right}",
        f"“{found.words}”与{pair.told}不符，应为“{_WORDS[pair.order]}”。",
        "请核对两个数；数字无误的，改正文字。", pair.claims, tied=holds,
    )  # fmt: skip


def place(found: Compared) -> Place:
    """Return where the words of a comparison stand."""
    paragraph, span = found.passage.read.origin(found.start, found.end)
    return Place(paragraph=paragraph, span=span)


def _growths(analysis: Analysis) -> Iterator[Remark]:
    for claim in analysis.report.claims:
        if claim.role is not Role.GROWTH or claim.mention.explained or not claim.direction:
            continue
        amount = _opposite(analysis, claim)
        if amount is not None:
            yield Remark(
                CODE, Severity.ERROR, claim.place, f"{claim.mention.lead}{claim.printed}", amount.mention.lead,
                f"“{amount.mention.lead}{amount.printed}”与“{claim.mention.lead}{claim.printed}”一增一减，互相矛盾。",
                "请核对本期数与基数，改正写反的一处。", (amount, claim),
            )  # fmt: skip


def _opposite(analysis: Analysis, growth: Claim) -> Claim | None:
    """Return the amount right before a growth that goes the other way."""
    amount = amount_of(analysis, growth)
    if amount is None or amount.index > growth.index or not (amount.value and growth.value):
        return None
    signs = [claim.direction * (-1 if claim.value < 0 else 1) for claim in (amount, growth)]
    return amount if signs[0] * signs[1] < 0 and min(amount.value, growth.value) >= 0 else None
