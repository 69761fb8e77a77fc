"""The forms of places (recognition/cases/forms.yaml) checked: nothing false in a right one, a slip told at its cell."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from perfxl.jobs.check import check
from perfxl.model.finding import Severity
from perfxl.sheets.address import position_of
from perfxl.sheets.snapshot import Cell, Snapshot

sys.path.insert(0, str(Path(__file__).parents[1] / "recognition"))
from test_recognition_tables import sheet_of

FORMS = Path(__file__).parents[1] / "recognition" / "cases" / "forms.yaml"
CASES = yaml.safe_load(FORMS.read_text("utf-8"))
BY_NAME = {case["name"].partition("，")[0]: case for case in CASES}
PUBLISHED = {"重庆2021部门整体": {"J10"}}  # a printed form scores 72.74 % against 100 % in full
SLIPS = [
    ("国家表", "I18", "90"), ("湖北2020", "F16", "98.6"), ("湖北2020", "F7", "19"), ("四川2023", "J16", "96"),
    ("湖南部门整体支出绩效自评表", "J5", "9.58"), ("53号共性指标体系", "I11", "97.8"),
    ("重庆2021部门整体", "G5", "8.6"),
]  # fmt: skip


def errors(case: dict[str, Any], **changed: str) -> set[str | None]:
    sheet = sheet_of(case)
    cells = {position_of(at): Cell(Decimal(text)) for at, text in changed.items()}
    sheet = replace(sheet, cells={**sheet.cells, **cells})
    return {f.place.cell for f in check(Snapshot("本子", (sheet,))).findings if f.severity is Severity.ERROR}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_right_form_has_no_error(case: dict[str, Any]) -> None:
    assert errors(case) == PUBLISHED.get(case["name"], set())


@pytest.mark.parametrize(("name", "cell", "wrong"), SLIPS)
def test_a_slip_is_an_error_at_its_cell(name: str, cell: str, wrong: str) -> None:
    assert cell in errors(BY_NAME[name], **{cell: wrong})
