"""What Excel shows of a number in a cell (显示值): by the cell's number format, without the padding."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from perfxl.numerals.formats import Section, is_date, sections
from perfxl.numerals.rounding import half_up

__all__ = ["decimals", "display", "is_date", "is_percent", "own_quantum", "percent"]

_EPOCH = date(1899, 12, 30)
_FIRST_DAY, _LAST_DAY = 61, 2_958_465  # Excel counts a 29 February 1900; before it serial numbers are off by one
_DATE_PART = re.compile(r"yyyy|yy|mm|m|dd|d")
_DATE_PLAIN = re.compile(r"(?:yyyy|yy|mm|m|dd|d|[-/. 年月日])+")
_DATE_NOISE = re.compile(r'\[\$?[^\]]*\]|["\\!]|;.*', re.S)


def display(value: Decimal, number_format: str) -> str:
    """Return the text a reader sees; a format that is not understood shows as General.

    A date shows as its format says, where that holds nothing but year, month and day in figures, else as
    ISO date; a time shows as its serial number.
    """
    if is_date(number_format):
        return _date(value, number_format) or _general(value)
    parsed = sections(number_format)
    if parsed is None:
        return _general(value)
    section, sign = _choose(value, parsed)
    return f"{sign}{section.before}{_digits(abs(value), section)}{section.after}".strip()


def decimals(number_format: str) -> int | None:
    """Return how many decimals of the value a format prints: 0.00% -> 4, #,##0.00 -> 2; None for General and dates."""
    section = _first(number_format)
    if section is None or not section.digits or "e" in section.digits.casefold():
        return None
    return len(section.fraction) + 2 * section.percents - 3 * section.thousands


def is_percent(number_format: str) -> bool:
    """Return whether the format shows a fraction as a percentage."""
    section = _first(number_format)
    return section is not None and section.percents > 0


def own_quantum(value: Decimal) -> Decimal:
    """Return the place of the value's last digit: 0.6125 -> 0.0001, 100 -> 1."""
    exponent = value.as_tuple().exponent
    return Decimal(f"1E{min(exponent, 0)}") if isinstance(exponent, int) else Decimal(1)


def percent(value: Decimal, places: int = 2) -> str:
    """Return a fraction as percentage text, half-up: 0.61254 -> "61.25%"."""
    return f"{half_up(value * 100, places):f}%"


def _first(number_format: str) -> Section | None:
    parsed = sections(number_format)
    return parsed[0] if parsed else None


def _choose(value: Decimal, parsed: tuple[Section, ...]) -> tuple[Section, str]:
    """Return the section for the value and the minus sign that a section of its own would print itself."""
    if value == 0 and len(parsed) > 2:
        return parsed[2], ""
    if value < 0:
        return (parsed[1], "") if len(parsed) > 1 else (parsed[0], "-")
    return parsed[0], ""


def _digits(size: Decimal, section: Section) -> str:
    if not section.digits:
        return ""
    scaled = size.scaleb(2 * section.percents - 3 * section.thousands)
    if "e" in section.digits.casefold():
        return _scientific(scaled, len(re.split("[Ee]", section.fraction)[0]))
    whole, _, fraction = f"{half_up(scaled, len(section.fraction)):f}".partition(".")
    whole = _whole(whole, section.whole)
    optional = len(section.fraction) - len(section.fraction.rstrip("#?"))
    kept = fraction.rstrip("0") if optional else fraction
    fraction = fraction[: max(len(kept), len(fraction) - optional)]
    return f"{whole}.{fraction}" if "." in section.digits else whole


def _whole(digits: str, places: str) -> str:
    padded = digits.lstrip("0").rjust(places.count("0"), "0")
    return f"{int(padded):0{len(padded) + (len(padded) - 1) // 3},}" if "," in places and padded else padded


def _scientific(value: Decimal, places: int) -> str:
    rounded = half_up(value.scaleb(-value.adjusted()), places) if value else half_up(value, places)
    exponent = (value.adjusted() if value else 0) + (abs(rounded) >= 10)
    mantissa = half_up(rounded / 10, places) if abs(rounded) >= 10 else rounded
    return f"{mantissa:f}E{exponent:+03d}"


def _general(value: Decimal) -> str:
    """Show at most 11 characters, as General does: ten digits and the point, else six digits and an exponent."""
    if value == 0:
        return "0"
    if -10 < value.adjusted() < 11:
        rounded = half_up(value, 9 - max(value.adjusted(), 0) if value.adjusted() < 10 else 0)
        if rounded.adjusted() < 11 and (value.adjusted() > -5 or rounded == value):
            return _stripped(f"{rounded:f}")
    mantissa, _, exponent = _scientific(value, 5).partition("E")
    return f"{_stripped(mantissa)}E{exponent}"


def _stripped(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=1024)
def _date_pattern(number_format: str) -> str | None:
    """Return the bare pattern of a date, "yyyy-mm-dd" for one in words, None for a time."""
    pattern = _DATE_NOISE.sub("", number_format).casefold().strip()
    if _DATE_PLAIN.fullmatch(pattern):
        return pattern
    return "yyyy-mm-dd" if "y" in pattern or "d" in pattern else None


def _date(value: Decimal, number_format: str) -> str | None:
    pattern = _date_pattern(number_format)
    if pattern is None or not _FIRST_DAY <= value < _LAST_DAY + 1:
        return None
    day = _EPOCH + timedelta(days=int(value))
    parts = {"yyyy": f"{day.year:04d}", "yy": f"{day.year % 100:02d}", "m": str(day.month), "d": str(day.day)}
    parts |= {"mm": f"{day.month:02d}", "dd": f"{day.day:02d}"}
    return _DATE_PART.sub(lambda match: parts[match[0]], pattern)
