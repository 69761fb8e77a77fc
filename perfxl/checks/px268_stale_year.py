"""各表的表题写同一个年度。

与多数表题不同的年度报“核实”：可能是上年的表没有改。上年数、对比表一类的标题不在此列。

错例
    十张表题写2023年度，一张写2022年度
正例
    各表题都写2023年度
依据
表间勾稽：同一评价的各表年度相同。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.model.finding import Finding, Severity

CODE = "PX268"
NAME = "表题年度"
GROUP = "form"
_FEWEST = 3
_OTHERS = re.compile(r"上年|去年|对比|比较|[-—－~～至]\s*20[0-9]{2}|规划|三年|中期|历年")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each title of another year than that of most titles."""
    dated = [one for one in book.evaluation.captions if one.year is not None and not _OTHERS.search(one.text)]
    year, count = Counter(one.year for one in dated).most_common(1)[0] if dated else (None, 0)
    for one in dated if count >= _FEWEST and 3 * count >= 2 * len(dated) else ():
        if one.year != year:
            yield Finding(
                CODE, NAME, Severity.WARNING, one.place,
                f"“{one.text.strip()}”写的是{one.year}年，其他表题多为{year}年。",
                f"{one.year}年", f"{year}年",
                "请核对该表是否为本年度的；属笔误的，改正年度。",
            )  # fmt: skip
