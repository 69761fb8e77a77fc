"""Totals of which a part is blank: what they come to if the blank is 0, and what holds whatever it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfxl.model.derivation import Derivation, Relation
from perfxl.model.figure import Figure
from perfxl.numerals.tolerance import sum_tolerance

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class WithBlanks:
    """A stated total, and those of its parts that hold a number."""

    item: Derivation
    parts: tuple[Figure, ...]

    @property
    def present(self) -> Decimal:
        """The sum of the parts that are there: the total, if the blank ones are 0."""
        return sum((part.value for part in self.parts if part.value is not None), Decimal(0))

    @property
    def largest(self) -> Figure:
        """The largest part."""
        return max(self.parts, key=lambda part: part.value or Decimal(0))

    @property
    def falls_below(self) -> bool:
        """Whether the total is below one of its parts, none of them negative: no blank can mend that."""
        values = [part.value or Decimal(0) for part in self.parts]
        return min(values) >= 0 and (self.item.target.value or Decimal(0)) < max(values)

    @property
    def ties(self) -> bool:
        """Whether the total is what it comes to if the blank parts are 0."""
        stated = self.item.target.value or Decimal(0)
        return abs(stated - self.present) <= sum_tolerance(self.item.target, self.parts)

    @property
    def cells(self) -> str:
        """The blank cells, as a message names them."""
        told = [str(figure.place.cell) for figure in self.item.missing]
        return "、".join(told[:_SHOWN]) + "等" * (len(told) > _SHOWN)


def sums_with_blanks(derivations: Iterable[Derivation]) -> Iterator[WithBlanks]:
    """Yield the stated totals of which some parts hold numbers and the others nothing."""
    for item in derivations:
        if item.relation is Relation.SUM and item.missing and item.target.value is not None:
            parts = tuple(figure for _, figure in item.operands() if figure.value is not None)
            if parts and all(figure.blank for figure in item.missing):
                yield WithBlanks(item, parts)
