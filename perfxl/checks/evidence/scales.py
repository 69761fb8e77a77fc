"""Amounts ten thousand times too large or too small for their form: 元 written where 万元 is meant, or 万元 for 元."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perfxl.checks.evidence.scored_forms import given
from perfxl.checks.evidence.substitution import holds
from perfxl.model.derivation import Derivation, Relation
from perfxl.model.figure import Figure
from perfxl.model.place import Place
from perfxl.model.table import Evaluation, Role, Row, Table
from perfxl.numerals.units import money_factor

FACTOR = Decimal(10_000)
_FAR = Decimal(1_000)  # no amounts of one row lie so far apart by themselves
_MONEY = ("initial_budget", "annual_budget", "execution")
_TOTALS = (Role.TOTAL, Role.SUBTOTAL)
_PROVING = frozenset(
    {Relation.RATE, Relation.EXECUTION_SCORE, Relation.PROGRESS, Relation.SUM, Relation.TOTAL, Relation.DIFFERENCE}
)


@dataclass(frozen=True, slots=True)
class Slip:
    """A column of a table whose amounts are in the other unit: its cells, the total first, and what they ought to read.

    proven  the printed rate or score that says so, None where none does
    """

    table: Table
    cells: tuple[Figure, ...]
    against: Figure
    factor: Decimal
    proven: Figure | None = None

    @property
    def mended(self) -> dict[Place, Decimal]:
        """What the cells ought to read."""
        return {figure.place: _value(figure) * self.factor for figure in self.cells}

    def widened(self, lines: Sequence[_Line]) -> Slip:
        """Return the slip with the cells of its column, in other lines, that lie as far from their line's others."""
        [first] = self.cells
        column = next(filter(None, (line.column(first) for line in lines)))
        others = (line.apart(column, self.factor) for line in lines)
        return replace(self, cells=tuple(dict.fromkeys([first, *filter(None, others)])))


def slips(evaluation: Evaluation, derivations: Sequence[Derivation]) -> Iterator[Slip]:
    """Yield the slips of scale within tables that state amounts of one thing side by side."""
    proofs = [item for item in derivations if item.relation in _PROVING]
    for table in evaluation.tables:
        yield from _in_lines([_Line(table, row) for row in table.rows], proofs)


def _in_lines(lines: Sequence[_Line], proofs: Sequence[Derivation]) -> Iterator[Slip]:
    """Yield the slip of the total with all of its column, else those of single lines."""
    whole = next((line for line in lines if line.is_total), None)
    found = whole.slip(proofs) if whole else None
    if found:
        yield found.widened(lines)
    else:
        yield from filter(None, (line.slip(proofs) for line in lines if line is not whole))


class _Line:
    """The amounts of one row, by column; what is not above 0 tells nothing of its unit."""

    def __init__(self, table: Table, row: Row) -> None:
        self.table = table
        self.is_total = row.item == "total" or row.role in _TOTALS
        told = {key: given(row.cells.get(key)) for key in _MONEY}
        self.amounts = {key: figure for key, figure in told.items() if figure and figure.value and figure.value > 0}

    def slip(self, proofs: Sequence[Derivation]) -> Slip | None:
        """Return the slip in the row, None where its amounts lie as near each other as amounts may.

        Spending a thousand times the budget is one; so little spending only where a printed rate or score proves it;
        an amount at the start of the year, which may have been raised to any other, where it is far above that or where
        the ratio is exact.
        """
        initial, budget, spent = (self.amounts.get(key) for key in _MONEY)
        if budget and spent and not 1 / _FAR < _ratio(spent, budget) < _FAR:
            smaller, larger = sorted((budget, spent), key=_value)
            found = self._resolved(larger, smaller, initial, proofs)
            return found if found.proven or larger is spent else None
        if initial and budget and _is_odd(initial, budget):
            smaller, larger = sorted((initial, budget), key=_value)
            return self._resolved(larger, smaller, spent, proofs)
        return None

    def _resolved(
        self, larger: Figure, smaller: Figure, witness: Figure | None, proofs: Sequence[Derivation]
    ) -> Slip:  # fmt: skip
        """Return the slip in the one of two amounts that a third, or else the table's unit, speaks against."""
        with_larger = money_factor(self.table.unit) == 1
        if witness:
            with_larger = _ratio(larger, witness) < _FAR <= _ratio(witness, smaller)
        figure, against, factor = (smaller, larger, FACTOR) if with_larger else (larger, smaller, 1 / FACTOR)
        return Slip(self.table, (figure,), against, factor, _proof(figure, _value(figure) * factor, proofs))

    def apart(self, column: str, factor: Decimal) -> Figure | None:
        """Return the amount of a column if it lies far from all others of the row, on the side of a factor."""
        figure = self.amounts.get(column)
        others = [other for key, other in self.amounts.items() if key != column]
        if figure is None or not others:
            return None
        ratios = [_ratio(figure, other) if factor < 1 else _ratio(other, figure) for other in others]
        return figure if min(ratios) >= _FAR else None

    def column(self, figure: Figure) -> str:
        """Return the column of a figure of the row."""
        return next((key for key, each in self.amounts.items() if each.place == figure.place), "")


def _value(figure: Figure) -> Decimal:
    return figure.value or Decimal(0)


def _ratio(left: Figure, right: Figure) -> Decimal:
    return _value(left) / _value(right)


def _is_odd(initial: Figure, budget: Figure) -> bool:
    return _ratio(initial, budget) >= _FAR or _is_exact(initial, budget)


def _is_exact(left: Figure, right: Figure) -> bool:
    """Whether two amounts are ten thousand times each other, by their last printed place."""
    larger, smaller = sorted((left, right), key=_value, reverse=True)
    off = abs(_value(larger) / FACTOR - _value(smaller))
    return off <= (smaller.quantum or Decimal(0)) and _value(larger) >= FACTOR


def _proof(figure: Figure, value: Decimal, proofs: Sequence[Derivation]) -> Figure | None:
    """Return the printed rate or score that only the other reading of a figure gives."""
    for item in proofs:
        rests = any(operand.place == figure.place for _, operand in item.operands())
        if rests and holds(item, {}) is False and holds(item, {figure.place: value}):
            return item.target
    return None
