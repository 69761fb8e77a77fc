"""The incomplete gamma and beta functions, on which distributions rest."""

from __future__ import annotations

import math
from collections.abc import Callable

_TINY = 1e-300


def lower_gamma(shape: float, value: float) -> float:
    """Return the regularised incomplete gamma function P(shape, value)."""
    if value <= 0:
        return 0.0
    front = math.exp(-value + shape * math.log(value) - math.lgamma(shape))
    if value < shape + 1:
        term = total = 1 / shape
        at = shape
        while abs(term) > abs(total) * 1e-17:
            at += 1
            term *= value / at
            total += term
        return total * front
    return 1 - front * _gamma_fraction(shape, value)


def _gamma_fraction(shape: float, value: float) -> float:
    b = value + 1 - shape
    c, d = 1 / _TINY, 1 / b
    made = d
    for at in range(1, 10_000):
        factor = -at * (at - shape)
        b += 2
        d = 1 / (factor * d + b or _TINY)
        c = b + factor / c or _TINY
        made *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return made


def lower_beta(a: float, b: float, value: float) -> float:
    """Return the regularised incomplete beta function."""
    if value <= 0 or value >= 1:
        return float(value >= 1)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(value) + b * math.log1p(-value)
    )
    if value < (a + 1) / (a + b + 2):
        return front * _beta_fraction(a, b, value) / a
    return 1 - front * _beta_fraction(b, a, 1 - value) / b


def _beta_fraction(a: float, b: float, value: float) -> float:
    c, d = 1.0, 1 / ((1 - (a + b) * value / (a + 1)) or _TINY)
    made = d
    for at in range(1, 10_000):
        twice = a + 2 * at
        for factor in (
            at * (b - at) * value / ((twice - 1) * twice),
            -(a + at) * (a + b + at) * value / (twice * (twice + 1)),
        ):
            d = 1 / ((1 + factor * d) or _TINY)
            c = (1 + factor / c) or _TINY
            made *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return made


def inverted(function: Callable[[float], float], wanted: float, low: float, high: float) -> float:
    """Return where a rising function has a value, by halving."""
    while function(high) < wanted and high < 1e300:
        high = high * 2 + 1
    for _ in range(2000):
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        if function(middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2
