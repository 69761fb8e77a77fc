"""An operator for every check: what makes its right case wrong, planted into the right case wherever that is moved to.

The cases are those of tests/checks/cases; of a check's right and wrong cases the two that differ least are taken.
Rows and columns are put above and beside the tables, and the sheets change places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import yaml
from grid import sheet

from perfxl.checks import Checked, run
from perfxl.model.finding import Finding
from perfxl.recognition.recognise import recognise
from perfxl.rules.rulebook import rulebook
from perfxl.scoring.derive import derive
from perfxl.sheets.address import Box
from perfxl.sheets.snapshot import Sheet, Snapshot
from perfxl.structure.structure import structure

CASES = Path(__file__).parents[1] / "checks" / "cases"
Case = Mapping[str, Any]


@dataclass(frozen=True)
class Pair:
    """A right and a wrong case of a check, and how many cells must change to make the one the other."""

    code: str
    right: Case
    wrong: Case
    changed: int


@cache
def pairs() -> dict[str, Pair]:
    """Return the nearest pair of every check that has any."""
    found = {}
    for path in sorted(CASES.glob("PX*.yaml")):
        nearest = min(_pairs(path.stem), key=lambda pair: pair.changed, default=None)
        if nearest:
            found[path.stem] = nearest
    return found


def _pairs(code: str) -> Iterator[Pair]:
    cases = yaml.load((CASES / f"{code}.yaml").read_text("utf-8"), yaml.CSafeLoader)
    wrong = [case for case in cases if any(item["code"] == code for item in case["finds"])]
    right = [case for case in cases if case not in wrong and sheets(case)]
    for one, other in product(right, wrong):
        if _frame(one) == _frame(other):
            yield Pair(code, one, other, _changed(one, other))


def _frame(case: Case) -> tuple[Any, Any]:
    """Return what a plant leaves as it is: the packs, and which sheets last year's workbook has."""
    return case.get("packs"), case.get("previous", {}).keys()


def _changed(one: Case, other: Case) -> int:
    before, after = (
        {
            (each.name, spot): cell
            for each in (*sheets(case), *sheets(case, "previous"))
            for spot, cell in each.cells.items()
        }
        for case in (one, other)
    )
    return sum(before.get(spot) != after.get(spot) for spot in before.keys() | after.keys())


def sheets(case: Case, key: str = "sheets") -> list[Sheet]:
    written = case.get(key) or ({case["sheet"]: case["table"]} if key == "sheets" else {})
    return [sheet(*each) for each in written.items()]


def found(code: str, case: Case, rng: Random) -> list[Finding]:
    """Return what a check finds in a case that was moved about."""
    down, right = rng.randint(0, 4), rng.randint(0, 2)
    made = [_moved(each, down, right) for each in sheets(case)]
    snapshot = Snapshot("本子", tuple(rng.sample(made, len(made))))
    evaluation = recognise(snapshot)
    rules = rulebook(case.get("packs", ()), evaluation)
    last = sheets(case, "previous")
    derived = derive(evaluation, rules)
    book = Checked(
        derived.evaluation,
        derived.derivations,
        rules,
        structure(snapshot),
        derived.unjudged,
        previous=recognise(Snapshot("上年.xlsx", tuple(last))) if last else None,
    )
    return [finding for finding in run(book) if finding.code == code]


def measured(seed: int, draws: int) -> dict[str, tuple[int, int]]:
    """Return of every check how often what was planted is found, and how often it is said of the right case."""
    told = {}
    for code, pair in pairs().items():
        places = [Random(f"{seed} {code} {number}") for number in range(draws)]
        hits = sum({one.severity.value for one in found(code, pair.wrong, rng)} >= wanted(pair) for rng in places)
        told[code] = hits, sum(bool(found(code, pair.right, rng)) for rng in places)
    return told


def _moved(one: Sheet, down: int, right: int) -> Sheet:
    """Return a sheet with rows above and columns to the left; one with formulas stays, for what they refer to."""
    if any(cell.formula for cell in one.cells.values()):
        return one
    cells = {(row + down, column + right): cell for (row, column), cell in one.cells.items()}
    merges = tuple(Box(box.top + down, box.left + right, box.bottom + down, box.right + right) for box in one.merges)
    return Sheet(one.name, cells, merges)


def wanted(pair: Pair) -> set[str]:
    """Return how grave the case has the findings of the check, as far as it says."""
    return {item["severity"] for item in pair.wrong["finds"] if item["code"] == pair.code and "severity" in item}
