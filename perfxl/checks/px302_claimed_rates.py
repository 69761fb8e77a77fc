"""标题写明的率、占比、进度等于它所指两列之比（表的种类不认识也核对）。

标题印有算法（B/A）的，直接按印出的核对；标题点名的两列由至少两行、六成以上的行印证；没有点名的，由至少四行、九成以上的行印证。
按100%封顶的也算相符；另一种理解相符的不报。

错例
    拨付数(A) 200，使用数(B) 150，使用率(B/A) 85%
正例
    拨付数(A) 200，使用数(B) 150，使用率(B/A) 75%
依据
表内自述：标题写明的率、占比按其所指的两列计算。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.structural import finding, untold
from perfxl.model.finding import Finding
from perfxl.structure.relation import Law

CODE = "PX302"
NAME = "标题所示比率"
GROUP = "rates"
YIELDS_TO = ("PX105", "PX106", "PX144", "PX148", "PX149", "PX150", "PX155")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each rate that its columns contradict."""
    for verdict in untold(book, (Law.RATE,)):
        yield finding(CODE, NAME, book, verdict)
