"""组成部分有空白的合计：空白按0计算，合计与已填各部分之和不符的，请核实；小于其中一部分的，空白填多少都不成立。

表式规定可以不填的行（上年结转、其他资金等）空白就是没有，按PX107核对，不在这里。

错例
    合计 147.00，其中甲 57.00，乙空白，丙 50.00
正例
    合计 107.00，其中甲 57.00，乙空白，丙 50.00
依据
表内勾稽：合计等于其各组成部分之和；空白可能是没有发生，也可能是漏填。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.blanks import WithBlanks, sums_with_blanks
from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.wording import expected_text
from perfxl.model.finding import Finding, Severity

CODE = "PX181"
NAME = "若空白为0"
GROUP = "sums"


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each total with blank parts that misses those present."""
    for one in sums_with_blanks(book.derivations):
        if one.falls_below:
            message = (
                f"小于其中的{one.largest.text}（{one.largest.place.cell}），{one.cells}不论填多少，两者不能同时成立。"
            )
            yield _finding(book, one, Severity.ERROR, message, "")
        elif not one.ties:
            should = expected_text(one.item.target, one.present, one.item.places)
            arithmetic = " + ".join(part.text for part in one.parts)
            message = f"而{one.cells}空白；若空白为0，按{arithmetic}计算应为{should}。"
            yield _finding(book, one, Severity.WARNING, message, should)


def _finding(book: Checked, one: WithBlanks, severity: Severity, message: str, should: str) -> Finding:
    target = one.item.target
    return Finding(
        CODE, NAME, severity, target.place,
        f"{book.name(target, one.item.term)}写的是{target.text}，{message}",
        target.text, should,
        f"请核对{one.cells}：确实没有发生的填0，漏填的补上，再核对合计。",
        citation=one.item.rule.citation,
        related=tuple(figure.place for figure in (*one.item.missing, *one.parts)),
    )  # fmt: skip
