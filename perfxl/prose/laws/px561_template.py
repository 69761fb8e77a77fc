"""模板残留的字样、重复的词、没有填的空。

“增加（减少）”只留一个；“大小于”“减增加”自相矛盾；“占 %”“减少 万元”没有填数；单位、词语不应重复。

错例
    支出较上年增加（减少）2.5万元，决算数大小于预算数，接待费占 %
正例
    支出较上年增加2.5万元，决算数大于预算数，接待费占8.33%
依据
    报告应按实际情况填写，模板字样应删除。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfxl.model.finding import Severity
from perfxl.model.place import Place
from perfxl.prose.analysis import Analysis
from perfxl.prose.passages import Passage, Shape
from perfxl.prose.remarks import Remark
from perfxl.prose.words import listed, patterns

CODE = "PX561"
NAME = "模板残留"
GROUP = "form"
_KINDS = (
    ("contradictions", Severity.ERROR, "自相矛盾，疑为模板残留"),
    ("alternatives", Severity.INFO, "两种说法都留着，是模板字样"),
    ("doubled", Severity.WARNING, "词语或单位重复"),
)


def remarks(analysis: Analysis) -> Iterator[Remark]:
    """Point at what a template left behind."""
    for passage in analysis.report.passages:
        if passage.shape is not Shape.ROW:
            yield from _slips(passage)
            yield from _blanks(passage)


def _slips(passage: Passage) -> Iterator[Remark]:
    text = passage.flow.text
    seen: set[int] = set()
    for key, severity, reason in _KINDS:
        for pattern in patterns("slips", key):
            for found in pattern.finditer(text):
                spot = range(found.start(), found.end())
                if seen.isdisjoint(spot) and not any(word in text for word in listed("slips", "allowed")):
                    seen.update(spot)
                    paragraph, span = passage.flow.origin(found.start(), found.end())
                    yield _remark(severity, Place(paragraph=paragraph, span=span), found[0], reason)


def _blanks(passage: Passage) -> Iterator[Remark]:
    for paragraph in passage.paragraphs:
        for pattern in patterns("slips", "blanks"):
            found = pattern.search(paragraph.text)
            if found:
                place = Place(paragraph=paragraph.number, span=found.span())
                yield _remark(Severity.INFO, place, found[0], "没有填数")
                break


def _remark(severity: Severity, place: Place, said: str, reason: str) -> Remark:
    shown = re.sub(r"\s+", " ", said)
    return Remark(CODE, severity, place, shown, "", f"“{shown}”{reason}。", "请按实际情况填写，删去多余的字样。")
