"""预算执行率的得分等于按评分规则由执行率算出的分数。

各地规则不同（按比例、分档、封顶），按所选规则包判断；规则未经证实的只报“核实”，相差不超过0.01分不报。
得分与印出的执行率相符的，只报执行率，不重复报得分。

错例
    分值 10，执行率 85.00%，得分 9.50（按比例计分）
正例
    分值 10，执行率 85.00%，得分 8.50（按比例计分）
依据
所选规则包中的执行率计分规则。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.report import mismatch
from perfxl.checks.evidence.scored_forms import number
from perfxl.checks.evidence.substitution import holds
from perfxl.model.derivation import Derivation, Relation
from perfxl.model.finding import Finding

CODE = "PX106"
NAME = "执行得分"
GROUP = "scores"
LOOKS_AT = ("project_form", "project_list")
YIELDS_TO = ("PX104",)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each execution score that is not what the rule gives."""
    for suspect in book.suspects((Relation.EXECUTION_SCORE,)):
        if not _follows_printed_rate(book, suspect.derivation):
            yield mismatch(CODE, NAME, book, suspect)


def _follows_printed_rate(book: Checked, item: Derivation) -> bool:
    """Whether the score is right for the printed rate, which then is reported itself."""
    row = book.row(item.target.place)
    rate, budget, spent = (number(row, key) for key in ("execution_rate", "annual_budget", "execution"))
    if not (rate and budget and spent) or rate.value is None or budget.value is None:
        return False
    return bool(holds(item, {spent.place: rate.value * budget.value}))
