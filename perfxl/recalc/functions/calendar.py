"""Functions of dates and times; serial numbers count from 1900, whose 29 February Excel has and nobody else."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from perfxl.numerals.formatdates import Moment, moment
from perfxl.recalc.functions.arguments import Fault
from perfxl.recalc.functions.formats import formatted
from perfxl.recalc.functions.numbertext import datevalue, timevalue
from perfxl.recalc.functions.signature import Raw, Signature, takes
from perfxl.sheets.values import ErrorValue

_ZERO = date(1899, 12, 30).toordinal()
LAST = 2_958_465


def serial(year: int, month: int, day: int) -> float:
    """Return the serial number of a day; months and days beyond theirs run on; Fault #NUM! outside the calendar."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not 1900 <= year <= 9999:
        raise Fault(ErrorValue.NUM)
    first = date(year, month, 1).toordinal() - _ZERO
    first -= first < 61
    found = first + day - 1
    if first < 60 and found >= 61:
        pass  # the day that Excel has more is counted already: serial numbers run on
    if not 0 <= found <= LAST:
        raise Fault(ErrorValue.NUM)
    return float(found)


def _date(year: float, month: float, day: float) -> float:
    whole = math.floor(year)
    if whole < 0:
        raise Fault(ErrorValue.NUM)
    return serial(whole + 1900 if whole < 1900 else whole, math.floor(month), math.floor(day))


def when(value: float) -> Moment:
    """Return what a serial number means; Fault #NUM! where it is none."""
    if not 0 <= value < LAST + 1:
        raise Fault(ErrorValue.NUM)
    return moment(Decimal(f"{value:.15g}"), None)


def day_of(value: float) -> date:
    """Return the day of a serial number; Fault #NUM! where it is none or the one that is not in the calendar."""
    whole = math.floor(value)
    if not 0 <= whole <= LAST or whole == 60:
        raise Fault(ErrorValue.NUM)
    return date.fromordinal(_ZERO + whole + (whole < 60))


def _months_later(value: float, months: float) -> float:
    start = when(math.floor(value))
    at = start.year * 12 + start.month - 1 + math.trunc(months)
    year, month = divmod(at, 12)
    if not 1900 <= year <= 9999:
        raise Fault(ErrorValue.NUM)
    return serial(year, month + 1, min(start.day, _length(year, month + 1)))


def _length(year: int, month: int) -> int:
    return 29 if (year, month) == (1900, 2) else monthrange(year, month)[1]


def _month_end(value: float, months: float) -> float:
    start = when(math.floor(value))
    year, month = divmod(start.year * 12 + start.month - 1 + math.trunc(months), 12)
    if not 1900 <= year <= 9999:
        raise Fault(ErrorValue.NUM)
    return serial(year, month + 1, _length(year, month + 1))


def _weekday(value: float, kind: float = 1.0) -> float:
    if not 0 <= value < LAST + 1:
        raise Fault(ErrorValue.NUM)
    sunday = (math.floor(value) - 1) % 7  # 0 is Sunday
    way = int(kind)
    if way == 3:
        return float((sunday - 1) % 7)
    starts = {1: 0, 2: 1, **{11 + day: day + 1 for day in range(6)}, 17: 0}
    if way not in starts:
        raise Fault(ErrorValue.NUM)
    return float((sunday - starts[way]) % 7 + 1)


