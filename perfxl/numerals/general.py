"""A number without a format of its own: as General shows it, and with all 15 digits as Excel joins it to a text."""

from __future__ import annotations

from decimal import Decimal

from perfxl.numerals.rounding import half_up


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
    """Return a number with 15 digits, as Excel joins it to a text: 0.1+0.2 is 0.3, 1E20 is 1E+20."""
    written = f"{value:.15g}"
    if "e" not in written.casefold():
        return "0" if not written.strip("-0.") else stripped(written)
    mantissa, _, exponent = written.casefold().partition("e")
    return f"{stripped(mantissa)}E{int(exponent):+03d}"


def stripped(text: str) -> str:
    """Return figures without the noughts that end their decimals."""
    return text.rstrip("0").rstrip(".") if "." in text else text
