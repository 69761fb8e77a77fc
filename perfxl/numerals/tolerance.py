"""Tolerance (容许的尾差): how far a stated number may lie from what other numbers give, by rounding alone.

The one answer for scoring, checks and functions. It rests on the precision at which a quantity is *defined*, never on
how a cell looks: 10 for 9.76 points is wrong although the cell shows no decimals.

points       the decimals of their rule, two where it says nothing; one last place, for some cut off where others round
元           two decimals; sums in it are exact
万元, 亿元    rounded from 元 to the place that most figures of the sum are printed with, so each term hides half of it
rates        as printed, but never coarser than a whole percent
counts       exact, and so are whole numbers of any unit among themselves
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from perfxl.numerals.units import convert, money_factor

POINTS = "分"  # of scores and weights (得分、分值)
RATE = "%"
MONEY = "money"  # money of which nobody tells whether 元 or 万元
CENT = Decimal("0.01")  # the place down to which 元, points and whole percents are defined
_POINT_PLACES = 2
_NOISE = Decimal("1E-9")  # below it, a rate's digits are those of the machine
_YUAN = "元"
_NONE = Decimal(0)


class Printed(Protocol):
    """A number as far as rounding goes: its last printed place, in terms of its value, and its unit."""

    @property
    def quantum(self) -> Decimal | None:
        """The last printed place, None without a value."""

    @property
    def unit(self) -> str:
        """The unit of the value, "" where none is known."""


@dataclass(frozen=True, slots=True)
class Precision:
    """A `Printed` for numbers that stand in no cell."""

    quantum: Decimal | None
    unit: str = ""


def points_tolerance(places: int = _POINT_PLACES) -> Decimal:
    """Return how far a score may lie from what its rule of so many decimals gives."""
    return Decimal(1).scaleb(-places)


def rate_tolerance(stated: Printed) -> Decimal:
    """Return how far a stated rate, a fraction, may lie from the exact quotient."""
    return max(min(stated.quantum or _NONE, CENT), _NOISE) / 2


def sum_tolerance(stated: Printed, terms: Iterable[Printed], unit: str = "") -> Decimal:
    """Return how far a stated sum or difference may lie from that of its terms, in the sum's unit.

    `unit` is that of the sum where the figure itself does not tell it. Terms in another unit of money hide half their
    last place; a sum in a coarser unit than its terms is itself rounded.
    """
    unit = unit or stated.unit
    if unit == POINTS:
        return points_tolerance()
    told = list(terms)
    own = [term for term in told if not _converts(term.unit, unit)]
    foreign = [term for term in told if _converts(term.unit, unit)]
    hidden = sum((convert(_half(term, term.unit), term.unit, unit) for term in foreign), _NONE)
    return hidden + (_half(stated, unit) if foreign and not own else _rounding(own, unit))


def _rounding(terms: Sequence[Printed], unit: str) -> Decimal:
    """Return what the printing of a sum and of its terms in the same unit hides."""
    place = CENT if unit == _YUAN else usual_place(terms)
    if place is None:
        return _NONE
    rounded = unit in (RATE, MONEY) or (_is_money(unit) and unit != _YUAN)
    return place / 2 + (_hidden(terms, place) if rounded else _NONE)


def share_tolerance(parts: Iterable[Printed]) -> Decimal:
    """Return how far parts of one whole (分值, 占比) may add up from it: half the last place of each with decimals."""
    return _hidden((part for part in parts if (part.quantum or 1) < 1), CENT)


def restatement_tolerance(left: Printed, right: Printed, unit: str) -> Decimal:
    """Return how far two statements of one fact may lie apart in `unit`, the coarser being cut or rounded."""
    fine, coarse = sorted(_place(each, unit) for each in (left, right))
    return coarse - fine


def usual_place(figures: Sequence[Printed]) -> Decimal | None:
    """Return the last place that most figures are printed with, whole numbers left out; None where all are whole.

    So 3.5 in a column of two decimals is taken for 3.50.
    """
    places = [figure.quantum for figure in figures if figure.quantum is not None and figure.quantum < 1]
    return max(sorted(set(places)), key=places.count) if places else None


def _hidden(figures: Iterable[Printed], place: Decimal) -> Decimal:
    return sum((min(figure.quantum or _NONE, place) for figure in figures), _NONE) / 2


def _half(figure: Printed, unit: str) -> Decimal:
    """Return how much of an amount its printing may hide; 元 hides nothing, for its decimals are all there are."""
    return _NONE if unit == _YUAN else (figure.quantum or _NONE) / 2


def _place(figure: Printed, unit: str) -> Decimal:
    quantum = figure.quantum or _NONE
    place = min(quantum, CENT) if figure.unit == _YUAN else quantum
    return convert(place, figure.unit, unit) if _converts(figure.unit, unit) else place


def _converts(unit: str, other: str) -> bool:
    return unit != other and _is_money(unit) and _is_money(other)


def _is_money(unit: str) -> bool:
    return money_factor(unit) is not None
