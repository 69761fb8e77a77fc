"""A number without a format of its own: as General shows it, and with all 15 digits as Excel joins it to a text."""

from __future__ import annotations

from decimal import Decimal

from perfxl.numerals.rounding import half_up

_DIGITS = 15
_LONGEST = 20  # characters without the sign


def general(value: Decimal) -> str:
    """Show at most 11 characters, as General does: ten digits and the point, else six digits and an exponent."""
    if value == 0:
        return "0"
    if -10 < value.adjusted() < 11:
        rounded = half_up(value, 9 - max(value.adjusted(), 0) if value.adjusted() < 10 else 0)
        if rounded.adjusted() < 11 and (value.adjusted() > -5 or rounded == value):
            return stripped(f"{rounded:f}")
    mantissa, _, exponent = scientific(value, 5).partition("E")
    return f"{stripped(mantissa)}E{exponent}"


def scientific(value: Decimal, places: int) -> str:
    """Return a number as 1.23E+05, with so many places behind the point."""
    rounded = half_up(value.scaleb(-value.adjusted()), places) if value else half_up(value, places)
    exponent = (value.adjusted() if value else 0) + (abs(rounded) >= 10)
    mantissa = half_up(rounded / 10, places) if abs(rounded) >= 10 else rounded
    return f"{mantissa:f}E{exponent:+03d}"


def plain(value: Decimal | float) -> str:
    """Return a number with 15 digits, as Excel joins it to a text: 0.1+0.2 is 0.3, 1E20 is 1E+20.

    A part of one is written out that takes no more than 20 characters (observed in Excel by Apache POI), so 1E-7 is
    0.0000001; a number of more than 15 digits before the point is not.
    """
    mantissa, _, power = f"{abs(value):.14e}".casefold().partition("e")
    exponent, mantissa = int(power), stripped(mantissa)
    sign = "-" if value < 0 else ""
    digits = len(mantissa.replace(".", ""))
    if exponent >= _DIGITS or (exponent < 0 and 1 - exponent + digits > _LONGEST):
        return f"{sign}{mantissa}E{exponent:+03d}"
    written = f"{Decimal(f'{mantissa}E{exponent}'):f}"
    return f"{sign}{written}" if written.strip("0.") else "0"


def stripped(text: str) -> str:
    """Return figures without the noughts that end their decimals."""
    return text.rstrip("0").rstrip(".") if "." in text else text
