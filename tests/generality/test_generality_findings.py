"""What is found does not depend on where tables stand, what sheets are called, or in which unit they count."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import moving
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfxl.files.read.reading import read
from perfxl.jobs.check import check
from perfxl.model.finding import Finding, Severity
from perfxl.recognition.recognise import recognise
from perfxl.sheets.address import cell_address, column_number, position_of
from perfxl.sheets.snapshot import Cell, Snapshot

ROOT = Path(__file__).parents[2]
MONEY_SCALES = [Decimal("0.1"), Decimal(3), Decimal(10), Decimal(1000)]


@cache
def example() -> Snapshot:
    return read(ROOT / "workbooks" / "pingshan-2020.xlsx")


def found(snapshot: Snapshot) -> Counter[tuple[str, str | None, str | None]]:
    return Counter(_spot(finding) for finding in check(snapshot).findings)


def grave(snapshot: Snapshot) -> Counter[tuple[str, str | None, str | None]]:
    """Without hints: how much of the department's money the forms cover changes with their number."""
    return Counter(_spot(finding) for finding in check(snapshot).findings if finding.severity is not Severity.INFO)


def _spot(finding: Finding) -> tuple[str, str | None, str | None]:
    return finding.code, finding.place.sheet, finding.place.cell


@cache
def found_here() -> Counter[tuple[str, str | None, str | None]]:
    return found(example())


def test_the_example_has_findings_to_compare() -> None:
    assert sum(found_here().values()) >= 6


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_shifted_renamed_and_reordered(data: st.DataObject) -> None:
    sheets = example().sheets
    offsets = {sheet.name: data.draw(st.tuples(st.integers(0, 9), st.integers(0, 5))) for sheet in sheets}
    names = {sheet.name: f"{position}页" for position, sheet in enumerate(sheets)}
    order = data.draw(st.permutations(sheets))
    there = tuple(replace(moving.shifted(sheet, *offsets[sheet.name]), name=names[sheet.name]) for sheet in order)

    def expected(sheet: str | None, cell: str | None) -> tuple[str | None, str | None]:
        if sheet is None or cell is None:
            return sheet, cell
        (row, column), (down, right) = position_of(cell), offsets[sheet]
        return names[sheet], cell_address(row + down, column + right)

    moved = Counter({(code, *expected(sheet, cell)): n for (code, sheet, cell), n in found_here().items()})
    assert found(replace(example(), sheets=there)) == moved


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_blank_row_inserted_anywhere(data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(example().sheets) - 1))
    sheet = example().sheets[position]
    above = data.draw(st.integers(1, max(row for row, _ in sheet.cells) + 1))
    sheets = list(example().sheets)
    sheets[position] = moving.with_blank_row(sheet, above)

    def expected(name: str | None, cell: str | None) -> str | None:
        if cell is None or name != sheet.name:
            return cell
        row, column = position_of(cell)
        return cell_address(row + (row >= above), column)

    moved = Counter({(code, name, expected(name, cell)): n for (code, name, cell), n in found_here().items()})
    assert found(replace(example(), sheets=tuple(sheets))) == moved


def test_in_yuan_instead_of_ten_thousand_yuan() -> None:
    assert found(moving.rescaled(example(), Decimal(10000), "元")) == found_here()


@pytest.mark.parametrize("factor", MONEY_SCALES)
def test_all_amounts_rescaled(factor: Decimal) -> None:
    assert found(moving.rescaled(example(), factor)) == found_here()


@pytest.mark.parametrize("count", [3, 60])
def test_any_number_of_projects(count: int) -> None:
    """What is said of projects that are left out falls away with them."""
    listing = next(table for table in recognise(example()).tables if table.kind == "project_list")
    lines = {row.number for row in listing.rows if row.item is None and row.number >= listing.rows[0].number + count}
    wanted = Counter({
        spot: times for spot, times in grave(example()).items()
        if spot[1] != listing.sheet or position_of(spot[2] or "A1")[0] not in lines
    })  # fmt: skip
    assert grave(with_projects(example(), count)) == wanted


