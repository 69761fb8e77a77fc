"""A department's books, made up at random and true to themselves, for reports that the tests compose."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT, ONE = Decimal("0.01"), Decimal(1)
OPEN, CLOSE = "\ue000", "\ue001"  # around a figure that others in the text prove


def half_up(value: Decimal, quantum: Decimal = CENT) -> Decimal:
    """Round half away from zero."""
    return value.quantize(quantum, ROUND_HALF_UP)


def bound(text: object) -> str:
    """Mark a figure as one that other figures of the text prove, so that a change in it must be found."""
    return f"{OPEN}{text}{CLOSE}"


@dataclass(frozen=True)
class Fact:
    """One line of the books: this year's budgets and spending, last year's spending, in 万元."""

    name: str
    initial: Decimal
    adjusted: Decimal
    actual: Decimal
    prior: Decimal


class Ledger:
    """Random facts of one year; every method that prints marks what it prints."""

    def __init__(self, seed: int, places: int = 2) -> None:
        self.random = random.Random(seed)
        self.year = self.random.randint(2016, 2024)
        self.quantum = ONE.scaleb(-places)
        self.places = places

    def amount(self, low: float, high: float) -> Decimal:
        """Return a random amount between two bounds, never round."""
        value = Decimal(repr(self.random.uniform(low, high)))
        return half_up(value, self.quantum)

    def fact(self, name: str, low: float = 20, high: float = 900) -> Fact:
        """Return a random line."""
        initial = self.amount(low, high)
        adjusted = half_up(initial * self._factor(0.8, 1.4), self.quantum)
        actual = half_up(adjusted * self._factor(0.82, 0.999), self.quantum)
        prior = half_up(actual * self._factor(0.7, 1.35), self.quantum)
        return Fact(name, initial, adjusted, actual, prior if prior != actual else prior + self.quantum)

    def _factor(self, low: float, high: float) -> Decimal:
        return Decimal(repr(self.random.uniform(low, high)))

    def total(self, name: str, parts: list[Fact]) -> Fact:
        """Return the sum of lines."""
        columns = zip(*((part.initial, part.adjusted, part.actual, part.prior) for part in parts), strict=True)
        return Fact(name, *(sum(column, Decimal(0)) for column in columns))

    def pick(self, *choices: str) -> str:
        """Return one of several wordings."""
        return self.random.choice(choices)

    def money(self, value: Decimal, unit: str = "万元") -> str:
        """Return an amount as printed."""
        return f"{value:f}{unit}"

    def rate(self, over: Decimal, under: Decimal, places: int = 2) -> str:
        """Return a percentage."""
        return f"{half_up(over / under * 100, ONE.scaleb(-places)):f}%"

    def change(self, fact: Fact, *, proven: bool = True) -> str:
        """Return how this year's spending differs from last year's: 增加10.00万元，增长5.00%."""
        return self.moved(fact.actual, fact.prior, proven=proven)

    def moved(self, current: Decimal, base: Decimal, *, proven: bool = True) -> str:
        """Return how far an amount is from its base, and by what percentage."""
        mark = bound if proven else str
        up = current > base
        verb = self.pick("增加", "增长") if up else self.pick("减少", "下降")
        rate_verb = ("增长" if verb == "增加" else self.pick("增长", "增幅")) if up else "下降"
        off = abs(current - base)
        return f"{verb}{mark(self.money(off))}，{rate_verb}{mark(self.rate(off, base))}"
