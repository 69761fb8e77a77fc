"""The engine: formulas normalised, computed, and taken back where the library cannot answer as Excel would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from perfxl.formulas.calculation import Block, Calculation, Cell, Computed, FormulaSheet, children
from perfxl.recalc.engine import EngineError
from perfxl.recalc.formualizer.library import Library, knows, unsound
from perfxl.recalc.formualizer.loading import Content
from perfxl.recalc.normal.normalise import NormalFormula, Normaliser, Traits, snap_last
from perfxl.recalc.normal.scope import AMBIGUOUS, Scope, Site
from perfxl.sheets.address import Position
from perfxl.sheets.values import ErrorValue, Scalar

_PASSES = 5
_DUST = 1e-5  # a smaller result of a subtraction may be a rest beyond the 15th digit
_CONDITIONAL = frozenset({"SUMIF", "SUMIFS", "AVERAGEIF", "AVERAGEIFS"})
_UNSOUND = "计算引擎不能计算这个公式"
_RESIZED = "动态数组的大小与文件中的不同，请用 Excel 打开后保存"


@dataclass(frozen=True, slots=True)
class Formualizer:
    """The default engine: no other program, our functions included."""

    name: str = "formualizer"

    def compute(self, calculation: Calculation) -> Computed:
        """Compute all formulas; a cell that cannot be computed is computed on from as it is cached."""
        run = _Run(calculation)
        computed = run.computed()
        if run.conditional and _has_errors(calculation, computed):
            return _Run(calculation, careful=True).computed()
        return computed


def _has_errors(calculation: Calculation, computed: Computed) -> bool:
    stored = (value for sheet in calculation.sheets for value in sheet.values.values())
    return any(isinstance(value, ErrorValue) for value in (*computed.values.values(), *stored))


def _constants(sheet: FormulaSheet, formulas: Mapping[Position, str], filled: set[Position]) -> dict[Position, Scalar]:
    """Return the values that no formula of the engine's gives."""
    return {at: value for at, value in sheet.values.items() if at not in formulas and at not in filled}


@lru_cache(maxsize=4096)
def _unknown(calls: frozenset[str]) -> str:
    """Return a function that the library does not have, "" where it has all."""
    return next((name for name in sorted(calls) if not knows(name)), "")


