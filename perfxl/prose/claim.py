"""A claim (数据陈述): what one number of a report says, of what, compared with what."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from perfxl.model.figure import Figure, State
from perfxl.model.place import Place
from perfxl.prose.bounds import Bound
from perfxl.prose.interval import Interval
from perfxl.prose.naming import Name
from perfxl.prose.numbers import Kind
from perfxl.prose.syntax import Mention

_ABOUT = Decimal("0.05")  # how far 约 may be off, as a share of the number


class Role(StrEnum):
    """What a number does in its sentence."""

    LEVEL = "level"  # an amount, a count, a share as a state
    CHANGE = "change"  # by how much
    BASE = "base"  # what is compared with: 比上年10万元增加
    WHOLE = "whole"  # what a percentage behind it is of: 占预算10万元的50%
    GROWTH = "growth"  # by what percentage
    RATE = "rate"
    SHARE = "share"
    CELL = "cell"  # in a table


class Against(StrEnum):
    """What a change is measured against (对比基数)."""

    PRIOR = "prior"
    PRIOR_BUDGET = "prior_budget"
    INITIAL = "initial"
    ADJUSTED = "adjusted"
    BUDGET = "budget"
    OTHER = "other"

    @property
    def budget(self) -> bool:
        """A budget of the same year."""
        return self in (Against.INITIAL, Against.ADJUSTED, Against.BUDGET)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a sentence compares with, the words for it, and where they begin."""

    against: Against
    words: str = field(compare=False)
    start: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class RateWord:
    """A word of rate: its name and the measures that may stand above and below.

    strict  the word names its denominator
    vague   what it divides by differs from place to place, so that it is never wrong for certain
    change  how far the one is from the other, and not the one itself, stands above
    stem    the rate is named after what was counted, told in `over`
    """

    name: str
    over: tuple[str, ...]
    under: tuple[str, ...]
    denominator: str
    strict: bool
    vague: bool = False
    stem: bool = False
    change: bool = False


@dataclass(frozen=True, eq=False)
class Claim:
    """One number and what it says; two claims are the same only if they are the same number in the text.

    name       what the words before the number call it
    subject    the same, completed by the topic where the sentence leaves it out
    direction  1 up, -1 down, 0 neither, for a change or growth
    """

    index: int
    mention: Mention
    role: Role
    name: Name
    subject: Name
    direction: int = 0
    comparison: Comparison | None = None
    rate: RateWord | None = None
    share_of: str | None = None
    list_id: int | None = None

    @cached_property
    def value(self) -> Decimal:
        """The exact value: 元, a fraction, a count."""
        return self.mention.number.value

    @cached_property
    def interval(self) -> Interval:
        """What the printed number stands for: half a unit of its last place to each side; wider where hedged."""
        half = self.mention.number.quantum / 2
        if self.hedged:
            half = max(half, abs(self.value) * _ABOUT)
        return Interval(self.value - half, self.value + half)

    @property
    def kind(self) -> Kind:
        """What the number counts."""
        return self.mention.number.kind

    @property
    def unit(self) -> str:
        """The printed unit."""
        return self.mention.number.unit

    @property
    def printed(self) -> str:
        """The number as it stands in the text, with its unit."""
        return self.mention.number.printed

    @property
    def hedged(self) -> bool:
        """The number is a bound or about: 约, 超过, 以上."""
        return self.mention.number.bound is not None

    @property
    def bound(self) -> Bound | None:
        """How the number is hedged."""
        return self.mention.number.bound

    @cached_property
    def place(self) -> Place:
        """The paragraph and the span there."""
        paragraph, span = self.mention.passage.read.origin(self.mention.start, self.mention.end)
        return Place(paragraph=paragraph, span=span)

    @cached_property
    def figure(self) -> Figure:
        """The number as a figure of the model."""
        number = self.mention.number
        unit = "元" if number.kind is Kind.MONEY else number.unit
        return Figure(
            self.place, State.NUMBER, number.value, unit, number.quantum, text=number.printed,
            malformed=number.malformed,
        )  # fmt: skip

    def comparable(self, other: Claim) -> bool:
        """Whether both count the same thing, so that they may be added and compared."""
        same = self.kind is other.kind
        return same and (self.kind not in (Kind.COUNT, Kind.MEASURE) or self.unit == other.unit)
