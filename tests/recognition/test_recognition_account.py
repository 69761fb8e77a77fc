"""Every cell has its account: what was read, what was not; nothing that is cut out of a form goes unnoticed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from test_recognition_tables import CASES, sheet_of

from perfxl.files.read.reading import read as read_book
from perfxl.model.table import Account, Evaluation, Table
from perfxl.recognition.recognise import recognise
from perfxl.sheets.address import Box, cell_address, position_of
from perfxl.sheets.snapshot import Sheet, Snapshot

WHOLE = [case for case in CASES if len(case["tables"]) == 1]
FORM = next(case for case in CASES if case["name"] == "国家项目自评表")
ACCOUNTS = yaml.safe_load((Path(__file__).parent / "cases" / "accounts.yaml").read_text("utf-8"))


def read(sheet: Sheet) -> Evaluation:
    return recognise(Snapshot("本子", (sheet,)))


def speaking(sheet: Sheet) -> set[str]:
    covered = {position for merge in sheet.merges for position in merge.positions() if position != merge.anchor}
    return {cell_address(*position) for position, cell in sheet.cells.items() if cell.value is not None} - {
        cell_address(*position) for position in covered
    }


def unread(evaluation: Evaluation) -> set[str]:
    """Return the cells within the unread blocks."""
    boxes = [Box.parse(block.range) for block in evaluation.unread]
    return {cell_address(*position) for box in boxes for position in box.positions()}


def told(evaluation: Evaluation) -> set[str]:
    return {cell for table in evaluation.tables for cell in table.account}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_number_is_read_or_said_not_to_be(case: dict[str, Any]) -> None:
    sheet = sheet_of(case)
    evaluation = read(sheet)
    numbers = {cell_address(*spot) for spot, cell in sheet.cells.items() if isinstance(cell.value, Decimal)}
    values = {cell for table in evaluation.tables for cell, kind in table.account.items() if kind is Account.VALUE}
    assert numbers <= values | unread(evaluation)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_account_of_a_table_holds_each_of_its_cells(case: dict[str, Any]) -> None:
    sheet = sheet_of(case)
    for table in read(sheet).tables:
        within = {cell for cell in speaking(sheet) if Box.parse(table.range).contains(position_of(cell))}
        assert within <= table.account.keys()
        assert (table.confidence == 1) == (Account.UNREAD not in table.account.values() and not table.missing)


@pytest.mark.parametrize("case", ACCOUNTS, ids=[case["name"] for case in ACCOUNTS])
def test_accounts_as_told(case: dict[str, Any]) -> None:
    evaluation = read(sheet_of(case))
    assert [table.kind for table in evaluation.tables] == case["kinds"]
    account = {cell: kind.value for table in evaluation.tables for cell, kind in table.account.items()}
    assert {cell: account.get(cell) for cell in case.get("account", {})} == case.get("account", {})
    assert [block.range for block in evaluation.unread] == case["unread"]
    table = evaluation.tables[0] if evaluation.tables else None
    columns = {**table.columns, **{f"{key} year": str(year) for key, year in table.years.items()}} if table else {}
    assert {key: columns.get(key) for key in case.get("columns", {})} == case.get("columns", {})
    assert list(table.missing if table else ()) == case.get("missing", [])


@pytest.mark.parametrize("book", ["pingshan-2020", "template"])
def test_the_workbooks_of_the_repository_are_read_whole(root: Path, book: str) -> None:
    evaluation = recognise(read_book(root / "workbooks" / f"{book}.xlsx"))
    assert {block.sheet for block in evaluation.unread} == {"封面说明"}


def cut(sheet: Sheet, cells: set[str]) -> Sheet:
    gone = {position_of(cell) for cell in cells}
    return replace(sheet, cells={spot: cell for spot, cell in sheet.cells.items() if spot not in gone})


BLOCKS = {
    "表题": {"A1"},
    "项目名称": {"A3", "B3"},
    "主管部门": {"A4", "B4"},
    "金额单位和资金的标签": {"A5"},
    "资金的表头": {f"{column}5" for column in "ABCDEFGH"},
    "资金": {f"{column}{row}" for column in "ABCDEFGH" for row in range(5, 10)},
    "资金总额": {f"{column}6" for column in "BCDEFGH"},
    "总体目标": {"B10", "B11", "E10", "E11"},
    "指标的表头": {f"{column}12" for column in "ABCDEFGH"},
    "指标": {f"{column}{row}" for column in "ABCDEFGH" for row in range(12, 15)},
    "总分": {"A15", "F15"},
} | {f"表头{column}12": {f"{column}12"} for column in "ABCDEFG"}


@pytest.mark.parametrize("block", BLOCKS)
def test_what_is_cut_out_of_a_form_is_noticed(block: str) -> None:
    sheet = sheet_of(FORM)
    whole = read(sheet)
    assert [(table.kind, table.confidence) for table in whole.tables] == [("project_form", 1.0)]
    after = read(cut(sheet, BLOCKS[block]))
    forms = [table for table in after.tables if table.kind == "project_form"]
    assert max([form.confidence for form in forms], default=0.0) < 1
    assert [block.range for block in after.unread] + [part for form in forms for part in form.missing]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(WHOLE), st.data())
def test_a_heading_cut_out_of_a_table_is_noticed(case: dict[str, Any], data: st.DataObject) -> None:
    sheet = sheet_of(case)
    (table,) = read(sheet).tables
    headings = sorted(cell for cell, kind in table.account.items() if kind is Account.HEADING)
    if not headings:
        return
    heading = data.draw(st.sampled_from(headings))
    after = read(cut(sheet, {heading}))
    same = [other for other in after.tables if other.kind == table.kind]
    below = values_below(table, heading)
    if below:
        assert max([other.confidence for other in same], default=0.0) < table.confidence
        assert below <= unread(after) | {cell for other in after.tables for cell in other.account}


def values_below(table: Table, heading: str) -> set[str]:
    """Return the values in the column of a heading, up to the next heading."""
    top, column = position_of(heading)
    own = {position_of(cell): kind for cell, kind in table.account.items() if position_of(cell)[1] == column}
    stop = min((row for row, _ in own if row > top and own[row, column] is Account.HEADING), default=1000)
    return {cell_address(*spot) for spot, kind in own.items() if top < spot[0] < stop and kind is Account.VALUE}


def figures(table: Table, down: int = 0, right: int = 0) -> set[tuple[str, object, str]]:
    """Return the figures of a table as they would be had it stood elsewhere by so many rows and columns."""
    places = [(key, figure, position_of(figure.place.cell or "")) for _, key, figure in table.figures()]
    return {(key, figure.value, cell_address(row - down, column - right)) for key, figure, (row, column) in places}


def together(first: Sheet, second: Sheet) -> Sheet:
    return replace(first, cells={**first.cells, **second.cells}, merges=(*first.merges, *second.merges))


def width(sheet: Sheet) -> int:
    return max(column for _, column in sheet.cells)


def height(sheet: Sheet) -> int:
    return max(row for row, _ in sheet.cells)


TITLED = [case for case in WHOLE if "表" in case["grid"].splitlines()[0]]


@pytest.mark.parametrize(("upper", "lower"), list(product(TITLED, TITLED)), ids=lambda case: case["name"][:6])
@pytest.mark.parametrize("way", ["stacked", "beside"])
def test_tables_on_one_sheet_lend_each_other_nothing(upper: dict[str, Any], lower: dict[str, Any], way: str) -> None:
    first = sheet_of(upper)
    down, right = (height(first) + 1, 0) if way == "stacked" else (0, width(first) + 1)
    second = sheet_of(lower, down, right)
    alone = [read(replace(sheet_of(case), name="表")).tables[0] for case in (upper, lower)]
    both = sorted(
        read(replace(together(first, second), name="表")).tables, key=lambda table: Box.parse(table.range).left
    )
    both = sorted(both, key=lambda table: Box.parse(table.range).top) if way == "stacked" else both
    assert [table.kind for table in both] == [table.kind for table in alone]
    assert figures(both[0]) == figures(alone[0])
    assert figures(both[1], down, right) == figures(alone[1])
