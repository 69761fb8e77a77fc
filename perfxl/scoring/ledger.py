"""The ledger (计算台账): figures as they stand after each derivation, so that later rules build on earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar

from perfxl.model.derivation import Derivation
from perfxl.model.expression import Expr, Ref, refs
from perfxl.model.figure import Figure, State
from perfxl.model.place import Place
from perfxl.model.table import Evaluation, Table
from perfxl.rules.law import Law
from perfxl.rules.rulebook import Rulebook
from perfxl.scoring.derived import Derived, Unjudged
from perfxl.sheets.address import position_of

T = TypeVar("T")
_OPEN = (State.BLANK, State.UNCACHED)


@dataclass(slots=True)
class Ledger:
    """One run of scoring: what stands in the workbook, what was derived, what is left to a person."""

    evaluation: Evaluation
    rules: Rulebook
    _current: dict[Place, Figure] = field(default_factory=dict)
    _derivations: dict[Place, Derivation] = field(default_factory=dict)
    _unjudged: dict[Place, Unjudged] = field(default_factory=dict)

    def current(self, figure: Figure) -> Figure:
        """Return a figure as it stands after what was derived so far."""
        return self._current.get(figure.place, figure)

    def ref(self, figure: Figure, term: str, *, optional: bool = False) -> Ref:
        """Return an operand, with its derived value where its cell is blank; a blank `optional` one is nothing."""
        return Ref(self.current(figure), term, optional)

    def derivation(self, figure: Figure) -> Derivation | None:
        """Return how a figure was derived, None where it was not."""
        return self._derivations.get(figure.place)

    def law(self, key: str) -> Law | None:
        """Return a law of the packs in force, None where they have none."""
        return self.rules.laws.get(key)

    def record(self, derivation: Derivation) -> None:
        """Keep a derivation; of two for one cell the first that has a value counts."""
        place = derivation.target.place
        known = self._derivations.get(place)
        if known is not None and known.value is not None:
            return
        if derivation.target.state is State.UNCACHED:
            derivation = replace(derivation, fillable=False)
        self._derivations[place] = derivation
        self._fill(derivation)

    def leave(self, unjudged: Unjudged) -> None:
        """Keep what no rule can score_indicator."""
        self._unjudged.setdefault(unjudged.figure.place, unjudged)

    def _fill(self, derivation: Derivation) -> None:
        target, value = derivation.target, derivation.value
        if target.state not in _OPEN or not (derivation.fillable or target.state is State.UNCACHED):
            return
        if isinstance(value, Decimal):
            self._current[target.place] = target.with_value(value, Decimal(1).scaleb(-derivation.places))
        elif isinstance(value, str):
            self._current[target.place] = replace(target, state=State.TEXT, text=value, derived=True)

    def result(self) -> Derived:
        """Return all that was derived, by table, then row, then column."""
        order = self._order()
        return Derived(
            replace(self.evaluation, tables=tuple(self._table(table) for table in self.evaluation.tables)),
            tuple(self._derivations[place] for place in sorted(self._derivations, key=order.__getitem__)),
            tuple(self._unjudged[place] for place in sorted(self._unjudged, key=order.__getitem__)),
        )

    def _order(self) -> dict[Place, tuple[int, int, int]]:
        order: dict[Place, tuple[int, int, int]] = {}
        for position, table in enumerate(self.evaluation.tables):
            for _, _, figure in table.figures():
                order.setdefault(figure.place, (position, *position_of(figure.place.cell or "A1")))
        return order

    def _table(self, table: Table) -> Table:
        rows = tuple(replace(row, cells=self._filled(row.cells)) for row in table.rows)
        return replace(table, rows=rows, fields=self._filled(table.fields))

    def _filled(self, cells: Mapping[str, Figure]) -> dict[str, Figure]:
        return {key: self.current(figure) for key, figure in cells.items()}


def has_value(figure: Figure | None) -> bool:
    """Whether a figure is there and is a number."""
    return figure is not None and figure.state is State.NUMBER


def all_unfilled(figures: Iterable[Figure]) -> bool:
    """Whether nothing was entered in any of the figures, or only that there is nothing to enter (—)."""
    return all(figure.state in (State.BLANK, State.NOT_APPLICABLE) for figure in figures)


def is_idle(*operands: Expr) -> bool:
    """Whether there is nothing to compute: no operand given, or one that does not apply."""
    told = [ref.figure for operand in operands for ref in refs(operand)]
    return all_unfilled(told) or any(figure.state is State.NOT_APPLICABLE for figure in told)


def complete(found: Iterable[T | None]) -> list[T]:
    """Return everything that was looked for, nothing at all where any of it is missing."""
    told = list(found)
    there = [each for each in told if each is not None]
    return there if len(there) == len(told) else []
