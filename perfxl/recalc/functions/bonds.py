"""ACCRINT: the interest that a security has accrued, counted in coupon periods.

What Excel stored in workbooks shows how it counts: whole coupons from the issue up to the last coupon before the first
interest, and from there days over the length of that period, which may be negative.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from perfxl.recalc.functions.arguments import Fault
from perfxl.recalc.functions.calendar import day_of
from perfxl.recalc.functions.periods import thirty
from perfxl.recalc.functions.signature import Signature, takes
from perfxl.sheets.values import ErrorValue


def _check(*holds: bool) -> None:
    if not all(holds):
        raise Fault(ErrorValue.NUM)


def _moved(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    at_end = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if at_end else min(day.day, last))


def _days(start: date, end: date, basis: int) -> float:
    if basis not in {0, 4}:
        return float((end - start).days)
    return float(thirty(start, end, european=basis == 4))


def _length(start: date, end: date, basis: int, yearly: int) -> float:
    return _days(start, end, basis) if basis == 1 else (365.0 if basis == 3 else 360.0) / yearly


def _coupons(issue: date, last: date, basis: int, yearly: int) -> tuple[float, float]:
    """Return how many whole coupon periods lie between the issue and a coupon, and what part of one before them."""
    count, end = 0.0, last
    while end > issue:
        start = _moved(end, -12 // yearly)
        if start < issue:
            return count, _days(issue, end, basis) / _length(start, end, basis, yearly)
        count, end = count + 1, start
    return count, 0.0


def _accrued(
    issued: float, first: float, settled: float, rate: float, par: float, yearly: float, basis: float = 0.0,
    from_issue: bool = True,
) -> float:  # fmt: skip
    way, parts = int(basis), int(yearly)
    _check(rate > 0 and par > 0, parts in {1, 2, 4}, way in range(5), int(issued) < int(settled))
    issue, coupon, end = day_of(issued), day_of(first), day_of(settled)
    last = before = _moved(coupon, -12 // parts)
    onwards, coupon = 0.0, _moved(last, 12 // parts)
    while from_issue and coupon < end:
        onwards += _days(max(last, issue), coupon, way) / _length(last, coupon, way, parts) if issue > last else 1.0
        last, coupon = coupon, _moved(coupon, 12 // parts)
    start = max(last, issue)
    made = _days(start, end, way) if end >= start else -_days(end, start, way)
    whole, part = _coupons(issue, before, way, parts)
    periods = made / _length(before, day_of(first), way, parts) + part + (whole if from_issue else 0.0)
    return par * rate / parts * (periods + onwards)


BONDS: dict[str, Signature] = {"ACCRINT": takes("nnnnnn|nb", _accrued)}
