"""指标值是数值的，实际完成值应填数值。

“完成”“达标”一类的文字无法与指标值比较，得分因此没有核对，只报“核实”；指标值和完成值都是文字的不在此列。

错例
    指标值 ≤30万元，实际完成值 完成，分值 10，得分 10
正例
    指标值 ≤30万元，实际完成值 28.6万元，分值 10，得分 10
依据
公开的自评表中以“完成”代替数值的，复核时不能认定。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.indicators import by_form, indicators
from perfxl.checks.evidence.scored_forms import KINDS, ScoredForm
from perfxl.model.finding import Finding, Severity
from perfxl.scoring.derived import Cause

CODE = "PX120"
NAME = "文字完成值"
GROUP = "form"
LOOKS_AT = KINDS


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each word in the place of a number."""
    yield from by_form(_found(book))


def _found(book: Checked) -> Iterator[tuple[ScoredForm, Finding]]:
    for one in indicators(book):
        target, actual, score = (one.cell(key) for key in ("target", "actual", "score"))
        if one.cause is not Cause.WORD_ACTUAL or not (target and actual and score):
            continue
        if actual.text.strip() and not any(letter.isdigit() for letter in actual.text):
            yield one.form, Finding(
                CODE, NAME, Severity.WARNING, actual.place,
                f"{book.name(actual)}写的是“{actual.text.strip()}”，指标值{target.text.strip()}是数值，得分无法核对。",
                actual.text, "",
                "请填写实际完成的数值。",
                related=(target.place, score.place),
            )  # fmt: skip
