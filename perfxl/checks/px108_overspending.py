"""执行数不大于全年预算数。

超出可能属实，因此只报“核实”。各组成部分已报的，合计不再重复报。

错例
    全年预算数 50.00，全年执行数 56.00
正例
    全年预算数 50.00，全年执行数 50.00
依据
预算管理一体化系统的录入校验：执行率不得大于100%（个别地区允许）。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.excess import excesses
from perfxl.model.finding import Finding

CODE = "PX108"
NAME = "超预算"
GROUP = "sums"
YIELDS_TO = ("PX109",)
LOOKS_AT = ("execution", "project_form", "project_list", "procurement")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each execution above its budget."""
    for table in book.evaluation.of(*LOOKS_AT):
        for excess in excesses(table, "execution", "annual_budget"):
            if not {excess.figure.place, excess.limit.place} & book.scaled.keys():
                yield excess.finding(CODE, NAME, book, "请核实是否确实超预算支出；属实的请说明原因，不属实的请改正。")
