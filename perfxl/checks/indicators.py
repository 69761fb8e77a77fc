"""Target and actual of an indicator, made comparable: direction, unit, percentages."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from perfxl.checks.marks import given
from perfxl.model.figure import Figure
from perfxl.model.table import Row
from perfxl.numerals.characters import plain
from perfxl.numerals.units import convert, money_factor

_WORDS = {"正向": "≥", "反向": "≤", "逆向": "≤", "负向": "≤", ">=": "≥", "<=": "≤", "=>": "≥", "=<": "≤"}
_SIGNS = ("≥", "≤", ">", "<", "=")
_LARGEST_FRACTION = Decimal("1.5")


@dataclass(frozen=True, slots=True)
class Aim:
    """A numeric indicator: sign "≥", "≤", ">", "<", "=", or "" where the form gives none."""

    sign: str
    target: Decimal
    actual: Decimal

    @property
    def missed(self) -> bool:
        """Whether the actual value falls short of the target; without a sign, more counts as better."""
        if self.sign in ("≤", "<"):
            return self.actual > self.target
        return self.actual < self.target


def aim(row: Row) -> Aim | None:
    """Return an indicator's aim, None where target or actual is no number or their units differ."""
    target, actual = given(row.cells.get("target")), given(row.cells.get("actual"))
    if not (target and actual):
        return None
    pair = _comparable(target, actual, row.text("measure_unit"))
    return Aim(_sign(row, target), *pair) if pair else None


def _sign(row: Row, target: Figure) -> str:
    nature = plain(row.text("nature")).strip()
    nature = _WORDS.get(nature, nature)
    return target.sign or (nature if nature in _SIGNS else "")


def _comparable(target: Figure, actual: Figure, unit: str) -> tuple[Decimal, Decimal] | None:
    left, right = target.unit or unit, actual.unit or unit
    if target.value is None or actual.value is None:
        return None
    if "%" in (left, right):
        return _fraction(target, left), _fraction(actual, right)
    if money_factor(left) and money_factor(right):
        return target.value, convert(actual.value, right, left)
    return (target.value, actual.value) if left == right or not left or not right else None


def _fraction(figure: Figure, unit: str) -> Decimal:
    """Read 95 beside a percentage as 95 %."""
    value = figure.value or Decimal(0)
    plain_points = figure.unit != "%" and (unit == "%" or not unit)
    return value / 100 if plain_points and abs(value) > _LARGEST_FRACTION else value