class _Run:
    def __init__(self, calculation: Calculation, *, careful: bool = False) -> None:
        self._calculation = calculation
        self._stored = {sheet.name: sheet.values for sheet in calculation.sheets}
        self._normaliser = Normaliser(Scope.of(calculation, careful=careful))
        self._skipped: dict[Cell, str] = {}
        self._subtracting: dict[Cell, str] = {}
        self.conditional = False
        self._blocks = {
            (sheet.name, *position): block for sheet in calculation.sheets for position, block in sheet.blocks.items()
        }
        self._contents = [self._content(sheet) for sheet in calculation.sheets]
        self._library = Library(self._contents, self._normaliser, mac=calculation.mac)

    def computed(self) -> Computed:
        try:
            self._library.evaluate()
        except EngineError:
            self._part_with_unsound()
            self._library.evaluate()
        values = self._taken()
        for _ in range(_PASSES):
            if not (self._snap(values) | self._give_up()):
                break
            self._library.evaluate()
            values = self._taken()
        return Computed(values, self._in_order())

    def _part_with_unsound(self) -> None:
        """Take the formulas out over which the library breaks off, each tried alone: one of them stops all others."""
        for cell in unsound(self._contents, self._normaliser):
            self._skip(cell, _UNSOUND)
        kept: list[Content] = []
        for (name, values, formulas), sheet in zip(self._contents, self._calculation.sheets, strict=True):
            lost = {at: sheet.values.get(at) for at in formulas if (name, *at) in self._skipped}
            kept.append((name, {**values, **lost}, {at: text for at, text in formulas.items() if at not in lost}))
        self._library = Library(kept, self._normaliser, mac=self._calculation.mac)

    def _content(self, sheet: FormulaSheet) -> Content:
        formulas: dict[Position, str] = {}
        filled: set[Position] = set()
        seen: set[Traits] = set()
        last = Traits()
        for position, formula in sheet.formulas.items():
            block = sheet.blocks.get(position)
            try:
                made = self._prepared(sheet, position, formula, block)
            except EngineError as error:
                self._skip((sheet.name, *position), str(error))
                continue
            formulas[position] = made.text
            if made.traits is not last:
                last = made.traits
                seen.add(last)
            if last.subtracts:
                self._subtracting[sheet.name, *position] = made.text
            if block:
                filled.update(children(position, block.box))
        self.conditional = self.conditional or any(_CONDITIONAL & traits.calls for traits in seen)
        return sheet.name, _constants(sheet, formulas, filled), formulas

    def _prepared(self, sheet: FormulaSheet, position: Position, formula: str, block: Block | None) -> NormalFormula:
        if block and block.kind == "table":
            raise EngineError("模拟运算表（数据表）不能重算")
        if name := self._normaliser.scope.ambiguous(formula):
            raise EngineError(AMBIGUOUS.format(name=name))
        site = Site(self._normaliser.scope, sheet.name, position, block is not None)
        made = self._normaliser.normalise(formula, site)
        unknown = _unknown(made.traits.calls)
        if unknown and sheet.values.get(position) is ErrorValue.NAME:
            return NormalFormula(ErrorValue.NAME.value)  # Excel did not know it either
        if unknown:
            raise EngineError(f"计算引擎没有函数 {unknown}")
        if block is None:
            return made
        top, left, bottom, right = block.box
        strict = str(block.kind == "spill").upper()
        return NormalFormula(
            f"XL.FILL({bottom - top + 1},{right - left + 1},{strict},{made.text})", Traits(made.traits.calls)
        )

    def _skip(self, cell: Cell, reason: str) -> None:
        self._skipped[cell] = reason
        block = self._blocks.get(cell)
        for child in children(cell[1:], block.box) if block else ():
            self._skipped[cell[0], *child] = reason

    def _taken(self) -> dict[Cell, Scalar]:
        """Return the values; what the library failed at is skipped."""
        values: dict[Cell, Scalar] = {}
        self._failed: dict[Cell, str] = {}
        get, skipped = self._library.get, self._skipped
        for cell in self._calculation.computed_cells():
            if cell not in skipped:
                try:
                    values[cell] = get(cell)
                except EngineError as error:
                    self._failed[cell] = str(error)
        for cell, block in self._blocks.items():
            if block.kind == "spill" and values.get(cell) is ErrorValue.NULL:
                self._failed[cell] = _RESIZED
        return values

    def _give_up(self) -> bool:
        """Take cells back that the library failed at: the formulas that rest on them go on from their caches."""
        failed = {cell: reason for cell, reason in self._failed.items() if cell not in self._skipped}
        for cell, reason in failed.items():
            self._skip(cell, reason)
            for each in (cell, *((cell[0], *child) for child in self._children(cell))):
                self._library.set_value(each, self._stored[each[0]].get(each[1:]))
        return bool(failed)

    def _children(self, cell: Cell) -> Iterator[Position]:
        block = self._blocks.get(cell)
        return children(cell[1:], block.box) if block else iter(())

    def _snap(self, values: dict[Cell, Scalar]) -> bool:
        """Have subtractions that left next to nothing computed once more as Excel does."""
        suspect = [
            cell
            for cell in self._subtracting
            if isinstance(value := values.get(cell), float) and value and abs(value) < _DUST
        ]
        for cell in suspect:
            self._library.set_formula(cell, snap_last(self._subtracting.pop(cell)))
        return bool(suspect)

    def _in_order(self) -> dict[Cell, str]:
        return {cell: self._skipped[cell] for cell in self._calculation.computed_cells() if cell in self._skipped}
