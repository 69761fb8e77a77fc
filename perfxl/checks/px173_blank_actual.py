"""实际完成值空白的指标，不应得分。

没有完成值就没有得分的依据；填了“不适用”“—”的不在此列。只报“核实”。

错例
    指标值 ≥100人次，实际完成值空白，分值 10，得分 10
正例
    指标值 ≥100人次，实际完成值 106人次，分值 10，得分 10
依据
公开的自评表中有完成值空白而得满分的，得分没有依据。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.indicators import by_form, unsupported
from perfxl.checks.evidence.scored_forms import KINDS, ScoredForm
from perfxl.model.finding import Finding, Severity

CODE = "PX173"
NAME = "空白完成值得分"
GROUP = "scores"
LOOKS_AT = KINDS


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each indicator that scores although nothing says what was reached."""
    yield from by_form(_found(book))


def _found(book: Checked) -> Iterator[tuple[ScoredForm, Finding]]:
    for one in unsupported(book):
        actual, score = one.row.cells["actual"], one.row.cells["score"]
        target = one.cell("target")
        yield one.form, Finding(
            CODE, NAME, Severity.WARNING, actual.place,
            f"{book.name(actual)}空白，得分却是{score.text.strip()}，没有依据。",
            "", "",
            "请补填实际完成值；没有完成的不应得分。",
            related=(score.place, *((target.place,) if target else ())),
        )  # fmt: skip
