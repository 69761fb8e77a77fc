"""How a cell would print another number: same decimals, separators and unit as it prints its own."""

from __future__ import annotations

import re
from decimal import Decimal

from perfxl.model.figure import Figure
from perfxl.numerals.characters import half_width
from perfxl.numerals.rounding import half_up
from perfxl.numerals.units import convert, magnitude, money_factor

_NUMBER = re.compile(r"(?P<whole>[0-9][0-9,\s]*)(?:\.(?P<fraction>[0-9]+))?\s*(?P<unit>[^)]*)")
_FACTORS = {"%": Decimal(100), "‰": Decimal(1000)}
_SIGNS = ("≥", "≤", ">", "<", "=")


def print_like(figure: Figure, value: Decimal) -> str:
    """Return `value` as the figure's cell prints its own number."""
    return _print(figure, value, _decimals(figure))


def expected_text(figure: Figure, value: Decimal, places: int = 0) -> str:
    """Return `value` for a message: as the cell prints, with more decimals where those would hide the difference.

    `places` counts decimals of the value itself, so 61.25 % has 4.
    """
    own = _decimals(figure)
    finer = max(own, places - _shift(figure))
    shown = _shown(figure, value)
    return _print(figure, value, own if half_up(shown, own) == shown else finer)


def _match(figure: Figure) -> re.Match[str] | None:
    return _NUMBER.search(half_width(figure.text))


def _decimals(figure: Figure) -> int:
    match = _match(figure)
    return len(match["fraction"] or "") if match else 2


def _unit(figure: Figure) -> str:
    match = _match(figure)
    return match["unit"].strip() if match else ""


def _shift(figure: Figure) -> int:
    return 2 if _unit(figure)[:1] == "%" or figure.scale == 100 else 0


def _shown(figure: Figure, value: Decimal) -> Decimal:
    unit = _unit(figure)
    if unit[:1] in _FACTORS:
        return value * _FACTORS[unit[:1]]
    if money_factor(unit) and money_factor(figure.unit):
        return convert(value, figure.unit, unit)
    return value.scaleb(-magnitude(unit)[0]) * figure.scale


def _print(figure: Figure, value: Decimal, places: int) -> str:
    grouped = "," in half_width(figure.text) or "," in figure.number_format
    number = half_up(_shown(figure, value), places)
    sign = figure.text.strip()[:1] if figure.text.strip().startswith(_SIGNS) else ""
    return f"{sign}{number:{',' if grouped else ''}f}{_unit(figure)}"
