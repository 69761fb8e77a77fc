"""定性指标的得分在其完成档次的分数区间之内。

完成情况用规则包的档次用词（如“部分达成”）写明的才核对；低于区间的不损害任何人，只报“核实”。

错例
    分值 10，完成情况 部分达成，得分 10
正例
    分值 10，完成情况 部分达成，得分 7
依据
所选规则包中的定性分档；规则未经证实的只报“核实”。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.scored_forms import KINDS, given
from perfxl.model.derivation import Status
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.scoring.derived import Band

CODE = "PX119"
NAME = "定性得分档次"
GROUP = "scores"
LOOKS_AT = KINDS
YIELDS_TO = ("PX104",)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each qualitative score outside the band that its own words name."""
    for left in book.unjudged:
        score = given(left.figure)
        if left.band and score and score.value is not None and not left.band.holds(score.value):
            yield _finding(book, score, left.band)


def _finding(book: Checked, score: Figure, band: Band) -> Finding:
    above = (score.value or 0) >= band.high
    sure = above and band.rule.status is Status.CONFIRMED
    limits = f"{band.low.normalize():f}～{band.high.normalize():f}"
    row = book.row(score.place)
    return Finding(
        CODE, NAME, Severity.ERROR if sure else Severity.WARNING, score.place,
        f"{book.name(score)}写的是{score.text.strip()}，完成情况为“{band.word}”，应在{limits}之间。",
        score.text, limits,
        "请核对完成情况和得分，两者应属同一档。",
        band.rule.citation,
        (row.cells["actual"].place,) if row and "actual" in row.cells else (),
    )  # fmt: skip
