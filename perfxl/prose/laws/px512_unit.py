"""元、万元、亿元不混用。

数值吻合而单位差一万倍的，报单位错，不报合计、比率错；百分数后面漏了“%”、金额后面漏了单位的也报。

错例
    项目资金128.5元，其中市级配套50万元、区级配套78.5万元
正例
    项目资金128.5万元，其中市级配套50万元、区级配套78.5万元
依据
    数字的单位应完整、正确。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfxl.model.finding import Severity
from perfxl.model.place import Place
from perfxl.prose.analysis import Analysis
from perfxl.prose.numbers import Kind, Number
from perfxl.prose.passages import Passage
from perfxl.prose.remarks import Remark
from perfxl.prose.syntax import unjudged
from perfxl.prose.words import alternation, load

CODE = "PX512"
NAME = "计量单位"
GROUP = "writing"
_PERCENT = re.compile(
    rf"(?:{alternation(word for entry in load('rates')['rates'] for word in entry['words'])}|增长|下降|上升"
    r"|占比|占[^\d，。；]{0,12}的?|比重)(?:为|达到?|约)?$"
)
_AMOUNT = re.compile(r"(?:支出|收入|预算|决算|增加|减少|经费)(?:数|额)?为?$")
_UNIT_LINE = re.compile("单位：[^，。]{0,6}元")
_UNIT_AHEAD = re.compile(r"[，、]\d[\d.,]*(?:%|万|元|亿)")


def remarks(analysis: Analysis) -> Iterator[Remark]:
    """Point at figures without a unit where a percentage or an amount is due."""
    told_once = any(_UNIT_LINE.search(passage.flow.text) for passage in analysis.report.passages)
    for passage in analysis.report.passages:
        for number in unjudged(passage):
            if number.kind is Kind.BARE and "." in number.printed:
                yield from _bare(passage, number, told_once)


def _bare(passage: Passage, number: Number, told_once: bool) -> Iterator[Remark]:
    before, behind = passage.text[: number.start], passage.text[number.end :]
    if not re.match("[，。；）]|$", behind) or _UNIT_AHEAD.match(behind) or re.search(r"\d、?$", before):
        return
    clause = re.split("[，。；：（）]", before)[-1]
    if _PERCENT.search(clause):
        yield _remark(passage, number, f"{number.printed}%", "后面缺“%”")
    elif not told_once and _AMOUNT.search(clause) and re.search("万元|元", passage.text):
        yield _remark(passage, number, "", "后面缺单位（元、万元）")


def _remark(passage: Passage, number: Number, expected: str, reason: str) -> Remark:
    paragraph, span = passage.read.origin(number.start, number.end)
    return Remark(
        CODE, Severity.WARNING, Place(paragraph=paragraph, span=span), number.printed, expected,
        f"数字{number.printed}{reason}。", "请补上单位。",
    )  # fmt: skip
