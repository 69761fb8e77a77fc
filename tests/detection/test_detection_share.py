"""A share of the proof (make detect) with every run of the tests: a few plants of every operator on every form.

The seed is fresh, or SEED; it stands in the message of a failure, and any seed must hold.
"""

from __future__ import annotations

import ast
import os
import secrets
from pathlib import Path
from random import Random

import pytest
from benign import BENIGN
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from operators import ARITHMETIC
from sheets import FORMS
from tallying import Tally, measure, silent

from perfxl.files.read.reading import read
from perfxl.jobs.check import check
from perfxl.sheets.snapshot import Snapshot

SEED = int(os.environ.get("SEED") or secrets.randbelow(10**6))
HERE = Path(__file__).parent
WHOLE = "部门工作簿"
ACROSS = {"清单与自评表不符", "项目名称两处不同", "项目重复列示", "两位数字写反", "公式被旧数覆盖"}


@pytest.mark.parametrize("form", FORMS)
def test_planted_errors_are_found_and_nothing_else_is_called_wrong(form: str) -> None:
    told = measure(SEED, 1, [form], None if form != WHOLE else ACROSS)
    whole = Tally()
    for (name, _), tally in told.items():
        whole.add(tally)
        assert name not in ARITHMETIC or tally.found == tally.plants, f"SEED={SEED} {name}: {tally.missed}"
    assert whole.plants
    assert whole.wrong == [], f"SEED={SEED}"


@pytest.mark.parametrize("form", FORMS)
def test_changes_that_are_no_errors_are_not_spoken_of(form: str) -> None:
    some = Random(SEED).sample(sorted(BENIGN), 3)
    assert silent(SEED, 1, [form], some) == [], f"SEED={SEED}"


@pytest.mark.parametrize("form", ["全国项目自评表", "部门预算执行", "项目清单"])
def test_fonts_fills_widths_and_frozen_rows_say_nothing(form: str, tmp_path: Path) -> None:
    rng = Random(SEED)
    plain = saved(FORMS[form](rng), tmp_path / "一.xlsx")
    workbook = load_workbook(plain)
    for sheet in workbook:
        sheet.freeze_panes = "B3"
        sheet.column_dimensions["B"].width = rng.randint(4, 60)
        for row in sheet.iter_rows():
            for cell in row:
                cell.font = Font(
                    name=rng.choice(("仿宋", "黑体", "Arial")), bold=rng.random() < 0.5, size=rng.randint(8, 20)
                )
                cell.fill = PatternFill("solid", fgColor=rng.choice(("FFFFFF00", "FFC0C0C0", "FFFF0000")))
    workbook.save(tmp_path / "二.xlsx")
    before, after = (check(read(path)).findings for path in (plain, tmp_path / "二.xlsx"))
    assert before == after, f"SEED={SEED}"
    assert not [one for one in after if one.severity.rank], f"SEED={SEED}"


def saved(snapshot: Snapshot, path: Path) -> Path:
    """Save a drawn workbook with its results in the place of formulas."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for sheet in snapshot.sheets:
        made = workbook.create_sheet(sheet.name)
        for (row, column), cell in sheet.cells.items():
            made.cell(row, column, cell.value).number_format = cell.number_format
        for box in sheet.merges:
            made.merge_cells(start_row=box.top, start_column=box.left, end_row=box.bottom, end_column=box.right)
    workbook.save(path)
    return path


def test_operators_know_nothing_of_the_checks() -> None:
    for name in ("department.py", "layout.py", "places.py", "sheets.py", "operators.py", "benign.py"):
        tree = ast.parse((HERE / name).read_text("utf-8"))
        used = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not {module for module in used if module.startswith(("perfxl.checks", "perfxl.jobs", "perfxl.scoring"))}
