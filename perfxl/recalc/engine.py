"""What a formula engine is: a workbook in, values out; every engine may be asked in place of another."""

from __future__ import annotations

from typing import Protocol

from perfxl.formulas.calculation import Calculation, Cell, Computed
from perfxl.sheets.values import Scalar


class Engine(Protocol):
    """Computes all formulas of a workbook, our functions (`perfxl.functions.registry`) included."""

    name: str  # as --engine spells it

    def compute(self, calculation: Calculation) -> Computed:
        """Return the value of each computed cell, or why there is none; InputError where the engine cannot run."""
        ...


class CellEngine(Protocol):
    """The cells of a workbook, one by one, in a library that computes them."""

    def set_value(self, cell: Cell, value: Scalar) -> None:
        """Set a constant."""
        ...

    def set_formula(self, cell: Cell, formula: str) -> None:
        """Set a formula, without "="; EngineError where the library cannot read it."""
        ...

    def register(self) -> None:
        """Make our own functions known."""
        ...

    def evaluate(self) -> None:
        """Compute whatever is not up to date."""
        ...

    def get(self, cell: Cell) -> Scalar:
        """Return a value; EngineError where it is an error that Excel would not show."""
        ...

    def precedents(self, cell: Cell) -> tuple[str, ...]:
        """Return the references that a formula rests on directly, as the library spells them."""
        ...


class EngineError(Exception):
    """Why a cell cannot be computed, in Chinese without a full stop."""
