"""Periods between days: working days, parts of a year."""

from __future__ import annotations

import math
from calendar import isleap, monthrange
from datetime import date

from perfxl.recalc.functions.arguments import Fault, number
from perfxl.recalc.functions.calendar import LAST, day_of
from perfxl.recalc.functions.signature import Signature, takes
from perfxl.sheets.values import Array, ErrorValue, Missing

_WEEKENDS = {1: (5, 6), 2: (6, 0), 3: (0, 1), 4: (1, 2), 5: (2, 3), 6: (3, 4), 7: (4, 5)}


def thirty(start: date, end: date, *, european: bool) -> int:
    """Return the days between two days, of months of 30."""
    one, other = start.day, end.day
    if european:
        one, other = min(one, 30), min(other, 30)
    else:
        if one == monthrange(start.year, start.month)[1]:
            one = 30
        if other == 31:
            other = 30 if one >= 30 else 31
    return (end.year - start.year) * 360 + (end.month - start.month) * 30 + other - one


def yearfrac(first: float, last: float, basis: float = 0.0) -> float:
    """Return the part of a year between two days."""
    start, end = sorted((day_of(first), day_of(last)))
    way = int(basis)
    if way not in range(5):
        raise Fault(ErrorValue.NUM)
    if way in {0, 4}:
        return _thirty_share(start, end, european=way == 4)
    days = (end - start).days
    return days / {1: _year_length(start, end), 2: 360, 3: 365}[way]


def _thirty_share(start: date, end: date, *, european: bool) -> float:
    last = monthrange(start.year, start.month)[1]
    both = start.month == end.month == 2 and end.day == monthrange(end.year, end.month)[1] and start.day == last
    if not european and both:
        return ((end.year - start.year) * 360) / 360
    return thirty(start, end, european=european) / 360


def _year_length(start: date, end: date) -> float:
    """Return how long a year between two days is: actual/actual as Excel has it."""
    one_year = start.year == end.year or (
        end.year == start.year + 1 and (start.month, start.day) >= (end.month, end.day)
    )
    if not one_year:
        years = range(start.year, end.year + 1)
        return sum(365 + isleap(year) for year in years) / len(years)
    leap = isleap(start.year) if start.year == end.year else _has_leap_day(start, end)
    return 365 + leap


def _has_leap_day(start: date, end: date) -> bool:
    days = (date(year, 2, 29) for year in {start.year, end.year} if isleap(year))
    return any(start <= day <= end for day in days)


def _free_days(given: object) -> tuple[int, ...]:
    """Return the days of the week off, 0 is Monday."""
    if isinstance(given, Missing):
        return _WEEKENDS[1]
    if isinstance(given, str):
        if len(given) != 7 or set(given) - {"0", "1"} or given == "1111111":
            raise Fault(ErrorValue.VALUE)
        return tuple(day for day, mark in enumerate(given) if mark == "1")
    way = int(number(given))  # type: ignore[arg-type]  # a single value
    if way in _WEEKENDS:
        return _WEEKENDS[way]
    if not 11 <= way <= 17:
        raise Fault(ErrorValue.NUM)
    return ((way - 12) % 7,)


def _holidays(given: Array | None) -> set[int]:
    return {math.floor(number(cell)) for row in given or () for cell in row if cell is not None}


def _is_free(day: int, free: tuple[int, ...], holidays: set[int]) -> bool:
    return (day - 2) % 7 in free or day in holidays


def _workday(start: float, days: float, free: object = Missing.MISSING, holidays: Array | None = None) -> float:
    off, closed, at = _free_days(free), _holidays(holidays), math.floor(start)
    if abs(days) > LAST:
        raise Fault(ErrorValue.NUM)
    step = 1 if days > 0 else -1
    for _ in range(abs(int(days))):
        at += step
        while _is_free(at, off, closed):
            at += step
    if not 0 <= at <= LAST:
        raise Fault(ErrorValue.NUM)
    return float(at)


def _networkdays(first: float, last: float, free: object = Missing.MISSING, holidays: Array | None = None) -> float:
    off, closed = _free_days(free), _holidays(holidays)
    start, end = sorted((math.floor(first), math.floor(last)))
    if start < 0 or end > LAST:
        raise Fault(ErrorValue.NUM)
    count = sum(not _is_free(day, off, closed) for day in range(start, end + 1))
    return float(-count if first > last else count)


def _days360(first: float, last: float, european: bool = False) -> float:
    start, end = day_of(first), day_of(last)
    return float(thirty(start, end, european=european))


PERIODS: dict[str, Signature] = {
    "DAYS360": takes("nn|b", _days360),
    "YEARFRAC": takes("nn|n", yearfrac),
    "WORKDAY": takes("nn|a", lambda start, days, closed=None: _workday(start, days, Missing.MISSING, closed)),
    "WORKDAY.INTL": takes("nn|va", _workday),
    "NETWORKDAYS": takes("nn|a", lambda first, last, closed=None: _networkdays(first, last, Missing.MISSING, closed)),
    "NETWORKDAYS.INTL": takes("nn|va", _networkdays),
}
