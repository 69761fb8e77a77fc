"""写有扣分原因的指标，不应得满分。

只看表头写明“扣分原因”的栏；填“无”“未扣分”或“—”的不在此列。或是忘了扣分，或是原因写错了行，只报“核实”。

错例
    分值 1，得分 1，扣分原因：编外人员占比超过10%
正例
    分值 1，得分 0，扣分原因：编外人员占比超过10%
依据
表内自述：扣分原因说的是扣去的分。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.sheets.address import cell_address
from perfxl.structure.scores import Scored, scored

CODE = "PX176"
NAME = "满分而有扣分原因"
GROUP = "scores"
_DEDUCTED = re.compile(r"(扣分|失分|减分)(原因|说明|理由|依据|情况).*")
_NOTHING = re.compile(
    r"(无|没有|未|不)(扣分)?[。.]?|[-—－/\\0]+|不适用|无扣分.*|未扣分.*|不扣分.*|.*(满分|得全分|全部得分).*"
)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each full score beside a reason for a deduction."""
    for one in scored(book.structure.tables):
        for column in range(one.scores + 1, one.table.right + 1):
            if _DEDUCTED.fullmatch(one.table.heading(column)):
                yield from _found(book, one, column)


def _found(book: Checked, one: Scored, column: int) -> Iterator[Finding]:
    for row, points, score in one.rows():
        told = "".join(one.table.view.words.get((row, column), "").split())
        if points.value > 0 and score.value == points.value and told and not _NOTHING.fullmatch(told):
            yield Finding(
                CODE, NAME, Severity.WARNING, score.place,
                f"{book.structure.name(score)}为满分{score.text}，扣分原因却写着“{told}”。",
                score.text, "",
                "请核对：应扣分的扣减得分；没有扣分的，删去原因。",
                related=(points.place, Place(score.sheet, cell_address(row, column))),
            )  # fmt: skip
