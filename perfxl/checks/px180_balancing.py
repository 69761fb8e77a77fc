"""合计与各项之和只差四舍五入的尾差时，提示怎样舍位平衡。

尾差不是错误，可不改；需要逐位相符的，改动最大的一项影响最小。差额超出各项四舍五入余地的是合计不符，见其他检查。

错例
    合计 100.00，各项 33.33、33.33、33.33
正例
    合计 99.99，各项 33.33、33.33、33.33
依据
舍位平衡：各项四舍五入后之和与合计四舍五入后的差，不超过项数的一半个末位。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.report import related
from perfxl.checks.evidence.wording import expected_text
from perfxl.model.derivation import Derivation, Relation
from perfxl.model.finding import Finding, Severity

CODE = "PX180"
NAME = "舍位平衡"
GROUP = "sums"
_FEWEST = 2
_SHARE = "share"  # of which another check speaks


def check(book: Checked) -> Iterator[Finding]:
    """Yield a hint for each typed sum that rounding alone parts from its terms."""
    for item in book.derived((Relation.SUM,)):
        stated = item.target
        if stated.formula is not None or item.field == _SHARE or not item.ties():
            continue
        gap = (stated.value or Decimal(0)) - (item.exact or Decimal(0))
        yield from _finding(book, item, gap) if gap else ()


def _finding(book: Checked, item: Derivation, gap: Decimal) -> Iterator[Finding]:
    parts = [figure for _, figure in item.operands() if figure.value]
    if len(parts) < _FEWEST:
        return
    largest = max(parts, key=lambda figure: abs(figure.value or Decimal(0)))
    target, mended = item.target, (largest.value or Decimal(0)) + gap
    yield Finding(
        CODE, NAME, Severity.INFO, target.place,
        f"{book.name(target, item.term)}写的是{target.text}，各项相加为{expected_text(target, item.exact or gap)}，"
        f"相差{abs(gap):f}，是四舍五入的尾差。",
        target.text, "",
        f"可不改；需要逐位相符的，把最大的一项{largest.text}（{largest.place.cell}）"
        f"改为{expected_text(largest, mended)}，影响最小。",
        item.rule.citation, related(book, item, target),
    )  # fmt: skip
