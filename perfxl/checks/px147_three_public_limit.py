"""“三公”经费决算数不大于预算数。

超出可能属实，因此只报“核实”。

错例
    公务接待费预算 2.00，决算 2.60
正例
    公务接待费预算 2.00，决算 1.20
依据
“三公”经费控制率不超过100%的通行要求。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.excess import excesses
from perfxl.model.finding import Finding

CODE = "PX147"
NAME = "“三公”经费超预算"
GROUP = "sums"
LOOKS_AT = ("three_public",)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each of the three public expenses above its budget."""
    for table in book.evaluation.of("three_public"):
        for excess in excesses(table, "execution", "budget"):
            yield excess.finding(CODE, NAME, book, "请核实是否确实超预算；属实的请说明原因，不属实的请改正。")
