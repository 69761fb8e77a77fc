"""复核得分低于自评得分的，应逐项写明理由。

表中设有备注（理由）栏的才看；只报“核实”。

错例
    自评得分 10，复核得分 8，备注空白
正例
    自评得分 10，复核得分 8，备注：完成值没有佐证
依据
一地复核口径：每处扣分都有对应的口径。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.indicators import gathered
from perfxl.checks.evidence.scored_forms import number
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Role, Table

CODE = "PX175"
NAME = "复核扣分理由"
GROUP = "form"
LOOKS_AT = ("recheck",)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each deduction of a re-check without a reason."""
    for table in book.evaluation.of(*LOOKS_AT):
        yield from gathered(list(_found(book, table)))


def _found(book: Checked, table: Table) -> Iterator[Finding]:
    for row in table.of_role(Role.LINE):
        own, checked, remark = number(row, "self_score"), number(row, "score"), row.cells.get("remark")
        if own and checked and remark and (checked.value or 0) < (own.value or 0) and not remark.text.strip():
            yield Finding(
                CODE, NAME, Severity.WARNING, checked.place,
                f"{book.name(checked)}{checked.text.strip()}低于自评得分{own.text.strip()}，没有写明理由。",
                checked.text, "",
                "请写明扣分的理由和依据。",
                related=(own.place, remark.place),
            )  # fmt: skip
