"""Recognition, told by sheets a clerk could draw (cases/recognition.yaml), and its invariance under moving."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from perfxl.model.table import Evaluation
from perfxl.recognition.recognise import recognise
from perfxl.sheets.address import Box, cell_address, position_of
from perfxl.sheets.snapshot import Cell, Ownership, Sheet, Snapshot

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "recognition.yaml").read_text("utf-8"))


def cell(text: str) -> Cell:
    if text.endswith("%") and text[:-1].replace(".", "").isdigit():
        places = len(text[:-1].partition(".")[2])
        return Cell(Decimal(text[:-1]) / 100, None, "0." + "0" * places + "%" if places else "0%")
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return Cell(text)
    return Cell(number, None, "#,##0.00" if "." in text else "General")


def sheet_of(case: dict[str, Any], down: int = 0, right: int = 0) -> Sheet:
    cells = {
        (row + down, column + right): cell(text.strip())
        for row, line in enumerate(case["grid"].splitlines(), 1)
        for column, text in enumerate(line.split("|"), 1)
        if text.strip() not in ("", "^")
    }
    boxes = [Box.parse(merge) for merge in case.get("merges", ())]
    merges = tuple(Box(t + down, lft + right, b + down, r + right) for t, lft, b, r in boxes)
    return Sheet(case["sheet"], cells, merges)


def read(*sheets: Sheet) -> Evaluation:
    return recognise(Snapshot("本子", sheets))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_recognised_as_told(case: dict[str, Any]) -> None:
    tables = read(sheet_of(case)).tables
    assert [table.kind for table in tables] == [wanted["kind"] for wanted in case["tables"]]
    for table, wanted in zip(tables, case["tables"], strict=True):
        found = dict(table.columns) | {key: figure.place.cell for key, figure in table.fields.items()}
        assert {key: found.get(key) for key in wanted["fields"]} == wanted["fields"]
        assert table.unit == wanted.get("unit", table.unit)
        assert table.range == wanted.get("range", table.range)
        items = {row.number: row.item for row in table.rows}
        assert {number: items.get(number) for number in wanted.get("items", {})} == wanted.get("items", {})
        values = {figure.place.cell: figure.value for _, _, figure in table.figures()}
        for address, value in wanted.get("values", {}).items():
            assert values[address] == Decimal(str(value))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(CASES), st.integers(0, 30), st.integers(0, 12), st.text("表页数据", min_size=1, max_size=4))
def test_moving_a_table_moves_its_places_only(case: dict[str, Any], down: int, right: int, name: str) -> None:
    here = read(sheet_of(case)).tables
    there = read(replace(sheet_of(case, down, right), name=case["sheet"] + name)).tables
    assert [table.kind for table in there] == [table.kind for table in here]
    for old, new in zip(here, there, strict=True):
        moved = [(key, figure.value, _moved(figure.place.cell, down, right)) for _, key, figure in old.figures()]
        assert [(key, figure.value, figure.place.cell) for _, key, figure in new.figures()] == moved


def _moved(address: str | None, down: int, right: int) -> str:
    row, column = position_of(address or "A1")
    return cell_address(row + down, column + right)


def test_own_sheets_are_output_and_not_read() -> None:
    own = replace(sheet_of(CASES[0]), ownership=Ownership("attachment:x", "0"))
    assert read(own).tables == ()


def test_tables_side_by_side_are_told_apart() -> None:
    assets = next(case for case in CASES if case["sheet"] == "资产情况")
    public = next(case for case in CASES if case["sheet"] == "三公")
    left, right = sheet_of(public), sheet_of(assets, down=1, right=5)
    both = replace(left, cells={**left.cells, **right.cells})
    assert {table.kind for table in read(both).tables} == {"three_public", "assets"}
