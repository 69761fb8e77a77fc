"""Books made to be hard (a chain of names, many sheets, an array too large): right, or left as they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from perfxl.cli.main import main

CHAIN, SHEETS = 50, 300


def chained(book: Workbook) -> str:
    """Draw names that each add one to the name before, the first of which is 2; return a formula of the last."""
    book.active["B1"] = 2
    book.defined_names["链_0"] = DefinedName("链_0", attr_text="'Sheet'!$B$1")
    for number in range(1, CHAIN + 1):
        book.defined_names[f"链_{number}"] = DefinedName(f"链_{number}", attr_text=f"链_{number - 1}+1")
    return f"=链_{CHAIN}"


def many(book: Workbook) -> str:
    """Draw sheets that hold their number, and return their sum."""
    for number in range(SHEETS):
        book.create_sheet(f"表{number}")["A1"] = number
    return f"=SUM(表0:表{SHEETS - 1}!A1)"


def oversized(_: Workbook) -> str:
    return "=SUM(SEQUENCE(1048576,16384))"


@pytest.mark.parametrize(
    ("draw", "expected"), [(chained, CHAIN + 2), (many, SHEETS * (SHEETS - 1) / 2), (oversized, None)]
)
def test_it_is_right_or_left(draw, expected: float | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = Workbook()
    book.active["A1"] = draw(book)
    book.active["A2"] = "=1+1"
    path = tmp_path / "难.xlsx"
    book.save(path)
    assert main(["recalc", str(path), "--check", "--format", "json", "--quiet"]) == 1
    told = json.loads(capsys.readouterr().out)
    computed = {cell["cell"]: cell["computed"] for cell in told["stale"]}
    assert computed == {"A2": 2.0} | ({"A1": expected} if expected else {})
    assert bool(told["doubtful"] + told["not_recalculated"]) == (expected is None)