def with_projects(snapshot: Snapshot, count: int) -> Snapshot:
    """Keep the first projects, or add projects whose money is taken from the largest one."""
    tables = recognise(snapshot).tables
    listing = next(table for table in tables if table.kind == "project_list")
    indicators = next(table for table in tables if table.kind == "indicator_list")
    names = [row.label for row in listing.rows if row.item is None]
    sheets = {sheet.name: sheet for sheet in snapshot.sheets}
    if count <= len(names):
        kept = set(names[:count])
        gone = [row.number for row in listing.rows if row.item is None and row.label not in kept]
        sheets[listing.sheet] = _without(sheets[listing.sheet], gone)
        gone = [row.number for row in indicators.rows if row.text("project_name") not in kept]
        sheets[indicators.sheet] = _without(sheets[indicators.sheet], gone)
        return replace(snapshot, sheets=tuple(sheets[sheet.name] for sheet in snapshot.sheets))
    added = [f"新增项目{number}" for number in range(len(names) + 1, count + 1)]
    sheets[listing.sheet] = _with_projects(sheets[listing.sheet], listing, added)
    sheets[indicators.sheet] = _with_indicators(sheets[indicators.sheet], indicators, names[0], added)
    return replace(snapshot, sheets=tuple(sheets[sheet.name] for sheet in snapshot.sheets))


def _without(sheet, gone):
    def where(row: int, column: int) -> tuple[int, int]:
        return row - sum(number < row for number in gone), column

    left = replace(sheet, cells={spot: cell for spot, cell in sheet.cells.items() if spot[0] not in gone})
    kept = tuple(merge for merge in sheet.merges if not any(merge[0] <= number <= merge[2] for number in gone))
    return moving.moved(replace(left, merges=kept), where)


def _with_projects(sheet, listing, added):
    rows = [row for row in listing.rows if row.item is None]
    largest = max(rows, key=lambda row: row.cells["annual_budget"].value or 0)
    last, extra = rows[-1].number, len(added)
    cells = {(row + extra * (row > last), column): cell for (row, column), cell in sheet.cells.items()}
    take = {"initial_budget": Decimal("0.10"), "annual_budget": Decimal("1.00"), "execution": Decimal("0.90")}
    columns = {key: column_number(letters) for key, letters in listing.columns.items()}
    for key, amount in take.items():
        spot = (largest.number, columns[key])
        cells[spot] = replace(cells[spot], value=cells[spot].value - amount * extra)
    for offset, name in enumerate(added, 1):
        cells[last + offset, columns["label"]] = Cell(name)
        cells.update({(last + offset, columns[key]): Cell(take[key], None, "#,##0.00") for key in take})
        computed = ("execution_rate", "execution_score", "indicator_score", "total_score", "grade")
        cells.update({(last + offset, columns[key]): Cell() for key in computed if key in columns})
    where = lambda row, column: (row + extra * (row > last), column)  # noqa: E731
    return replace(sheet, cells=cells, merges=moving.moved(sheet, where).merges)


def _with_indicators(sheet, indicators, model, added):
    pattern = [row for row in indicators.rows if row.text("project_name") == model]
    column = column_number(indicators.columns["project_name"])
    last = indicators.rows[-1].number
    cells, row = dict(sheet.cells), last
    for name in added:
        for line in pattern:
            row += 1
            copied = {(row, c): cell for (r, c), cell in sheet.cells.items() if r == line.number}
            cells.update(copied)
            cells[row, column] = Cell(name)
    below = {spot: cell for spot, cell in sheet.cells.items() if spot[0] > last}
    cells = {spot: cell for spot, cell in cells.items() if spot not in below or spot[0] <= row}
    cells.update({(r + row - last, c): cell for (r, c), cell in below.items()})
    merges = tuple(merge for merge in sheet.merges if merge[2] <= last)
    return replace(sheet, cells=cells, merges=merges)
