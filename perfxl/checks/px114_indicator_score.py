"""指标得分等于按评分规则由指标值和实际完成值算出的分数。

得分高于规则的为错误；低于规则的不损害任何人，没有写明原因的只报“核实”，写明了原因即视为自行扣分，不报。相差不超过0.01分不报。

错例
    指标值 ≥20，实际完成值 16，分值 10，得分 9
正例
    指标值 ≥20，实际完成值 16，分值 10，得分 8
依据
所选规则包中的指标计分规则；规则未经证实的只报“核实”。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.report import mismatch
from perfxl.checks.evidence.scored_forms import KINDS, reason_cell
from perfxl.checks.evidence.suspects import Suspect
from perfxl.model.derivation import Relation
from perfxl.model.finding import Finding, Severity

CODE = "PX114"
NAME = "指标得分"
GROUP = "scores"
LOOKS_AT = KINDS
YIELDS_TO = ("PX104", "PX113")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each score that is not what the rule gives."""
    for suspect in book.suspects((Relation.SCORE,)):
        said = suspect.figure.value
        if said is None:
            continue
        if said > suspect.value:
            yield mismatch(CODE, NAME, book, suspect)
        else:
            yield from _deducted(book, suspect)


def _deducted(book: Checked, suspect: Suspect) -> Iterator[Finding]:
    row = book.row(suspect.figure.place)
    cell = reason_cell(row) if row else None
    if cell is None or cell.blank:
        yield mismatch(CODE, NAME, book, suspect, Severity.WARNING)
