"""附件目录的编号不重复、不跳号，正文里的附件名称与目录一致。

正文书名号里的名称与目录中的一个只差几个字的，只作提示。

错例
    附件：1.部门整体支出绩效自评表；1.项目支出绩效自评表
正例
    附件：1.部门整体支出绩效自评表；2.项目支出绩效自评表
依据
    GB/T 9704—2012：附件有多个的，用阿拉伯数字依次标注顺序号。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from perfxl.model.finding import Severity
from perfxl.model.place import Place
from perfxl.prose.analysis import Analysis
from perfxl.prose.passages import Paragraph
from perfxl.prose.remarks import Remark

CODE = "PX566"
NAME = "附件目录"
GROUP = "writing"
_HEAD = re.compile(r"[\s\-—]*附\s*件\s*[：:]")
_ENTRY = re.compile(r"\s*(\d{1,3})\s*[.．、]\s*(?!\d)([^，。；;]{3,50})[；;。]?\s*$")
_CITED = re.compile(r"《([^《》]{4,40})》")
_DATED = re.compile(r"\s|(?:19|20)\d\d\s*年度?")
_ALIKE = 0.85  # how much of two names must be the same for them to be one, told in two ways


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list of attachments: its number and name, and where they stand."""

    number: int
    name: str
    place: Place


def remarks(analysis: Analysis) -> Iterator[Remark]:
    """Point at numbers told twice or left out, and at names that the text tells otherwise."""
    paragraphs = [paragraph for passage in analysis.report.passages for paragraph in passage.paragraphs]
    for spot, paragraph in enumerate(paragraphs):
        head = _HEAD.match(paragraph.text)
        entries = list(_entries(paragraphs[spot:], head.end())) if head else []
        if len(entries) > 1:
            yield from _numbers(entries)
            yield from _names(entries, paragraphs[:spot])


def _entries(paragraphs: Sequence[Paragraph], start: int) -> Iterator[Entry]:
    """Yield the lines that a list of attachments has, as long as they are numbered."""
    for paragraph in paragraphs:
        found = _ENTRY.match(paragraph.text, start)
        if not found:
            return
        yield Entry(int(found[1]), found[2].strip(), Place(paragraph=paragraph.number, span=found.span(1)))
        start = 0


def _numbers(entries: Sequence[Entry]) -> Iterator[Remark]:
    for before, entry in pairwise(entries):
        if entry.number != before.number + 1:
            fault = "重复" if entry.number == before.number else "不连续"
            yield Remark(
                CODE, Severity.WARNING, entry.place, str(entry.number), str(before.number + 1),
                f"附件目录的编号{fault}：“{before.name}”是附件{before.number}，“{entry.name}”是附件{entry.number}。",
                "请依次编号，并核对正文里引用的附件号。",
            )  # fmt: skip


def _names(entries: Sequence[Entry], paragraphs: Sequence[Paragraph]) -> Iterator[Remark]:
    """Yield the names in the text that are those of an attachment but for some words."""
    own = {_bare(entry.name): entry for entry in entries}
    for paragraph in paragraphs:
        for found in _CITED.finditer(paragraph.text):
            cited = _bare(found[1])
            alike = [entry for name, entry in own.items() if cited not in own and _one(cited, name)]
            if alike:
                yield Remark(
                    CODE, Severity.INFO, Place(paragraph=paragraph.number, span=found.span(1)), found[1], alike[0].name,
                    f"“{found[1]}”与附件目录的“{alike[0].name}”名称不一致。", "请改成同一个名称。",
                )  # fmt: skip


def _bare(name: str) -> str:
    return _DATED.sub("", name)


def _one(left: str, right: str) -> bool:
    ends = left[-2:] == right[-2:]
    return ends and left not in right and SequenceMatcher(None, left, right).ratio() >= _ALIKE
