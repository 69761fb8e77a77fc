"""A writer of reports (执笔人): one seed fixes the books, the units, the decimals, the marks and the turns of phrase."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

OPEN, CLOSE = "\ue000", "\ue001"  # around a figure that others in the text prove
CENT = Decimal("0.01")
POWERS = {"元": 0, "万元": 4, "亿元": 8}


def half_up(value: Decimal, quantum: Decimal) -> Decimal:
    """Round half away from zero."""
    return value.quantize(quantum, ROUND_HALF_UP)


def proven(text: object) -> str:
    """Mark a figure as one that other figures of the text prove, so that a change in it must be found."""
    return f"{OPEN}{text}{CLOSE}"


@dataclass(frozen=True)
class Line:
    """A line of the books: budgets and spending of this year and spending of the last, in 元."""

    name: str
    first: Decimal
    full: Decimal
    paid: Decimal
    prior: Decimal


class Pen:
    """Random true books and one person's way to write of them.

    unit, places  how amounts are printed; `rates` the decimals of percentages
    """

    def __init__(self, seed: int, units: Sequence[tuple[str, int]] = (("万元", 2),)) -> None:
        self.random = random.Random(f"{seed}")
        self.year = self.random.randint(2016, 2025)
        self.unit, self.places = self.random.choice(list(units))
        self.rates = self.random.choice((1, 2, 2, 2))
        self.comma = self.random.random() < 0.35
        self.wide = self.random.random() < 0.25
        self._kept: dict[str, str] = {}

    @property
    def last(self) -> int:
        """The year before."""
        return self.year - 1

    def amount(self, low: float, high: float) -> Decimal:
        """Return a random amount; the bounds are in 万元, the result in 元 to the cent."""
        return Decimal(self.random.randint(int(low * 1_000_000), int(high * 1_000_000))) / 100

    def count(self, low: int, high: int) -> int:
        """Return a random number of things."""
        return self.random.randint(low, high)

    def part(self, whole: Decimal, low: float, high: float) -> Decimal:
        """Return a random part of an amount."""
        return half_up(whole * Decimal(repr(self.random.uniform(low, high))), CENT)

    def line(self, name: str, low: float = 20, high: float = 900) -> Line:
        """Return a random line of the books."""
        first = self.amount(low, high)
        full = self.part(first, 0.8, 1.4)
        paid = self.part(full, 0.8, 0.995)
        return Line(name, first, full, paid, self.part(paid, 0.7, 1.35))

    def total(self, name: str, parts: Sequence[Line]) -> Line:
        """Return the sum of lines."""
        columns = zip(*((part.first, part.full, part.paid, part.prior) for part in parts), strict=True)
        return Line(name, *(sum(column, Decimal(0)) for column in columns))

    def say(self, *choices: str) -> str:
        """Return one of several turns of phrase."""
        return self.random.choice(choices)

    def keep(self, key: str, *choices: str) -> str:
        """Return one of several turns of phrase, the same one in the whole report."""
        return self._kept.setdefault(key, self.random.choice(choices))

    def shown(self, value: Decimal, unit: str = "", places: int | None = None) -> str:
        """Return an amount without its unit, as printed."""
        power = POWERS[unit or self.unit]
        digits = half_up(value.scaleb(-power), Decimal(1).scaleb(-(self.places if places is None else places)))
        return f"{digits:,f}" if self.comma else f"{digits:f}"

    def plain(self, value: Decimal, unit: str = "", places: int | None = None) -> str:
        """Return an amount as printed, that nothing else proves."""
        return self.shown(value, unit, places) + (unit or self.unit)

    def m(self, value: Decimal, unit: str = "", places: int | None = None) -> str:
        """Return an amount as printed."""
        return proven(self.plain(value, unit, places))

    def bare(self, value: Decimal) -> str:
        """Return an amount as printed where the unit stands elsewhere."""
        return proven(self.shown(value))

    def r(self, over: Decimal | int, under: Decimal | int, places: int | None = None) -> str:
        """Return a percentage."""
        value = half_up(Decimal(over) / Decimal(under) * 100, Decimal(1).scaleb(-(places or self.rates)))
        return proven(f"{value:f}{'％' if self.wide else '%'}")

    def moved(self, now: Decimal, base: Decimal) -> str:
        """Return by how much and by what percentage an amount is above or below its base."""
        off, up = self.m(abs(now - base)), now > base
        rate = self.r(abs(now - base), base)
        if up:
            return self.say(
                f"增加{off}，增长{rate}", f"增加{off}，增幅{rate}", f"增加了{off}（增长{rate}）", f"上升{off}，上升{rate}",
                f"增支{off}，增长率为{rate}", f"增长{rate}，增加{off}", f"净增{off}，增幅为{rate}",
            )  # fmt: skip
        return self.say(
            f"减少{off}，下降{rate}", f"减少{off}，降幅{rate}", f"减少了{off}（下降{rate}）", f"下降{off}，下降{rate}",
            f"减支{off}，下降{rate}", f"下降{rate}，减少{off}", f"压减{off}，降幅为{rate}",
        )  # fmt: skip

    def against(self) -> str:
        """Return the words for a comparison with last year."""
        return self.say(
            "较上年",
            "比上年",
            "与上年相比，",
            f"较{self.last}年",
            f"比{self.last}年度",
            "同比",
            "较去年",
            "比上年决算数",
        )

    def names(self, pool: Sequence[str], number: int) -> list[str]:
        """Return different names in random order."""
        return self.random.sample(list(pool), number)

    def listed(self, items: Sequence[str]) -> str:
        """Return items in one sentence."""
        mark = self.say("；", "，", "；")
        return mark.join(items)
