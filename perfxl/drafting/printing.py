"""How a report prints figures (印数): in the unit of their table, with the decimals of their fact."""

from __future__ import annotations

from decimal import Decimal

from perfxl.drafting.field import NOTHING, Field
from perfxl.model.figure import Figure, State
from perfxl.numerals.display import own_quantum
from perfxl.numerals.rounding import half_up
from perfxl.numerals.units import money_factor

_MONEY = (2, 6)  # decimals of money: at least, at most
_RATE = (2, 4)
_COUNT = (0, 4)
PERCENT = "%"


def field_of(figure: Figure | None, name: str) -> Field:
    """Return the field that prints a cell; an empty one where there is no cell, or nothing in it."""
    if figure is None or figure.state in (State.BLANK, State.UNCACHED, State.ERROR) or _no_figure(figure):
        return Field(name)
    if figure.state is State.NOT_APPLICABLE:
        return Field(name, NOTHING, NOTHING)
    if figure.value is None or figure.sign:
        text = figure.text.strip()
        return Field(name, text, text, figure.value, figure.unit, figure.quantum or Decimal(1))
    return number(name, figure.value, figure.unit, figure.quantum)


def _no_figure(figure: Figure) -> bool:
    """Whether words stand where a figure with a unit is due: what they say is no amount."""
    return figure.state is State.TEXT and bool(figure.unit)


def number(name: str, value: Decimal, unit: str, quantum: Decimal | None = None) -> Field:
    """Return the field that prints a value: 1,234.50万元, 12.30%, 7人; `quantum` is the last place that is known."""
    last = own_quantum(value) if quantum is None else quantum
    if unit == PERCENT:
        shown = _fixed(value * 100, last.scaleb(2), *_RATE).replace(",", "")
        return Field(name, f"{shown}%", f"{shown}%", value, unit, _quantum(shown).scaleb(-2))
    least, most = _MONEY if money_factor(unit) is not None else _COUNT
    shown = _fixed(value, last, least, most)
    return Field(name, shown + unit, shown, value, unit, _quantum(shown))


def _fixed(value: Decimal, quantum: Decimal, least: int, most: int) -> str:
    """Return a number with as many decimals as its last place has, zeros at the end taken off down to `least`."""
    exponent = quantum.as_tuple().exponent
    places = min(max(-exponent if isinstance(exponent, int) else 0, least), most)
    whole, _, fraction = f"{half_up(value, places):,f}".partition(".")
    fraction = fraction.rstrip("0").ljust(least, "0")
    return f"{whole}.{fraction}" if fraction else whole


def _quantum(shown: str) -> Decimal:
    return Decimal(1).scaleb(-len(shown.partition(".")[2]))