def _weeknum(value: float, kind: float = 1.0) -> float:
    way = int(kind)
    if way == 21:
        return float(day_of(value).isocalendar()[1])
    starts = {1: 6, 2: 0, **{11 + day: day for day in range(6)}, 17: 6}
    if way not in starts:
        raise Fault(ErrorValue.NUM)
    found = day_of(value)
    first = date(found.year, 1, 1)
    return float(((found - first).days + (first.weekday() - starts[way]) % 7) // 7 + 1)


def _datedif(first: float, last: float, unit: str) -> float:
    if math.floor(first) > math.floor(last):
        raise Fault(ErrorValue.NUM)
    start, end = day_of(first), day_of(last)
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    way = unit.upper()
    if way == "MD":
        year, month = (end.year, end.month) if end.day >= start.day else divmod(end.year * 12 + end.month - 2, 12)
        month = month if end.day >= start.day else month + 1
        return float(end.toordinal() - (date(year, month, 1).toordinal() + start.day - 1))
    if way == "YD":
        year = end.year if (end.month, end.day) >= (start.month, start.day) else end.year - 1
        return float(end.toordinal() - (date(year, start.month, 1).toordinal() + start.day - 1))
    found = {"D": (end - start).days, "M": months, "Y": months // 12, "YM": months % 12}
    if way not in found:
        raise Fault(ErrorValue.NUM)
    return float(found[way])


def _time(hour: float, minute: float, second: float) -> float:
    seconds = math.floor(hour) * 3600 + math.floor(minute) * 60 + math.floor(second)
    if seconds < 0:
        raise Fault(ErrorValue.NUM)
    return seconds % 86_400 / 86_400


def _part(read: Callable[[Moment], int]) -> Signature:
    return takes("n", lambda value: float(read(when(value))))


def _clock(value: float) -> tuple[int, int, int]:
    """Return hour, minute and second, rounded to the second."""
    if value < 0:
        raise Fault(ErrorValue.NUM)
    seconds = math.floor(value % 1 * 86_400 + 0.5) % 86_400
    return seconds // 3600, seconds // 60 % 60, seconds % 60


CALENDAR: dict[str, Signature] = {
    "DATE": takes("nnn", _date),
    "YEAR": _part(lambda found: found.year),
    "MONTH": _part(lambda found: found.month),
    "DAY": _part(lambda found: found.day),
    "HOUR": takes("n", lambda value: float(_clock(value)[0])),
    "MINUTE": takes("n", lambda value: float(_clock(value)[1])),
    "SECOND": takes("n", lambda value: float(_clock(value)[2])),
    "TIME": takes("nnn", _time),
    "DATEVALUE": takes("v", datevalue),
    "TIMEVALUE": takes("v", timevalue),
    "EDATE": takes("mm", _months_later),
    "EOMONTH": takes("mm", _month_end),
    "WEEKDAY": takes("n|n", _weekday),
    "WEEKNUM": takes("n|n", _weeknum),
    "ISOWEEKNUM": takes("n", lambda value: float(day_of(value).isocalendar()[1])),
    "DATEDIF": takes("nns", _datedif),
    "DAYS": takes("nn", lambda last, first: float(math.floor(last) - math.floor(first))),
}

_YEARS = 1462.0  # days from 1900 to 1904
DATED: dict[str, tuple[frozenset[int], bool]] = {  # the arguments that are dates, whether the result is one
    **{name: (frozenset({0}), False) for name in ("YEAR", "MONTH", "DAY", "WEEKDAY", "WEEKNUM", "ISOWEEKNUM", "TEXT")},
    **{name: (frozenset({0, 1}), False) for name in ("DATEDIF", "DAYS360", "YEARFRAC", "NETWORKDAYS")},
    **{name: (frozenset({0}), True) for name in ("EDATE", "EOMONTH", "WORKDAY")},
    **{name: (frozenset[int](), True) for name in ("DATE", "DATEVALUE")},
}


def from_1904(name: str, signature: Signature) -> Signature:
    """Return a function for a workbook whose dates count from 1904."""
    dates, gives_date = DATED[name]

    def run(*args: Raw) -> Raw:
        if name == "TEXT":
            return formatted(*args, mac=True)
        moved = [arg + _YEARS if at in dates and isinstance(arg, float) else arg for at, arg in enumerate(args)]
        made = signature.run(*moved)
        return made - _YEARS if gives_date and isinstance(made, float) else made

    return Signature(run, signature.fixed, signature.repeated, signature.least, signature.most)
