"""Pace (进度): the share of the year gone, how far spending keeps up with it, and where it will end.

A month counts whole, as the monitoring form has it (截至 N 月末). What is expected by the end of the year is computed
in two simple ways, both stated: as if the rest of the year went like the months so far (`linear`), and as if it went
like the same months of the year before (`curve`). Neither is more than the budget: nothing beyond it can be spent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfxl.model.expression import Expr, divide, evaluate, number
from perfxl.model.table import Evaluation, Table

MONTHS = 12
_QUARTERS = {"q1": 3, "q2": 6, "q3": 9, "q4": 12}
_NOTHING, _ALL = Decimal(0), Decimal(1)


def time_share(month: int) -> Expr:
    """Return the share of the year gone at the end of a month (序时进度), as an expression: 7 ÷ 12."""
    return divide(number(month), number(MONTHS))


@dataclass(frozen=True, slots=True)
class Curve:
    """How spending of an earlier year ran: the share of the year's spending by the end of some months.

    Between two months that are known it ran straight.
    """

    shares: Mapping[int, Decimal]

    def at(self, month: int) -> Decimal | None:
        """Return the share by the end of a month; None where the curve knows nothing of the time around it."""
        known = {0: _NOTHING, **self.shares}
        before = max((each for each in known if each <= month), default=0)
        after = min((each for each in known if each >= month), default=None)
        if after is None:
            return None
        if after == before:
            return known[month]
        part = Decimal(month - before) / Decimal(after - before)
        return known[before] + (known[after] - known[before]) * part


def curve_of(evaluation: Evaluation) -> Curve | None:
    """Return how the spending of a finished year ran by its table of quarters; None where it has none with all four."""
    return next((curve for table in evaluation.of("quarters") if (curve := _curve(table))), None)


def _curve(table: Table) -> Curve | None:
    reached: dict[int, Decimal] = {}
    spent = _NOTHING
    for item, month in _QUARTERS.items():
        row = table.item(item)
        figure = row.cells.get("spending") if row else None
        if figure is None or figure.value is None:
            return None
        spent += figure.value
        reached[month] = spent
    return Curve({month: value / spent for month, value in reached.items()}) if spent > 0 else None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What will be spent by the end of the year (全年预计执行数), in the unit of what was spent.

    linear  as if every month went like those so far; None before anything can be said
    curve   as if the year went like an earlier one; None without it
    """

    linear: Decimal | None
    curve: Decimal | None = None

    @property
    def low(self) -> Decimal | None:
        """The lower of the two."""
        return min(self._known, default=None)

    @property
    def high(self) -> Decimal | None:
        """The higher of the two."""
        return max(self._known, default=None)

    @property
    def _known(self) -> list[Decimal]:
        return [each for each in (self.linear, self.curve) if each is not None]


def forecast(spent: Decimal, budget: Decimal, month: int, curve: Curve | None = None) -> Forecast:
    """Return what will be spent by the end of the year."""
    share = curve.at(month) if curve else None
    by_curve = _projected(spent, budget, share) if share else None
    return Forecast(_projected(spent, budget, evaluate(time_share(month))), by_curve)


def _projected(spent: Decimal, budget: Decimal, share: Decimal) -> Decimal:
    return max(spent, min(spent / share, budget))
