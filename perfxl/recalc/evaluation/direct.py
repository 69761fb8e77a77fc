"""Formulas of single values computed at once, the same way as the careful road takes, without its generators.

A formula is split at its cells; what stands between them is compiled once, for all that are copies of each other, to
functions of where the cells lie. What is not known here, or still waits for another cell, is left to the careful road.
"""

from __future__ import annotations

from collections.abc import Mapping

from perfxl.formulas.shapes import filled, row_cells, row_shape
from perfxl.formulas.tokens import split_at_cells
from perfxl.recalc.evaluation import operators
from perfxl.recalc.evaluation.cells import Cells
from perfxl.recalc.evaluation.compiling import GAP, Compiler, Ready, Spots, Waits
from perfxl.recalc.evaluation.values import Unsupported
from perfxl.recalc.functions.order import UncertainOrder
from perfxl.recalc.normal.scope import Scope
from perfxl.sheets.address import Position, position_of
from perfxl.sheets.values import Missing, Scalar


class Direct:
    """Computes what can be at once; `waiting` are the cells whose values do not count yet."""

    def __init__(self, cells: Cells, scope: Scope, waiting: Mapping[str, set[Position]]) -> None:
        self._cells, self._scope, self._waiting = cells, scope, waiting
        self._known: dict[tuple[str, str], Ready | None] = {}
        self._seen: set[tuple[str, str]] = set()
        self._copied: dict[tuple[str, str], tuple[Ready, tuple[tuple[int | None, int], ...]]] = {}

    def value(self, formula: str, sheet: str, row: int) -> Scalar | Missing:
        """Return the value of an ordinary formula of a row, MISSING where the careful road is to be taken."""
        shape = row_shape(formula, row)
        copied = self._copied.get((sheet, shape))
        if copied is not None:
            ready, spots = copied[0], filled(copied[1], row)
        else:
            pieces = split_at_cells(formula)
            found = self._ready((sheet, GAP.join(pieces[::2])))
            if found is None:
                return Missing.MISSING
            ready, spots = found, [position_of(cell) for cell in pieces[1::2]]
            cells = row_cells(shape)
            if cells is not None:
                self._copied[sheet, shape] = ready, cells
        try:
            return _result(ready, spots)
        except (Waits, Unsupported, UncertainOrder):
            return Missing.MISSING

    def _ready(self, key: tuple[str, str]) -> Ready | None:
        found = self._known.get(key)
        return found if found is not None else self._met(key)

    def _met(self, key: tuple[str, str]) -> Ready | None:
        """Return what becomes of a formula that came before: only copies are worth to be compiled."""
        if key not in self._seen or key in self._known:
            self._seen.add(key)
            return None
        sheet, shape = key
        self._known[key] = Compiler(self._cells, self._scope, self._waiting, sheet).ready(shape)
        return self._known[key]


def _result(ready: Ready, spots: Spots) -> Scalar:
    found: Scalar = ready.value(spots)
    if ready.sides and operators.is_dust(found):
        operator, left, right = ready.sides
        return operators.snapped(operator, left(spots), right(spots))  # type: ignore[return-value]  # of single values
    return found
