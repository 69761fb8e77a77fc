"""Numbers as a worksheet part stores them, and exact decimals as perfxl counts them."""

from __future__ import annotations

import re
from datetime import datetime, time
from decimal import Decimal

_EXCEL_DAY_ZERO = datetime(1899, 12, 30)
_MAC_DAY_ZERO = datetime(1904, 1, 1)
_SECONDS = 86_400
_DIGITS = 15
_SHORT = re.compile(r"0|-?(?:[1-9][0-9]*(?:\.[0-9]*[1-9])?|0\.[0-9]*[1-9])")


def exact(text: str) -> Decimal:
    """Return the stored double to Excel's 15 digits: "0.61250000000000004" -> 0.6125; ValueError if it is none."""
    if len(text) <= _DIGITS and _SHORT.fullmatch(text):  # nothing to round, nothing to normalise
        return Decimal(text)
    short = f"{float(text):.{_DIGITS}g}"
    if "n" in short:  # nan, inf
        raise ValueError(text)
    if "e" in short:
        short = f"{Decimal(short):f}"
    return Decimal(short) if short != "-0" else Decimal(0)


def stored(value: Decimal) -> str:
    """Return a number as the part stores it: plain decimal text of at most the digits of a double."""
    if len(value.as_tuple().digits) > _DIGITS:
        value = Decimal(repr(float(value)))
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def serial(text: str, *, mac: bool = False) -> Decimal:
    """Return the serial number of an ISO date, time or both; ValueError where it is none of them."""
    zero = _MAC_DAY_ZERO if mac else _EXCEL_DAY_ZERO
    text = text.strip().removesuffix("Z")
    if ":" in text and "-" not in text:
        clock = time.fromisoformat(text.removeprefix("T"))
        return exact(repr((clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6) / _SECONDS))
    moment = datetime.fromisoformat(text)
    days = (moment.replace(tzinfo=None) - zero).total_seconds() / _SECONDS
    return exact(repr(days))
