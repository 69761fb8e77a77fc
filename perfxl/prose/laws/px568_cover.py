"""封面上的年度与全文一致，填报人、联系电话、填报日期不空着。

题目写某一年度，而全文说的多是另一年度的，多半是由上年的报告改成，年度没有改全。

错例
    题目为2022年度自评报告，全文写的都是2023年
正例
    题目为2023年度自评报告，全文写的都是2023年
依据
    绩效自评报告的封面格式：写明年度、部门名称、填报人、联系电话和填报日期。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from perfxl.model.finding import Severity
from perfxl.model.place import Place
from perfxl.prose.analysis import Analysis
from perfxl.prose.passages import Paragraph
from perfxl.prose.remarks import Remark

CODE = "PX568"
NAME = "封面"
GROUP = "writing"
_COVER = 10  # paragraphs in which a cover stands
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_TITLE = re.compile(r"((?:19|20)\d\d)\s*年度?[^，。；]{0,40}(?:报告|说明)")
_BLANK = re.compile(r"\s*(填报人|联系电话|填报日期|联系人)\s*[：:][\s_＿]*")
_TIMES = 4  # how often another year must be told for each time that the title's is
_LEAST = 6


def remarks(analysis: Analysis) -> Iterator[Remark]:
    """Point at a title of another year than the text's, and at what a cover leaves blank."""
    paragraphs = [paragraph for passage in analysis.report.passages for paragraph in passage.paragraphs]
    yield from _stale(paragraphs)
    for paragraph in paragraphs[:_COVER]:
        found = _BLANK.fullmatch(paragraph.text)
        if found:
            place = Place(paragraph=paragraph.number, span=found.span(1))
            yield Remark(CODE, Severity.INFO, place, found[1], "", f"封面的“{found[1]}”空着。", "请填写。")


def _stale(paragraphs: Sequence[Paragraph]) -> Iterator[Remark]:
    titles = ((paragraph, _TITLE.search(paragraph.text)) for paragraph in paragraphs[:_COVER])
    title = next(((paragraph, found) for paragraph, found in titles if found), None)
    years = Counter(year for paragraph in paragraphs for year in _YEAR.findall(paragraph.text))
    if title is None or not years:
        return
    paragraph, found = title
    (most, count), own = years.most_common(1)[0], years[found[1]]
    if most != found[1] and count >= max(_LEAST, _TIMES * own):
        yield Remark(
            CODE, Severity.WARNING, Place(paragraph=paragraph.number, span=found.span(1)), found[1], most,
            f"题目写{found[1]}年，全文{count}处写的是{most}年，题目的年度只出现{own}处。",
            "请核对题目和全文的年度，改正没有改的地方。",
        )  # fmt: skip
