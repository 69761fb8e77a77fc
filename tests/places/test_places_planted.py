"""Forms of places as they are: no error where all ties; computed figures put wrong at random are all told of.

`SEED=7 pytest tests/places/test_places_planted.py` plants other errors than the usual ones.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from perfxl.jobs.evaluate import understand
from perfxl.jobs.fill import complete
from perfxl.jobs.judging import judge
from perfxl.model.derivation import Derivation, Relation
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.numerals.display import is_percent
from perfxl.sheets.address import position_of
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot

sys.path.insert(0, str(Path(__file__).parents[1] / "recognition"))
from test_recognition_tables import sheet_of

SEED = int(os.environ.get("SEED", "2026"))
HERE = Path(__file__).parents[1] / "recognition" / "cases"
CASES = {
    case["name"]: case
    for name in ("forms.yaml", "variants.yaml")
    for case in yaml.safe_load((HERE / name).read_text("utf-8"))
}
ARITHMETIC = (Relation.SUM, Relation.TOTAL, Relation.RATE, Relation.DIFFERENCE, Relation.EXECUTION_SCORE)
# What is told of these forms as they are, with the reason: each is in the form as it was published, or laid out here.
TOLD = {
    "四川2023，金额单位在左上角，指标分性质、指标值、单位，一张表上两份": [("PX120", "H35")],  # 完成 for a number
    "云南2020，年度指标值下分三栏": [("PX114", "I15")],  # scored below the rule
    "重庆2021部门整体": [("PX113", "J10")],  # 72.74 % of 100 % at full marks
    "丙区，执行率作为一行指标，目标三栏": [("PX115", "I12")],  # points lost without a reason
    "庚省，三级指标与目标合写一格，完成值文字": [("PX115", "G11")],  # points lost without a reason
    "癸省，项目汇总清单，分管理类别，元": [("PX163", "H5")],  # 优 at an execution of 70 %
}
# Computed cells that are left to a person once they are blank, with the reason.
LEFT = {
    "重庆2021部门整体": ["H2"],  # one of its scores is called wrong (PX113), so the total of all stays blank
    "深圳部门整体支出绩效评价指标评分表": ["E25", "G25"],  # which rows a blank total means is told by no figure
}


def found_in(sheet: Sheet) -> list[Finding]:
    return [
        one for one in judge(understand(Snapshot("本子.xlsx", (sheet,)))).findings if one.severity is not Severity.INFO
    ]


@pytest.mark.parametrize("name", CASES)
def test_a_form_without_errors_is_called_so(name: str) -> None:
    told = [(one.code, one.place.cell) for one in found_in(sheet_of(CASES[name]))]
    assert told == TOLD.get(name, [])
    assert len(told) <= 2


@pytest.mark.parametrize("name", CASES)
def test_every_changed_result_is_told_of(name: str) -> None:
    sheet = sheet_of(CASES[name])
    missed = [(place.cell, cell.value) for place, cell, wrong in _changed(name, sheet) if not _names(wrong, place)]
    assert missed == []


@pytest.mark.parametrize("name", CASES)
def test_blank_results_are_filled_as_they_were(name: str) -> None:
    sheet = sheet_of(CASES[name])
    stated = {position_of(item.target.place.cell or "A1"): item for item in _computed(sheet) if item.ties()}
    bare = replace(sheet, cells={at: cell for at, cell in sheet.cells.items() if at not in stated})
    cells, _ = complete(Snapshot("本子.xlsx", (bare,)))
    filled = {position_of(each.write.cell): each.write.value for each in cells}
    due = set(stated) - set(map(position_of, LEFT.get(name, ())))
    assert {at: filled.get(at) for at in due} == {at: sheet.cells[at].value for at in due}
    assert set(stated) - due == set(stated) - set(filled)


def _computed(sheet: Sheet) -> Iterator[Derivation]:
    for item in understand(Snapshot("本子.xlsx", (sheet,))).derived.derivations:
        cell = sheet.cells.get(position_of(item.target.place.cell or "A1"))
        if item.relation in ARITHMETIC and cell and isinstance(cell.value, Decimal) and cell.value and item.value:
            yield item


def _changed(name: str, sheet: Sheet) -> Iterator[tuple[Place, Cell, Sheet]]:
    """Yield each computed figure that the form states, what it is put to, and the sheet with that."""
    chance = random.Random(f"{SEED} {name}")
    for item in _computed(sheet):
        spot = position_of(item.target.place.cell or "A1")
        cell = sheet.cells[spot]
        assert isinstance(cell.value, Decimal)
        wrong = replace(cell, value=chance.choice(OPERATORS)(cell.value, is_percent(cell.number_format), chance))
        if wrong.value != cell.value:
            yield item.target.place, wrong, replace(sheet, cells={**sheet.cells, spot: wrong})


Operator = Callable[[Decimal, bool, random.Random], Decimal]


def _less(value: Decimal, _percent: bool, _chance: random.Random) -> Decimal:
    return value * Decimal("0.9")


def _one_digit(value: Decimal, percent: bool, chance: random.Random) -> Decimal:
    """Put another digit in one place before the decimal point of what is printed."""
    printed = value.scaleb(2 * percent)
    place = chance.randrange(printed.adjusted() + 1) if printed.adjusted() >= 0 else printed.adjusted()
    return value + Decimal(chance.choice((1, -1))).scaleb(place - 2 * percent)


def _exchanged(value: Decimal, percent: bool, chance: random.Random) -> Decimal:
    """Exchange two neighbouring digits that differ."""
    digits = list(value.as_tuple().digits)
    pairs = [at for at in range(len(digits) - 1) if digits[at] != digits[at + 1]]
    if not pairs:
        return _one_digit(value, percent, chance)
    at = chance.choice(pairs)
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    return Decimal((value.as_tuple().sign, tuple(digits), value.as_tuple().exponent))


def _shifted(value: Decimal, _percent: bool, chance: random.Random) -> Decimal:
    return value.scaleb(chance.choice((1, -1)))


OPERATORS: tuple[Operator, ...] = (_less, _one_digit, _exchanged, _shifted)


def _names(sheet: Sheet, place: Place) -> bool:
    return any(place in (one.place, *one.related) for one in found_in(sheet))
