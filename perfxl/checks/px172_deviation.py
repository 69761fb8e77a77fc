"""复核表的偏离度按表中多数行的算法计算。

偏离度的算法各地不一：看多数行（至少两行、三分之二）合哪一种，不合的一行报“核实”。

错例
    自评得分 10、8，复核得分 8、6，偏离度 -20%、-20%（应为-25%）
正例
    自评得分 10、8，复核得分 8、6，偏离度 -20%、-25%
依据
一地复核表的“偏离度”栏。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.scored_forms import number
from perfxl.checks.evidence.wording import expected_text
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Row
from perfxl.numerals.tolerance import rate_tolerance

CODE = "PX172"
NAME = "复核偏离度"
GROUP = "rates"
LOOKS_AT = ("recheck",)
_FEWEST = 2
_PAIRS = (("score", "self_score"), ("actual", "self_actual"), ("actual", "target"), ("self_score", "score"))
_READINGS: tuple[Callable[[Decimal, Decimal], Decimal], ...] = (
    lambda now, then: (now - then) / then,
    lambda now, then: abs(now - then) / then,
)
_Told = tuple[Figure, Decimal, tuple[Figure, Figure]]


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each deviation that is not computed as most others are."""
    for table in book.evaluation.of(*LOOKS_AT):
        told = [list(_lines(table.rows, pair, reading)) for pair in _PAIRS for reading in _READINGS]
        best = max(told, key=lambda lines: sum(map(_ties, lines)))
        held = sum(map(_ties, best))
        if held >= _FEWEST and 3 * held >= 2 * len(best):
            yield from (_finding(book, line) for line in best if not _ties(line))


def _lines(
    rows: Sequence[Row], pair: tuple[str, str], reading: Callable[[Decimal, Decimal], Decimal]
) -> Iterator[_Told]:  # fmt: skip
    for row in rows:
        stated, now, then = number(row, "deviation"), number(row, pair[0]), number(row, pair[1])
        if stated and now and then and then.value and now.value is not None:
            yield stated, reading(now.value, then.value), (now, then)


def _ties(line: _Told) -> bool:
    stated, expected, _ = line
    return abs((stated.value or Decimal(0)) - expected) <= rate_tolerance(stated)


def _finding(book: Checked, line: _Told) -> Finding:
    stated, expected, pair = line
    should = expected_text(stated, expected, 4)
    return Finding(
        CODE, NAME, Severity.WARNING, stated.place,
        f"{book.name(stated)}写的是{stated.text.strip()}，照其他各行的算法应为{should}。",
        stated.text, should,
        f"请核对复核与自评的数；无误的，改为{should}。",
        related=tuple(figure.place for figure in pair),
    )  # fmt: skip
