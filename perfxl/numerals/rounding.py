"""Half-up rounding (四舍五入), the only rounding of the field."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

_PRECISION = 60
_EXACT_UNITS = ("", "元", "人")


def half_up(value: Decimal, places: int) -> Decimal:
    """Round half away from zero to `places` decimals: 0.285 -> 0.29, -2.5 -> -3."""
    with localcontext() as context:
        context.prec = max(_PRECISION, value.adjusted() + places + 2)
        return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def usual(quanta: Sequence[Decimal]) -> Decimal | None:
    """Return the last printed place that most figures have, whole numbers left out; None where all are whole."""
    parts = [quantum for quantum in quanta if quantum < 1]
    return max(sorted(set(parts)), key=parts.count) if parts else None


def slack(quanta: Sequence[Decimal], unit: str) -> Decimal:
    """Return how far a sum of rounded figures may lie from the rounded sum (尾差), by their last printed places.

    Each figure in 万元 or % hides up to half its last place. A figure typed as 3.5 in a column of two decimals
    is taken for 3.50: what most figures are printed with counts. Whole numbers and 元 hide nothing.
    """
    place = usual(quanta)
    if unit in _EXACT_UNITS or place is None:
        return Decimal(0)
    return sum((min(quantum, place) for quantum in quanta), Decimal(0)) / 2
