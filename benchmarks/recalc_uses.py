"""The table of uses that cases hold, made anew: `.venv/bin/python benchmarks/recalc_uses.py`.

A use stands in it for whom every case gives the result expected; of a failing case the use is left out that holds in
the fewest other cases, as the others are innocent as far as is known.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "recalc"))

from casebook import Case, calculation, cases, same

from perfxl.formulas.calculation import Calculation, Cell
from perfxl.formulas.tokens import FormulaError
from perfxl.jobs.recalc import engines
from perfxl.recalc.evaluation import uses
from perfxl.recalc.evaluation.opinion import SecondOpinion
from perfxl.sheets.values import Scalar

_HEAD = (
    "# Uses of functions that the cases of tests/recalc hold; made by benchmarks/recalc_uses.py, not by hand.\n"
    "# 0 1 - number, t text or truth value, e error, o left out, c cell, r range, w whole column, a A array, R a\n"
    "# reference by a function or operator, f function, x other value, n name, T table, 3 other sheets or books\n"
)


def answers(book: Calculation) -> dict[str, Mapping[Cell, Scalar]]:
    """Return what the default engine and our own evaluator give."""
    own: dict[Cell, Scalar] = {}

    def decide(cell: Cell, value: Scalar, reason: str) -> Scalar:
        if not reason:
            own[cell] = value
        return value

    SecondOpinion(book, {}, decide).compute(book.computed_cells())
    return {"formualizer": engines("formualizer")[0].compute(book).values, uses.OWN: own}


def held(found: Iterable[tuple[Case, bool]]) -> Iterator[str]:
    """Yield the uses that hold."""
    judged = [(list(_uses(case)), right) for case, right in found]
    passing = Counter(use for each, right in judged if right for use in each)
    guilty: set[str] = set()
    for each, right in judged:
        if not right and not guilty & set(each):
            guilty.add(min(each, key=lambda use: (passing[use], use), default=""))
    yield from sorted(set(passing) - guilty)


def _uses(case: Case) -> frozenset[str]:
    try:
        return uses.uses(case.stored)
    except FormulaError:
        return frozenset()


def table() -> str:
    """Return the text of the table."""
    lines = []
    for name, values in answers(calculation(Path("算例.xlsx"))).items():
        found = [(case, case.cell in values and same(values[case.cell], case.result)) for case in cases()]
        lines += [f"{name} {use}\n" for use in held(found)]
    return _HEAD + "".join(lines)


if __name__ == "__main__":
    Path(uses.__file__).with_name("uses.txt").write_text(table(), "utf-8")
