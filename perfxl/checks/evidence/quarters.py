"""The quarters of a year as steps: cumulative before, spending, cumulative after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfxl.checks.evidence.book import in_unit
from perfxl.checks.evidence.scored_forms import given, number
from perfxl.model.figure import Figure
from perfxl.model.table import Evaluation, Table
from perfxl.numerals.tolerance import MONEY, sum_tolerance

_ITEMS = ("q1", "q2", "q3", "q4")


@dataclass(frozen=True, slots=True)
class Step:
    """One quarter. `so_far` is the sum of the quarters up to this one, None where one is missing."""

    label: str
    spending: Figure
    cumulative: Figure
    before: Figure | None
    so_far: Decimal | None
    last: bool

    @property
    def total(self) -> Decimal:
        """The cumulative spending that the quarter's spending gives."""
        return _value(self.before) + _value(self.spending)

    @property
    def alone(self) -> Decimal:
        """The quarter's spending that the cumulative spending gives."""
        return _value(self.cumulative) - _value(self.before)

    @property
    def gap(self) -> Decimal:
        """How far the two lie apart."""
        return abs(self.total - _value(self.cumulative))

    def ties(self) -> bool:
        """Whether the cumulative spending follows from the step before, or from all quarters so far."""
        stated, slack = _value(self.cumulative), self._slack()
        totals = [self.total] if self.so_far is None else [self.total, self.so_far]
        return any(abs(total - stated) <= slack for total in totals)

    def arithmetic(self) -> str:
        """Return the sum in words."""
        if self.before is None:
            return f"按本季度支出{self.spending.text}"
        return f"按上季度累计{self.before.text}加本季度支出{self.spending.text}"

    def _slack(self) -> Decimal:
        terms = [figure for figure in (self.before, self.spending) if figure is not None]
        return sum_tolerance(self.cumulative, terms, self.cumulative.unit or MONEY)


@dataclass(frozen=True, slots=True)
class Yearly:
    """The year's spending as another table states it."""

    name: str
    figure: Figure


def steps(table: Table) -> Iterator[Step]:
    """Yield the quarters whose spending and cumulative spending somebody wrote, the one before included."""
    before: Figure | None = None
    so_far: Decimal | None = Decimal(0)
    for item in _ITEMS:
        row = table.item(item)
        spending, cumulative = number(row, "spending"), number(row, "cumulative")
        so_far = None if so_far is None or spending is None else so_far + _value(spending)
        if row and spending and cumulative and (before or item == _ITEMS[0]):
            yield Step(row.label, spending, cumulative, before, so_far, item == _ITEMS[-1])
        before = cumulative


def yearly_spending(evaluation: Evaluation, stated: Figure) -> Yearly | None:
    """Return a statement of the department's yearly spending that equals a figure, None where there is none."""
    for table in evaluation.of("execution"):
        total = given(row.cells.get("execution")) if (row := table.item("total")) else None
        amount = in_unit(total, stated.unit) if total else None
        if total and amount is not None and abs(amount - _value(stated)) <= sum_tolerance(stated, [total]):
            return Yearly(table.name, total)
    return None


def _value(figure: Figure | None) -> Decimal:
    return (figure.value if figure else None) or Decimal(0)
