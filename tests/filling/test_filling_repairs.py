"""Mechanical repairs: how a number is written and a sum one row short; what a person must decide stays."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from grid import sheet

from perfxl.cli.main import main
from perfxl.jobs.fix import fix
from perfxl.sheets.changeset import CellWrite
from perfxl.sheets.snapshot import Snapshot

TABLE = """
部门预算执行情况表（单位：万元）
支出类别 | 年初预算数 | 全年预算数 | 全年执行数 | 执行率
人员经费 | 80.00 | 100.00 | {person} | 95.50%
公用经费 | 20.00 | 25.00 | 24.00 | 96.00%
项目支出 | 200.00 | 240.00 | {project} | {rate}
合计 | 300.00 | 365.00 | {total} | {whole}
"""
RIGHT = {"person": "95.50", "project": "180.00", "rate": "75.00%", "total": "299.50", "whole": "82.05%"}


def repaired(text: str) -> dict[str, CellWrite]:
    return {write.cell: write for write in fix(Snapshot("本子", (sheet("表", text),))).changes.cells}


@pytest.mark.parametrize(
    ("cell", "change", "value", "number_format"),
    [
        ("D3", {"person": '"95.50"'}, Decimal("95.50"), "0.00"),
        ("D5", {"project": "１８０．００"}, Decimal("180.00"), "0.00"),
        ("E5", {"rate": '"75.00%"'}, Decimal("0.7500"), "0.00%"),
        ("E5", {"rate": "７５％"}, Decimal("0.75"), "0%"),
    ],
)
def test_numbers_kept_as_text_become_numbers(
    cell: str, change: dict[str, str], value: Decimal, number_format: str
) -> None:
    [write] = repaired(TABLE.format(**RIGHT | change)).values()
    assert (write.cell, write.value, write.number_format) == (cell, value, number_format)
    assert write.reason


def test_a_separator_out_of_place_is_written_anew() -> None:
    text = TABLE.format(**RIGHT).replace("200.00 | 240.00 | 180.00", "2,000.00 | 24,00.00 | 1,800.00")
    assert repaired(text)["C5"].value == Decimal("2400.00")


def test_a_sum_one_row_short_is_extended() -> None:
    write = repaired(TABLE.format(**RIGHT | {"total": "=SUM(D3:D4)→119.50"}))["D6"]
    assert (write.formula, write.value) == ("SUM(D3:D5)", Decimal("299.50"))
    assert "少加一行" in write.reason


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"total": "289.50"},
        {"total": "=SUM(D3:D5)→289.50"},
        {"total": "=SUM(D3:D4)+1→120.50"},
        {"project": "180.00", "rate": "57.00%"},
        {"person": "约95"},
        {"person": "95.50万元"},
    ],
)
def test_what_a_person_must_decide_stays(change: dict[str, str]) -> None:
    assert repaired(TABLE.format(**RIGHT | change)) == {}


def test_a_number_that_a_check_calls_wrong_is_not_rewritten() -> None:
    assert repaired(TABLE.format(**RIGHT | {"total": '"289.50"'})) == {}


def test_blanks_in_names_of_projects_go() -> None:
    text = """
项目支出清单（单位：万元）
项目名称 | 全年预算数 | 全年执行数 | 执行率
道路 养护 | 100.00 | 96.00 | 96.00%
New Road 工程 | 50.00 | 48.00 | 96.00%
合计 | 150.00 | 144.00 | 96.00%
"""
    [write] = repaired(text).values()
    assert (write.cell, write.value) == ("A3", "道路养护")


def test_the_command_previews_writes_and_keeps_a_receipt(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = root / "workbooks" / "pingshan-2020.xlsx"
    assert main(["fix", str(book), "--dry-run"]) == 1
    assert "25,5171.89 → 255171.89" in capsys.readouterr().out
    out = tmp_path / "修正.xlsx"
    assert main(["fix", str(book), "-o", str(out)]) == 1
    receipt = json.loads((tmp_path / "修正-修正回执.json").read_text("utf-8"))
    assert {cell["cell"]: cell["new"] for cell in receipt["cells"]} == {"B5": "255171.89", "C5": "253860.37"}
    assert all(cell["reason"] for cell in receipt["cells"])
    assert main(["fix", str(out), "--dry-run"]) == 1
    assert "没有可以机械修正的书写问题。" in capsys.readouterr().out
