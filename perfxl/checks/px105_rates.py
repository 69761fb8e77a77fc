"""表中印出的比率等于用其分子、分母重新计算的结果。

包括预算执行率、“三公”经费控制率、采购执行率、人员控制率、结转结余率和占比。
末位只截去未进位，或超过100%而按100%填列的，只报“核实”。

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
from perfxl.checks.evidence.report import mismatch
from perfxl.checks.evidence.suspects import Suspect
from perfxl.model.derivation import Relation
from perfxl.model.finding import Finding, Severity

CODE = "PX105"
NAME = "比率"
GROUP = "rates"


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each rate that does not recompute."""
    for suspect in book.suspects((Relation.RATE, Relation.SHARE)):
        yield mismatch(CODE, NAME, book, suspect, Severity.WARNING if _capped(suspect) else None)


def _capped(suspect: Suspect) -> bool:
    return suspect.figure.value == 1 and suspect.value > 1
