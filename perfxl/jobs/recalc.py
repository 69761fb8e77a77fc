"""The job of `recalc`: what the formulas give, beside what the workbook shows.

Volatile formulas and what rests on them have no right value to hold a cache against; they are told apart.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module

from perfxl.errors import InputError
from perfxl.formulas.calculation import Calculation, Cell, Computed
from perfxl.formulas.tokens import called_functions
from perfxl.recalc.dependants import dependants
from perfxl.recalc.engine import Engine
from perfxl.recalc.normal.kinds import VOLATILE
from perfxl.recalc.results import Difference, Recalculated
from perfxl.sheets.values import ErrorValue, Scalar

ENGINES = {
    "formualizer": ("perfxl.recalc.formualizer", "Formualizer"),
    "libreoffice": ("perfxl.recalc.libreoffice.engine", "LibreOffice"),
}
BOTH = "both"
_VOLATILE = re.compile("|".join(VOLATILE), re.IGNORECASE)
_NAMELESS = "公式里有没有定义的名称或函数"
# Doubles carry 15 digits that Excel shows; what differs beyond them, or next to zero, is not a difference.
_RELATIVE, _ABSOLUTE = 1e-14, 1e-13


def engines(choice: str) -> tuple[Engine, ...]:
    """Return the engines of --engine; InputError for another name."""
    names = tuple(ENGINES) if choice == BOTH else (choice,)
    unknown = [name for name in names if name not in ENGINES]
    if unknown:
        raise InputError(f"没有“{unknown[0]}”这个计算引擎，可选：{'、'.join((*ENGINES, BOTH))}。")
    return tuple(getattr(import_module(ENGINES[name][0]), ENGINES[name][1])() for name in names)


def recalc(calculation: Calculation, chosen: Iterable[Engine]) -> Recalculated:
    """Compute all formulas; of two engines the second is held against the first."""
    chosen = tuple(chosen)
    stored = _stored(calculation)
    results = [_trusted(engine.compute(calculation), stored) for engine in chosen]
    first = results[0]
    restless = volatile(calculation)
    stale = tuple(_stale(first.values, stored, restless))
    wrong = {each.cell for each in stale}
    resting = dependants(calculation, wrong) if 0 < len(wrong) < len(first.values) else set()
    return Recalculated(
        engines=tuple(engine.name for engine in chosen),
        computed=first.values,
        stale=stale,
        dependants=_in_order(calculation, resting - wrong),
        skipped=first.skipped,
        volatile=_in_order(calculation, restless),
        differing=tuple(_differing(first, results[1], restless)) if len(results) > 1 else (),
    )


def _in_order(calculation: Calculation, cells: set[Cell]) -> tuple[Cell, ...]:
    return tuple(cell for cell in calculation.computed_cells() if cell in cells) if cells else ()


def volatile(calculation: Calculation) -> set[Cell]:
    """Return the cells that give something else each time, by the clock or by chance, and what rests on them."""
    found = {
        (sheet.name, *position)
        for sheet in calculation.sheets
        if _VOLATILE.search("\n".join(sheet.formulas.values()))
        for position, formula in sheet.formulas.items()
        if _VOLATILE.search(formula) and VOLATILE & called_functions(formula)
    }
    return found | dependants(calculation, found) if found else found


def same(one: Scalar, other: Scalar) -> bool:
    """Whether two results are one to Excel's 15 digits; a blank result is the number 0 or an empty text."""
    if isinstance(one, ErrorValue) or isinstance(other, ErrorValue):
        return one is other
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if one is None or other is None:
        return one in (None, 0.0, "") and other in (None, 0.0, "")
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=_RELATIVE, abs_tol=_ABSOLUTE)
    return one == other


def _trusted(computed: Computed, stored: Mapping[Cell, Scalar]) -> Computed:
    """Keep the good value of a cell whose formula names what is not there: an add-in or a file at hand then made it."""
    nameless = {
        cell: _NAMELESS
        for cell, value in computed.values.items()
        if value is ErrorValue.NAME and not isinstance(stored.get(cell), ErrorValue | None)
    }
    if not nameless:
        return computed
    kept = {cell: value for cell, value in computed.values.items() if cell not in nameless}
    return Computed(kept, {**computed.skipped, **nameless})


def _stored(calculation: Calculation) -> dict[Cell, Scalar]:
    """Return the cached results of all computed cells."""
    by_sheet = {sheet.name: sheet.values for sheet in calculation.sheets}
    return {cell: by_sheet[cell[0]].get(cell[1:]) for cell in calculation.computed_cells()}


def _stale(computed: Mapping[Cell, Scalar], stored: Mapping[Cell, Scalar], restless: set[Cell]) -> Iterator[Difference]:
    for cell, value in computed.items():
        old = stored[cell]
        if (old != value or type(old) is not type(value)) and cell not in restless and not same(old, value):
            yield Difference(cell, old, value)


def _differing(first: Computed, second: Computed, restless: set[Cell]) -> Iterable[Difference]:
    for cell, value in first.values.items():
        if cell in second.values and cell not in restless and not same(value, second.values[cell]):
            yield Difference(cell, value, second.values[cell])
