"""Forms of places as they are: no error where all ties; and every computed figure, once it is changed, is told of."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from perfxl.jobs.evaluate import understand
from perfxl.jobs.judging import judge
from perfxl.model.derivation import Relation
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.sheets.address import position_of
from perfxl.sheets.snapshot import Sheet, Snapshot

sys.path.insert(0, str(Path(__file__).parents[1] / "recognition"))
from test_recognition_tables import sheet_of

RECOGNITION = Path(__file__).parents[1] / "recognition"
CASES = {case["name"]: case for case in yaml.safe_load((RECOGNITION / "cases" / "forms.yaml").read_text("utf-8"))}
ARITHMETIC = (Relation.SUM, Relation.TOTAL, Relation.RATE, Relation.DIFFERENCE, Relation.EXECUTION_SCORE)
# What is told of these forms as they are, with the reason: each is in the form as it was published.
TOLD = {
    "四川2023，金额单位在左上角，指标分性质、指标值、单位，一张表上两份": [("PX120", "H35")],  # 完成 for a number
    "云南2020，年度指标值下分三栏": [("PX114", "I15")],  # scored below the rule
    "重庆2021部门整体": [("PX113", "J10")],  # 72.74 % of 100 % at full marks
}


def found_in(sheet: Sheet) -> list[Finding]:
    return [
        one for one in judge(understand(Snapshot("本子.xlsx", (sheet,)))).findings if one.severity is not Severity.INFO
    ]


@pytest.mark.parametrize("name", CASES)
def test_a_form_without_errors_is_called_so(name: str) -> None:
    assert [(one.code, one.place.cell) for one in found_in(sheet_of(CASES[name]))] == TOLD.get(name, [])


@pytest.mark.parametrize("name", CASES)
def test_every_changed_result_is_told_of(name: str) -> None:
    sheet = sheet_of(CASES[name])
    missed = [place.cell for place, changed in _changed(CASES[name], sheet) if not _names(found_in(changed), place)]
    assert missed == []


def _changed(case: dict[str, Any], sheet: Sheet) -> Iterator[tuple[Place, Sheet]]:
    """Yield each computed figure that the form states, and the sheet with that figure a tenth too large."""
    for item in understand(Snapshot("本子.xlsx", (sheet,))).derived.derivations:
        spot = position_of(item.target.place.cell or "A1")
        cell = sheet.cells.get(spot)
        if item.relation in ARITHMETIC and cell and isinstance(cell.value, Decimal) and cell.value and item.value:
            wrong = replace(cell, value=cell.value * Decimal("0.9"))
            yield item.target.place, replace(sheet, cells={**sheet.cells, spot: wrong})


def _names(findings: list[Finding], place: Place) -> bool:
    return any(place in (one.place, *one.related) for one in findings)
