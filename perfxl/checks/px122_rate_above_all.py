"""以全部为限的比率（合格率、覆盖率、满意度等）不应超过100%。

指标值和实际完成值都看；完成率、增长率一类可以超过100%的不在此列（用词见规则包）。只报“核实”。

错例
    培训合格率 ≥95%，实际完成值 105%
正例
    培训合格率 ≥95%，实际完成值 98%
依据
词义：合格、覆盖等的比率以全部为限。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.indicators import by_form, indicators
from perfxl.checks.evidence.scored_forms import KINDS, ScoredForm
from perfxl.model.finding import Finding, Severity

CODE = "PX122"
NAME = "超过100%的比率"
GROUP = "form"
LOOKS_AT = KINDS


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each such rate above 100 %."""
    yield from by_form(_found(book))


def _found(book: Checked) -> Iterator[tuple[ScoredForm, Finding]]:
    for one in indicators(book):
        for key in ("target", "actual") if book.rules.calls("capped_rates", one.name) else ():
            figure, value = one.cell(key), one.value(key)
            if figure and value is not None and value > 1 and figure.unit == "%":
                yield one.form, Finding(
                    CODE, NAME, Severity.WARNING, figure.place,
                    f"{book.name(figure)}{figure.text.strip()}超过了100%，这种比率以全部为限。",
                    figure.text, "≤100%",
                    "请核对该数；确有特殊口径的请注明。",
                )  # fmt: skip
