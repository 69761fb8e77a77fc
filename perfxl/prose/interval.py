"""Intervals (区间): what a printed number may stand for, and arithmetic on them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import product

_ZERO = Decimal(0)


class Unbounded(ArithmeticError):
    """A division by what may be zero."""


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from low to high."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        corners = [left * right for left, right in product((self.low, self.high), (other.low, other.high))]
        return Interval(min(corners), max(corners))

    def __truediv__(self, other: Interval) -> Interval:
        if other.low <= _ZERO <= other.high:
            raise Unbounded
        corners = [left / right for left, right in product((self.low, self.high), (other.low, other.high))]
        return Interval(min(corners), max(corners))

    def meets(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        return self.low <= other.high and other.low <= self.high


def exactly(value: Decimal | int) -> Interval:
    """Return the interval of one number."""
    return Interval(Decimal(value), Decimal(value))
