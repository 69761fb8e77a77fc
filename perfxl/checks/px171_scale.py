"""同一张表的金额单位应当一致，不能元与万元混用。

同一行的预算数、执行数相差上千倍的，按一万倍还原；还原后与印出的执行率、得分相符的为错误，没有佐证的报“核实”。
由此引起的比率、得分、合计不符不再另报，也不据以填写。

错例
    单位：万元；全年预算数 298.50，全年执行数 2913700，执行率 97.61%
正例
    单位：万元；全年预算数 298.50，全年执行数 291.37，执行率 97.61%
依据
表内勾稽：同一张表使用表上标明的同一种金额单位。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.scales import Slip
from perfxl.checks.evidence.wording import expected_text
from perfxl.model.finding import Finding, Severity

CODE = "PX171"
NAME = "元与万元混用"
GROUP = "sums"


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each column of amounts in the other unit."""
    for slip in book.slips:
        yield _finding(book, slip)


def _finding(book: Checked, slip: Slip) -> Finding:
    first, *others = slip.cells
    should = expected_text(first, slip.mended[first.place])
    also = f"（同列{'、'.join(str(figure.place.cell) for figure in others)}相同）" if others else ""
    proof = f"，也与{slip.proven.place.cell}的{slip.proven.text.strip()}不符" if slip.proven else ""
    return Finding(
        CODE, NAME, Severity.ERROR if slip.proven else Severity.WARNING, first.place,
        f"{book.name(first)}写的是{first.text}{also}，与{slip.against.text}相差约一万倍{proof}，疑为元与万元混用。",
        first.text, should,
        f"请核对金额单位；确属单位写错的，改为{should}。",
        related=tuple(figure.place for figure in (*others, slip.against, slip.proven) if figure),
    )  # fmt: skip
