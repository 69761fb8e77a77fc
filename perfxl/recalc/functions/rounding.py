"""Rounding: to decimals, to steps, half away from nought, by the 15 digits that Excel counts by."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal

from perfxl.recalc.functions.arguments import Fault
from perfxl.recalc.functions.order import digits
from perfxl.recalc.functions.signature import Signature, takes
from perfxl.sheets.values import ErrorValue

_DIGITS = 15


def exact(value: float) -> Decimal:
    """Return a number with the 15 digits that Excel counts by."""
    return Decimal(f"{value:.15g}")


def rounded(value: float, places: float, way: str = ROUND_HALF_UP) -> float:
    """Return a number rounded to decimals, negative ones are tens."""
    wanted = int(places)
    number = exact(value)
    if wanted > 20 or not number or (wanted >= 0 and number.adjusted() >= _DIGITS - 1):
        return value
    if wanted < -330:
        return 0.0
    return float(number.quantize(Decimal(1).scaleb(-wanted), way))


def _to_step(value: float, step: float, way: str) -> float:
    """Return a multiple of a step."""
    if not step:
        return 0.0
    parts = Decimal(f"{exact(value) / exact(abs(step)):.15g}")
    return float(parts.to_integral_value(way) * exact(abs(step)))


def _ceiling(value: float, step: float) -> float:
    """CEILING: away from zero where both are negative."""
    if value > 0 > step:
        raise Fault(ErrorValue.NUM)
    return _to_step(value, step, ROUND_CEILING if value > 0 or step > 0 else ROUND_FLOOR)


def _floor(value: float, step: float) -> float:
    if value > 0 > step:
        raise Fault(ErrorValue.NUM)
    if not step and value:
        raise Fault(ErrorValue.DIV0)
    return _to_step(value, step, ROUND_FLOOR if value > 0 or step > 0 else ROUND_CEILING)


def _ceiling_math(value: float, step: float | None = None, mode: float = 0.0) -> float:
    return _to_step(value, 1.0 if step is None else step, ROUND_FLOOR if mode and value < 0 else ROUND_CEILING)


def _floor_math(value: float, step: float | None = None, mode: float = 0.0) -> float:
    return _to_step(value, 1.0 if step is None else step, ROUND_CEILING if mode and value < 0 else ROUND_FLOOR)


def _mround(value: float, step: float) -> float:
    if value * step < 0:
        raise Fault(ErrorValue.NUM)
    made = _to_step(abs(value), step, ROUND_HALF_UP)
    return -made if value < 0 else made


def _even(value: float) -> float:
    size = math.ceil(abs(value) / 2) * 2
    return float(-size if value < 0 else size)


def _odd(value: float) -> float:
    size = math.ceil((abs(value) - 1) / 2) * 2 + 1 if value else 1
    return float(-size if value < 0 else max(size, 1))


ROUNDING: dict[str, Signature] = {
    "INT": takes("n", lambda value: float(math.floor(digits(value)))),
    "TRUNC": takes("n|n", lambda value, places=0.0: rounded(value, places, ROUND_DOWN)),
    "ROUND": takes("nn", rounded),
    "ROUNDUP": takes("nn", lambda value, places: rounded(value, places, ROUND_UP)),
    "ROUNDDOWN": takes("nn", lambda value, places: rounded(value, places, ROUND_DOWN)),
    "MROUND": takes("nn", _mround),
    "CEILING": takes("nn", _ceiling),
    "FLOOR": takes("nn", _floor),
    **{name: takes("n|nn", _ceiling_math) for name in ("CEILING.MATH",)},
    **{name: takes("n|n", _ceiling_math) for name in ("CEILING.PRECISE", "ISO.CEILING", "ECMA.CEILING")},
    "FLOOR.MATH": takes("n|nn", _floor_math),
    "FLOOR.PRECISE": takes("n|n", _floor_math),
    "EVEN": takes("n", _even),
    "ODD": takes("n", _odd),
}
