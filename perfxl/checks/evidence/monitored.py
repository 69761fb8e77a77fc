"""Projects under monitoring: what the rules say of each month in the workbook, and what was reported before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfxl.checks.evidence.book import Checked
from perfxl.model.figure import Figure
from perfxl.model.place import Place
from perfxl.monitoring.assessing import Assessment, assess
from perfxl.monitoring.observing import Observed, observe
from perfxl.monitoring.record import Reported
from perfxl.numerals.units import convert, money_factor
from perfxl.rules.rulebook import MONITORED

KINDS = MONITORED


def monitored(book: Checked) -> Iterator[Observed]:
    """Yield each project in each month that a table for monitoring names."""
    if book.evaluation.of(*KINDS):
        yield from (each for each in observe(book.evaluation) if each.month)


def assessments(book: Checked) -> Iterator[Assessment]:
    """Yield what the rules say of each project in each month."""
    for observed in monitored(book):
        yield assess(observed, observed.month or 0, book.rules)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was told of a project before: at the end of which month, where, and in the unit of the later table.

    source  in words: “6月”表, or 6月的监控记录
    place   the cell of what was spent, None where a record tells it
    """

    month: int
    source: str
    spent: Decimal | None
    budget: Decimal | None
    place: Place | None = None

    def value(self, key: str) -> Decimal | None:
        """Return what was told of a figure (execution, annual_budget)."""
        return self.spent if key == "execution" else self.budget


def same_month(book: Checked, now: Observed) -> Iterator[Earlier]:
    """Yield what was told of a project for its own month elsewhere: in records, and further up in this workbook."""
    for each in _told(book, now):
        if each.month == now.month and (each.place is None or each.place < now.place):
            yield each


def last(book: Checked, now: Observed, key: str) -> Earlier | None:
    """Return what was told last, in an earlier month, of a figure (execution, annual_budget); None where nothing was.

    Tables of this workbook count before records of the same month.
    """
    before = (each for each in _told(book, now) if each.month < (now.month or 0) and each.value(key) is not None)
    return max(before, key=lambda each: (each.month, each.place is not None), default=None)


def differs(figure: Figure, value: Decimal) -> bool:
    """Whether a figure is another number than one told before, in another unit rounded perhaps."""
    return figure.value is not None and abs(figure.value - value) > (figure.quantum or Decimal(0)) / 2


def _told(book: Checked, now: Observed) -> Iterator[Earlier]:
    for each in monitored(book):
        if each.key == now.key and each.table is not now.table:
            yield _by_table(each, now)
    for report in book.history:
        if report.key == now.key:
            yield _by_record(report, now)


def _by_table(observed: Observed, now: Observed) -> Earlier:
    spent, budget = (_amount(observed.value(key), observed.unit, now.unit) for key in ("execution", "annual_budget"))
    return Earlier(observed.month or 0, f"工作表“{observed.table.sheet}”", spent, budget, observed.place)


def _by_record(report: Reported, now: Observed) -> Earlier:
    spent, budget = (_amount(value, report.unit, now.unit) for value in (report.spent, report.budget))
    return Earlier(report.month, f"{report.month}月的监控记录", spent, budget)


def _amount(value: Decimal | None, unit: str, wanted: str) -> Decimal | None:
    return convert(value, unit, wanted) if value is not None and money_factor(unit) and money_factor(wanted) else value
