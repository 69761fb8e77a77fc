"""各项分值之和等于100分，并与表中印出的分值合计相同。

项目自评表为预算执行率分值加各指标分值；指标清单可以不含执行率的10分或20分，其他项目都合计无误而个别项目不符的为错误。
某项分值改正后合计与该项得分都相符的，指向该项。分值合计印出的不是100、但与各项之和相同的，只报“核实”。

错例
    执行率 10，指标 20、20、10、30、15，总分 100
正例
    执行率 10，指标 20、20、10、30、10，总分 100
依据
财政部《项目支出绩效评价管理办法》（财预〔2020〕10号）：各项指标分值合计为100分。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.scored_forms import KINDS, total_of
from perfxl.checks.evidence.weights import FULL, Weighed, untied_groups
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity

CODE = "PX102"
NAME = "分值合计"
GROUP = "scores"
LOOKS_AT = KINDS
_SAMPLES = frozenset({"recheck"})  # of the indicators: they need not come to 100


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each form whose weights do not add up."""
    for one in book.weighed:
        misprint = next((weight for weight in _all(one) if weight.place in book.misprints), None)
        if misprint:
            yield _misprint(book, one, misprint)
        elif not _is_explained(one):
            yield from _judge(one)


def _all(one: Weighed) -> tuple[Figure, ...]:
    return (*one.form.weights(), *filter(None, [one.form.execution]))


def _is_explained(one: Weighed) -> bool:
    """Whether a group that misses its declared points, reported by itself, is all that is wrong."""
    gap = sum((share.points - total_of(share.weights) for share in untied_groups(one.form)), Decimal(0))
    return bool(gap) and one.near(FULL - gap)


def _judge(one: Weighed) -> Iterator[Finding]:
    stated = one.form.total.value if one.form.total else None
    if stated is not None and not one.near_total:
        yield _finding(one, Severity.ERROR, stated)
    elif not one.full and one.form.table.kind not in _SAMPLES:
        alone = (
            "project_form" in (one.form.table.kind, one.form.table.base)
            and one.form.execution is not None
            and stated is None
        )
        yield _finding(one, Severity.ERROR if one.customary or alone else Severity.WARNING, one.goal)


def _misprint(book: Checked, one: Weighed, weight: Figure) -> Finding:
    should, goal = (f"{value.normalize():f}" for value in (book.misprints[weight.place], one.goal))
    return Finding(
        CODE, NAME, Severity.ERROR, weight.place,
        f"{book.name(weight)}写的是{weight.text}，使分值合计不是{goal}，也与该项得分不符，应为{should}。",
        weight.text, should,
        f"请对照绩效目标表核对该项分值；属笔误的，改为{should}。",
        related=tuple(figure.place for figure in _all(one) if figure is not weight),
    )  # fmt: skip


def _finding(one: Weighed, severity: Severity, should: Decimal) -> Finding:
    form, weights = one.form, _all(one)
    spot = form.total or weights[0]
    reached, goal = f"{one.sums[-1].normalize():f}", f"{should.normalize():f}"
    said, wanted = (form.total.text, reached) if form.total and form.total.value == should else (reached, goal)
    return Finding(
        CODE, NAME, severity, spot.place,
        f"“{form.name}”各项分值相加为{reached}分，应为{goal}分。",
        said, wanted,
        "请核对各指标和预算执行率的分值，改正写错的一项；确有特殊规定的可不改。",
        related=tuple(figure.place for figure in weights if figure is not spot),
    )  # fmt: skip
