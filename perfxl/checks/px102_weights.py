"""各项分值之和等于100分，并与表中印出的分值合计相同。

项目自评表为预算执行率分值加各指标分值；指标清单可以不含执行率的10分或20分，其他项目都合计无误而个别项目不符的为错误。
分值合计印出的不是100、但与各项之和相同的，只报“核实”。

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

from perfxl.checks.book import Checked
from perfxl.checks.marks import Marks, marks, missed_shares, slack, total_of
from perfxl.model.finding import Finding, Severity

CODE = "PX102"
NAME = "分值合计"
_FULL = Decimal(100)
_WITHOUT_EXECUTION = (Decimal(90), Decimal(80))


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each form whose weights do not add up."""
    forms = [form for form in marks(book.evaluation) if form.weights()]
    for form in forms:
        if not _explained(form):
            yield from _judge(form, _customary(form, forms))


def _customary(form: Marks, forms: list[Marks]) -> bool:
    """Whether most other projects of the same list do add up, so that this one is a slip and no custom."""
    others = [other for other in forms if other.table is form.table and other is not form]
    return len(others) > 0 and 2 * sum(map(_full, others)) > len(others)


def _full(form: Marks) -> bool:
    accepted = (_FULL,) if form.execution else (_FULL, *_WITHOUT_EXECUTION)
    return any(_near(form, item, full) for item in _sums(form) for full in accepted)


def _explained(form: Marks) -> bool:
    """Whether a group that misses its declared points, reported by itself, is all that is wrong."""
    gap = sum((share.points - total_of(share.weights) for share in missed_shares(form)), Decimal(0))
    return bool(gap) and any(_near(form, reached + gap, _FULL) for reached in _sums(form))


def _sums(form: Marks) -> tuple[Decimal, ...]:
    alone = total_of(form.weights())
    return (alone, alone + (form.execution.value or 0)) if form.execution else (alone,)


def _near(form: Marks, left: Decimal, right: Decimal) -> bool:
    return abs(left - right) <= slack(form.weights())


def _judge(form: Marks, customary: bool) -> Iterator[Finding]:
    reached = _sums(form)
    stated = form.total.value if form.total else None
    if stated is not None and not any(_near(form, item, stated) for item in reached):
        yield _finding(form, Severity.ERROR, stated)
        return
    if not _full(form):
        hard = customary or (form.table.kind == "project_form" and form.execution is not None and stated is None)
        yield _finding(form, Severity.ERROR if hard else Severity.WARNING, _FULL)


def _finding(form: Marks, severity: Severity, should: Decimal) -> Finding:
    weights = form.weights()
    spot = form.total or weights[0]
    reached = f"{_sums(form)[-1].normalize():f}"
    printed = form.total is not None and form.total.value == should
    said, wanted = (form.total.text, reached) if printed and form.total else (reached, f"{should.normalize():f}")
    return Finding(
        CODE, NAME, severity, spot.place,
        f"“{form.name}”各项分值相加为{reached}分，应为{should.normalize():f}分。",
        said, wanted,
        "请核对各指标和预算执行率的分值，改正写错的一项；确有特殊规定的可不改。",
        related=tuple(figure.place for figure in (*weights, *filter(None, [form.execution])) if figure != spot),
    )  # fmt: skip
