"""One relation between numbers that labels claim (勾稽关系), and whether it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from enum import StrEnum

from perfxl.numerals.display import own_quantum
from perfxl.numerals.tolerance import MONEY, POINTS, Precision, points_tolerance, rate_tolerance, sum_tolerance
from perfxl.structure.numbers import Number

_PRECISION = 60
_ONE = Decimal(1)
_ZERO = Decimal(0)
_HUNDRED = Decimal(100)


class Law(StrEnum):
    """What sort of claim a relation is."""

    SUM = "sum"  # 合计、小计、其中、总分
    WEIGHTS = "weights"  # 分值合计、标签所示分数
    RATE = "rate"  # 率、占比
    DIFFERENCE = "difference"  # 差额、结余、累计
    PRODUCT = "product"  # 得分 = 分值 × 执行率
    LIMIT = "limit"  # 得分不超过分值
    MISSED = "missed"  # 未达标满分
    SAME = "same"  # 两表同一数据


@dataclass(frozen=True, slots=True)
class Claim:
    """Where a relation is claimed.

    text      the claim in Chinese, as a message says it
    holds     how many other lines bear it out
    formula   the sheet's own formulas say the same
    printed   a printed definition or printed points say the same: no line is needed to bear it out
    believed  enough bears it out; else it counts only where another relation does
    """

    text: str
    holds: int = 0
    formula: bool = False
    printed: bool = False
    believed: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """A number that others give.

    terms   of sums and differences: (number, +1 or -1); of a rate: numerator, denominator, what is added to the
            numerator; of a product its factors
    factor  by which the result is stated (100 where a column holds percent points; the points of a score)
    capped  a rate of at most 1 may be meant
    unit    the unit of sums; "分" of scores
    blanks  the cells of parts that hold nothing; they are read as 0, which they need not be
    """

    law: Law
    target: Number
    terms: tuple[tuple[Number, int], ...]
    claim: Claim
    factor: Decimal = _ONE
    capped: bool = False
    unit: str = ""
    blanks: tuple[str, ...] = ()

    @property
    def numbers(self) -> tuple[Number, ...]:
        """All the numbers that take part."""
        return (self.target, *(number for number, _ in self.terms))

    def expected(self, mended: Mapping[Number, Decimal] | None = None) -> Decimal | None:
        """Return what the target ought to read; None where that is not defined."""
        known = mended or {}
        values = [(known.get(number, number.value), sign) for number, sign in self.terms]
        with localcontext() as context:
            context.prec = _PRECISION
            return _RESULTS.get(self.law, _total)(values, self)

    def holds(self, mended: Mapping[Number, Decimal] | None = None) -> bool:
        """Whether the target reads what the others give, by rounding at most."""
        expected = self.expected(mended)
        stated = (mended or {}).get(self.target, self.target.value)
        if self.law is Law.LIMIT:
            return expected is None or stated <= expected + self.room()
        if self.law is Law.MISSED:
            return stated != expected
        return expected is None or self.ties(stated, expected)

    def ties(self, stated: Decimal, expected: Decimal) -> bool:
        """Whether a stated number is the expected one, by rounding at most; a rate may be capped at 1."""
        room = self.room()
        if abs(stated - expected) <= room:
            return True
        return self.capped and expected > self.factor and abs(stated - self.factor) <= room

    def room(self) -> Decimal:
        """Return how far rounding alone may part the two."""
        if self.law in (Law.RATE, Law.PRODUCT):
            if self.unit == POINTS:
                return points_tolerance()
            if self.law is Law.PRODUCT:
                return self._room_of_product()
            own = Precision(self.target.quantum / self.factor if self.factor == _HUNDRED else self.target.quantum)
            return rate_tolerance(own) * (self.factor if self.factor == _HUNDRED else 1)
        if self.unit == POINTS:
            return points_tolerance()
        return self._room_of_copy() if self.law is Law.SAME else self._room_of_sum()

    def _room_of_product(self) -> Decimal:
        """Half the last place of the result, and what half the last place of a factor with decimals moves it by."""
        room = self.target.quantum / 2 if self.target.quantum <= _ONE else _ZERO
        factors = [number for number, _ in self.terms]
        for one in factors:
            moved = one.quantum / 2 if one.quantum < _ONE else _ZERO
            for other in factors:
                moved *= abs(other.value) if other is not one else _ONE
            room += moved * self.factor
        return room

    def _room_of_copy(self) -> Decimal:
        """The last place of the coarser of two statements of one number, which may be cut off or rounded."""
        finer, coarser = sorted((self.terms[0][0].quantum * self.factor, self.target.quantum))
        return coarser - finer

    def _room_of_sum(self) -> Decimal:
        told = [Precision(number.quantum, "") for number, _ in self.terms]
        stated = self.target.quantum
        room = sum_tolerance(Precision(stated), told, MONEY if stated < 1 or any(t.quantum != 1 for t in told) else "")
        finest = min((own_quantum(number.value) for number, _ in self.terms), default=_ONE)
        return room + (stated / 2 if finest < stated <= _ONE else 0)

    def solved(self, number: Number) -> Decimal | None:
        """Return what one number ought to read for the relation to hold; None where rounding leaves that open."""
        expected = self.expected()
        if expected is None:
            return None
        if number is self.target:
            return expected
        if self.law in (Law.RATE, Law.PRODUCT, Law.LIMIT, Law.MISSED):
            return None
        if self.law is Law.SAME:
            return self.target.value / self.factor
        sign = next(sign for term, sign in self.terms if term is number)
        return number.value + sign * (self.target.value - expected)

    @property
    def falls_below(self) -> bool:
        """Whether a total is below one of its own parts, which no blank part can mend."""
        values = [number.value for number, _ in self.terms]
        return self.law is Law.SUM and min(values) >= 0 and self.target.value < max(values)

    def borne_out(self, **support: object) -> Relation:
        """Return the relation with more known of its claim."""
        return replace(self, claim=replace(self.claim, **support))  # type: ignore[arg-type]


_Values = list[tuple[Decimal, int]]


def _total(values: _Values, _: Relation) -> Decimal:
    return sum((value * sign for value, sign in values), Decimal(0))


def _quotient(values: _Values, relation: Relation) -> Decimal | None:
    below = values[1][0]
    above = values[0][0] + _total(values[2:], relation)  # growth: (now - then) / then
    return above / below * relation.factor if below else None


def _rest(values: _Values, relation: Relation) -> Decimal:
    """Points that a label prints, less those of its other lines; a printed total has no label (factor 1)."""
    return _total(values, relation) + (relation.factor if relation.factor != _ONE else 0)


def _product(values: _Values, relation: Relation) -> Decimal:
    result = relation.factor
    for value, _ in values:
        result *= value
    return result


def _copy(values: _Values, relation: Relation) -> Decimal:
    return values[0][0] * relation.factor


_RESULTS: dict[Law, Callable[[_Values, Relation], Decimal | None]] = {
    Law.RATE: _quotient,
    Law.PRODUCT: _product,
    Law.SAME: _copy,
    Law.WEIGHTS: _rest,
}
