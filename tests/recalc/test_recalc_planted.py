"""Stale caches planted at random: each is named, with what rests on it; nothing is named on right books.

PERFXL_SEED chooses other cells: any of them must be found.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import openpyxl
import pytest

from perfxl.cli.main import main
from perfxl.files.read.formulas import read_calculation
from perfxl.files.write.writing import write_caches
from perfxl.recalc.dependants import dependants
from perfxl.sheets.address import cell_address
from perfxl.sheets.values import ErrorValue

PLANTED = 200
SEED = os.environ.get("PERFXL_SEED", "20261124")


@pytest.fixture(scope="module")
def example(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the worked example with its attachments."""
    folder = tmp_path_factory.mktemp("run")
    assert main(["run", str(root / "workbooks" / "pingshan-2020.xlsx"), "-o", str(folder), "--quiet"]) == 1
    return folder / "pingshan-2020.xlsx"


@pytest.fixture(scope="module")
def chains(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a book of 2,000 formulas that rest on one another, with the caches that another program computed."""
    path = tmp_path_factory.mktemp("chains") / "chains.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "明细 甲"
    total = book.create_sheet("汇总")
    for row in range(1, 501):
        sheet.cell(row, 1, row * 1.37)
        sheet.cell(row, 2, f"=ROUND(A{row}/7,2)")
        sheet.cell(row, 3, f"=IF(B{row}>50,B{row},B{row}+{row % 9})")
        sheet.cell(row, 4, f'=IF(C{row}>60,"多","少")&"于"&TEXT(B{row},"0.0")')
        total.cell(row, 1, f"=SUM('明细 甲'!C$1:C{row})")
    book.save(path)
    bare = read_calculation(path)
    from perfxl.recalc.formualizer import Formualizer  # noqa: PLC0415 (only the fixture needs it)

    full = path.with_name("full.xlsx")
    write_caches(path, Formualizer().compute(bare).values, full)
    return full


def wrong(value: object, chance: random.Random) -> object:
    """Return something else than a cached value, now and then of another kind."""
    if isinstance(value, float) and chance.random() < 0.8:
        return value + chance.choice((0.01, -1.0, 1e6, 1e-6 * (abs(value) + 1)))
    return chance.choice([each for each in ("旧", True, ErrorValue.DIV0, ErrorValue.NA, -7.25) if each != value])


def plant(book: Path, target: Path, seed: str) -> set[tuple[str, str]]:
    """Write a copy with wrong caches in 200 formula cells and return which; where there are fewer, in half of them."""
    chance = random.Random(seed)
    calculation = read_calculation(book)
    cells = list(calculation.computed_cells())
    chosen = chance.sample(cells, min(PLANTED, len(cells)))
    stored = {
        (sheet.name, *position): value for sheet in calculation.sheets for position, value in sheet.values.items()
    }
    write_caches(book, {cell: wrong(stored.get(cell), chance) for cell in chosen}, target)
    return set(chosen)


def named(cells: object) -> set[tuple[str, str]]:
    return {(each["sheet"], each["cell"]) for each in cells}


@pytest.mark.parametrize("name", ["example", "chains"])
def test_planted_caches_are_found_and_nothing_else(
    name: str, request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, target = request.getfixturevalue(name), tmp_path / "planted.xlsx"
    planted = plant(book, target, f"{SEED}-{name}")
    assert len(planted) == PLANTED
    capsys.readouterr()
    assert main(["recalc", str(target), "--check", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert named(found["stale"]) == {(sheet, cell_address(row, column)) for sheet, row, column in planted}
    resting = dependants(read_calculation(book), planted) - planted
    assert named(found["dependants"]) == {(sheet, cell_address(row, column)) for sheet, row, column in resting}
    assert found["not_recalculated"] == []


@pytest.mark.parametrize("name", ["example", "chains"])
def test_nothing_is_found_in_a_right_book(
    name: str, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    book = request.getfixturevalue(name)
    capsys.readouterr()
    assert main(["recalc", str(book), "--check", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["stale"] == found["dependants"] == found["not_recalculated"] == []
    assert found["summary"]["recalculated"] >= PLANTED


def test_what_rests_on_a_stale_cell_is_named_by_its_own_formula(chains: Path, tmp_path: Path, capsys) -> None:
    target = tmp_path / "one.xlsx"
    write_caches(chains, {("明细 甲", 498, 2): 1.0}, target)
    capsys.readouterr()
    assert main(["recalc", str(target), "--check"]) == 1
    told = capsys.readouterr().out
    for cell in ("明细 甲!B498", "明细 甲!C498", "明细 甲!D498", "汇总!A498", "汇总!A500"):
        assert cell in told
    assert "汇总!A497" not in told


def test_recalc_mends_what_was_planted(example: Path, tmp_path: Path) -> None:
    broken, mended = tmp_path / "broken.xlsx", tmp_path / "mended.xlsx"
    plant(example, broken, SEED)
    assert main(["recalc", str(broken), "-o", str(mended), "--quiet"]) == 1
    before, after = (openpyxl.load_workbook(path, data_only=True) for path in (example, mended))
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                exact = not isinstance(cell.value, float)
                expected = cell.value if exact else pytest.approx(cell.value, rel=1e-14)
                assert after[sheet.title][cell.coordinate].value == expected, (sheet.title, cell.coordinate)
