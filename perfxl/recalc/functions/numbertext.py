"""VALUE: numbers as people write them in cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from perfxl.recalc.functions.arguments import Fault, faulting, single
from perfxl.sheets.values import ErrorValue, Given, Result

_NUMBER = re.compile(
    r"(?P<sign>[-+]?)\s*(?P<money>[$¥￥€£]?)\s*(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?)(?:[eE](?P<power>[-+]?\d+))?"
    r"\s*(?P<percent>%*)(?P<currency>\s*[¥￥€£元]?)"
)
_FRACTION = re.compile(r"([-+]?)(\d+)\s+(\d+)/(\d+)")
_TIME = re.compile(
    r"(\d{1,5}):(\d{1,4})(?::(\d{1,4}(?:\.\d*)?)|\.)?\s*([AaPp][Mm]?)?|(\d{1,2})\s*([AaPp][Mm]?)", re.ASCII
)
_MINUTES = re.compile(r"(\d{1,4}):(\d{1,4}\.\d+)", re.ASCII)
_DATES = (
    (re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"), "ymd"),
    (re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})"), "mdy"),
    (re.compile(r"(\d{1,2})[-\s]([A-Za-z]{3,9})[-\s,]+(\d{4})"), "dny"),
    (re.compile(r"([A-Za-z]{3,9})\s+(\d{1,2}),\s*(\d{4})"), "ndy"),
    (re.compile(r"([A-Za-z]{3,9})[-\s](\d{4}|\d{2})(?!\d)"), "ny"),
    (re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})"), "mdy"),
    (re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]"), "ymd"),
    (re.compile(r"(\d{4})[-/年](\d{1,2})月?"), "ym"),
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ZERO = date(1899, 12, 30).toordinal()


def parsed(text: str) -> float:
    """Return the number that a text says; Fault #VALUE! where it says none."""
    text = text.strip()
    if text.startswith("(") and text.endswith(")"):
        return -parsed(text[1:-1])
    for read in (_plain, _fraction, moment):
        found = read(text)
        if found is not None:
            return found
    raise Fault(ErrorValue.VALUE)


def truth(given: Given) -> bool:
    """Return a value as a condition takes it; Fault #VALUE! for a text that is neither TRUE nor FALSE."""
    found = single(given)
    if isinstance(found, str):
        if found.upper() not in {"TRUE", "FALSE"}:
            raise Fault(ErrorValue.VALUE)
        return found.upper() == "TRUE"
    return bool(found)


def _plain(text: str) -> float | None:
    match = _NUMBER.fullmatch(text)
    if not match or not any(mark.isdigit() for mark in match["digits"]):
        return None
    value = float(f"{match['sign']}{match['digits'].replace(',', '')}e{match['power'] or 0}")
    return value / float(100 ** len(match["percent"]))


def _fraction(text: str) -> float | None:
    match = _FRACTION.fullmatch(text)
    if not match or not int(match[4]):
        return None
    value = int(match[2]) + int(match[3]) / int(match[4])
    return -value if match[1] == "-" else value


def moment(text: str) -> float | None:
    """Return the serial number of a date, a time or both, None where the text is none."""
    day, rest = _day(text)
    if not rest.strip():
        return day
    time = _clock(rest.strip())
    return None if time is None else (day or 0.0) + time


def _day(text: str) -> tuple[float | None, str]:
    for pattern, order in _DATES:
        match = pattern.match(text)
        if match:
            serial = _serial(dict(zip(order, match.groups(), strict=True)))
            if serial is not None:
                return serial, text[match.end() :]
    return None, text


def _serial(found: dict[str, str]) -> float | None:
    name = found.get("n", "")[:3].lower()
    if name and name not in _MONTHS:
        return None
    month = _MONTHS.index(name) + 1 if name else int(found["m"])
    year, day = int(found["y"]), int(found.get("d", "1"))
    year += (2000 if year < 30 else 1900) if year < 100 else 0
    if (year, month, day) == (1900, 2, 29):
        return 60.0  # a day that Excel knows alone
    try:
        serial = date(year, month, day).toordinal() - _ZERO
    except ValueError:
        return None
    return float(serial - (serial <= 60)) if year >= 1900 else None


def _clock(text: str) -> float | None:
    match = _TIME.fullmatch(f"0:{text}" if _MINUTES.fullmatch(text) else text)
    if not match:
        return None
    hour, half = int(match[1] or match[5]), _half(match)
    minute, second = int(match[2] or 0), float(match[3] or 0)
    overflows = (hour > 23) + (minute > 59) + (second >= 60)
    if overflows > 1:
        return None
    hours = _of_day(hour, half) if half else hour
    return None if hours is None else (hours * 3600 + minute * 60 + second) / 86_400


def _half(match: re.Match[str]) -> str:
    """Return which half of the day is told, "" for none."""
    return (match[4] or match[6] or "").lower()[:1]


def _of_day(hour: int, half: str) -> int | None:
    """Return the hour of the day of one in its first or second half, in which 12 comes before 1; None for no such."""
    return hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else None


@faulting
def value(given: Given) -> Result:
    """VALUE."""
    found = single(given)
    if isinstance(found, bool):
        raise Fault(ErrorValue.VALUE)
    if isinstance(found, str):
        return parsed(found)
    return 0.0 if found is None else found


@faulting
def datevalue(given: Given) -> Result:
    """DATEVALUE: the day alone."""
    found = single(given)
    serial = moment(found.strip()) if isinstance(found, str) else None
    if serial is None or serial < 0:
        raise Fault(ErrorValue.VALUE)
    return float(int(serial))


@faulting
def timevalue(given: Given) -> Result:
    """TIMEVALUE: the time of day alone."""
    found = single(given)
    serial = moment(found.strip()) if isinstance(found, str) else None
    if serial is None or serial < 0:
        raise Fault(ErrorValue.VALUE)
    return serial % 1


FUNCTIONS: dict[str, Callable[..., Result]] = {"VALUE": value, "DATEVALUE": datevalue}
