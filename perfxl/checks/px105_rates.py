"""表中印出的比率等于用其分子、分母重新计算的结果。

包括预算执行率、“三公”经费控制率、采购执行率、人员控制率、结转结余率和占比。
印出的率与得分相符、而预算数或执行数的两位数字对调后三者都相符的，指向该数。末位只截去未进位，或超过100%而按100%填列的，只报“核实”。

错例
    预算数 8.00，执行数 2.46，执行率 30.57%
正例
    预算数 8.00，执行数 2.46，执行率 30.75%
依据
各比率的定义，见相应规则的出处。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.misreads import Misread, misread
from perfxl.checks.evidence.report import mismatch, related
from perfxl.checks.evidence.suspects import Suspect
from perfxl.checks.evidence.wording import print_like
from perfxl.model.derivation import Relation
from perfxl.model.finding import Finding, Severity

CODE = "PX105"
NAME = "比率"
GROUP = "rates"


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each rate that does not recompute."""
    for suspect in book.suspects((Relation.RATE, Relation.SHARE)):
        slip = misread(book, suspect)
        if slip:
            yield _finding(book, suspect, slip)
        else:
            yield mismatch(CODE, NAME, book, suspect, Severity.WARNING if _capped(suspect) else None)


def _finding(book: Checked, suspect: Suspect, slip: Misread) -> Finding:
    figure, rate = slip.figure, suspect.figure
    should = print_like(figure, slip.value)
    return Finding(
        CODE, NAME, Severity.ERROR, figure.place,
        f"{book.name(figure)}写的是{figure.text}，与执行率{rate.text}（{rate.place.cell}）和得分{slip.score.text}都不符，"
        f"相邻两位数字写反，改为{should}才相符。",
        figure.text, should,
        f"请对照原始凭证核对该数；确属笔误的，改为{should}。",
        suspect.derivation.rule.citation, related(book, suspect.derivation, figure),
    )  # fmt: skip


def _capped(suspect: Suspect) -> bool:
    return suspect.figure.value == 1 and suspect.value > 1
