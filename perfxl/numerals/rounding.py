"""Half-up rounding (四舍五入), the only rounding of the field."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

_PRECISION = 60


def half_up(value: Decimal, places: int) -> Decimal:
    """Round half away from zero to `places` decimals: 0.285 -> 0.29, -2.5 -> -3."""
    with localcontext() as context:
        context.prec = max(_PRECISION, value.adjusted() + places + 2)
        return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
