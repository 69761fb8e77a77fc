"""The job of `recalc`: what the formulas give, beside what the workbook shows.

Volatile formulas and what rests on them have no right value to hold a cache against; they are told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module

from perfxl.errors import InputError
from perfxl.formulas.calculation import Calculation, Cell
from perfxl.formulas.tokens import called_functions
from perfxl.recalc.agreement import same
from perfxl.recalc.dependants import dependants
from perfxl.recalc.engine import Engine
from perfxl.recalc.normal.kinds import VOLATILE
from perfxl.recalc.results import Difference, Recalculated
from perfxl.recalc.settling import settle
from perfxl.recalc.waivers import Waiver, waive
from perfxl.sheets.values import Scalar

ENGINES = {
    "formualizer": ("perfxl.recalc.formualizer", "Formualizer"),
    "libreoffice": ("perfxl.recalc.libreoffice.engine", "LibreOffice"),
}
BOTH = "both"
_VOLATILE = re.compile("|".join(VOLATILE), re.IGNORECASE)


def engines(choice: str) -> tuple[Engine, ...]:
    """Return the engines of --engine; InputError for another name."""
    names = tuple(ENGINES) if choice == BOTH else (choice,)
    unknown = [name for name in names if name not in ENGINES]
    if unknown:
        raise InputError(f"没有“{unknown[0]}”这个计算引擎，可选：{'、'.join((*ENGINES, BOTH))}。")
    return tuple(getattr(import_module(ENGINES[name][0]), ENGINES[name][1])() for name in names)


def recalc(calculation: Calculation, chosen: Iterable[Engine], waivers: Sequence[Waiver] = ()) -> Recalculated:
    """Compute all formulas; of two engines what both give, or one and the workbook, counts.

    waivers  what the user knows not to be recalculable: it is told apart and no reason for complaint
    """
    chosen = tuple(chosen)
    results = [engine.compute(calculation) for engine in chosen]
    restless = volatile(calculation)
    names = tuple(engine.name for engine in chosen)
    settled = settle(calculation, names, results, restless)
    wrong = {each.cell for each in settled.stale}
    resting = dependants(calculation, wrong) if 0 < len(wrong) < len(settled.values) else set()
    found = Recalculated(
        engines=names,
        computed=settled.values,
        stale=tuple(settled.stale),
        dependants=_in_order(calculation, resting - wrong),
        doubtful=tuple(settled.doubtful),
        skipped=settled.skipped,
        volatile=_in_order(calculation, restless),
        differing=tuple(settled.differing),
        alone=settled.alone,
        renewed=tuple(_renewed(calculation, settled.values, restless)),
    )
    return waive(found, calculation, waivers)


def _renewed(calculation: Calculation, computed: Mapping[Cell, Scalar], cells: set[Cell]) -> Iterator[Difference]:
    for cell in _in_order(calculation, cells):
        sheet = calculation.sheet(cell[0])
        old = sheet.values.get(cell[1:]) if sheet else None
        if cell in computed and not same(old, computed[cell]):
            yield Difference(cell, old, computed[cell])


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
