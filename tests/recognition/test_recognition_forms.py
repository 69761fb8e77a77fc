"""The forms of places (cases/forms.yaml) are read whole, however a clerk has moved, parted or broken them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_recognition_tables import read, sheet_of

from perfxl.model.table import Evaluation
from perfxl.rules.kinds import kinds
from perfxl.sheets.address import Box, cell_address, position_of
from perfxl.sheets.snapshot import Sheet

HERE = Path(__file__).parent / "cases"
PUBLISHED = yaml.safe_load((HERE / "forms.yaml").read_text("utf-8"))
CASES = [*PUBLISHED, *yaml.safe_load((HERE / "variants.yaml").read_text("utf-8"))]
NAMES = [case["name"] for case in CASES]


def fields(evaluation: Evaluation) -> list[dict[str, str]]:
    """Return the cells and columns of the fields of each table."""
    return [
        {**table.columns, **{key: figure.place.cell or "" for key, figure in table.fields.items()}}
        for table in evaluation.tables
    ]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_form_is_read_whole(case: dict[str, Any]) -> None:
    evaluation = read(sheet_of(case))
    assert [table.kind for table in evaluation.tables] == [wanted["kind"] for wanted in case["tables"]]
    for table, found, wanted in zip(evaluation.tables, fields(evaluation), case["tables"], strict=True):
        assert {key: found.get(key) for key in wanted.get("fields", {})} == wanted.get("fields", {})
        assert table.unit == wanted.get("unit", table.unit)
        assert list(table.missing) == wanted.get("missing", [])
        assert table.confidence == wanted.get("confidence", 1.0)
    assert [block.range for block in evaluation.unread] == case.get("unread", [])


def unmerged(sheet: Sheet) -> Sheet:
    return replace(sheet, merges=())


def broken(sheet: Sheet) -> Sheet:
    """Break the lines of labels as narrow columns do."""
    cells = {
        spot: replace(cell, value=f"{cell.value[:2]}\n{cell.value[2:]}") if _is_label(cell.value) else cell
        for spot, cell in sheet.cells.items()
    }
    return replace(sheet, cells=cells)


def _is_label(value: object) -> bool:
    return isinstance(value, str) and 4 <= len(value) <= 8 and not any(c in value for c in ":：0123456789-—")


def spaced(sheet: Sheet) -> Sheet:
    """Space the letters of labels, and write their brackets half-width."""
    cells = {
        spot: replace(cell, value=" ".join(cell.value).replace("（", "(").replace("）", ")"))
        if _is_label(cell.value)
        else cell
        for spot, cell in sheet.cells.items()
    }
    return replace(sheet, cells=cells)


SPELLINGS = {"换行": broken, "空格": spaced}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_form_is_the_same_in_another_spelling(case: dict[str, Any], spelling: str) -> None:
    sheet = sheet_of(case)
    here, there = read(sheet), read(SPELLINGS[spelling](sheet))
    assert [(table.kind, table.range) for table in there.tables] == [(table.kind, table.range) for table in here.tables]
    assert fields(there) == fields(here)


@pytest.mark.parametrize("case", [case for case in CASES if "merges" in case and not case.get("merged_only")], ids=str)
def test_a_form_is_the_same_without_merged_cells(case: dict[str, Any]) -> None:
    here, there = read(sheet_of(case)), read(unmerged(sheet_of(case)))
    assert [table.kind for table in there.tables] == [table.kind for table in here.tables]
    for one, other in zip(fields(here), fields(there), strict=True):
        assert {key: other.get(key) for key in one} == one


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_form_moved_is_the_same_form(case: dict[str, Any]) -> None:
    here, there = read(sheet_of(case)), read(sheet_of(case, 3, 2))
    assert [table.kind for table in there.tables] == [table.kind for table in here.tables]
    moved = [
        {(key, value, _moved(figure.place.cell)) for key, value, figure in figures}
        for figures in ([(key, figure.value, figure) for _, key, figure in t.figures()] for t in here.tables)
    ]
    assert [
        {(key, figure.value, figure.place.cell) for _, key, figure in table.figures()} for table in there.tables
    ] == moved


def _moved(address: str | None) -> str:
    row, column = position_of(address or "A1")
    return cell_address(row + 3, column + 2)


def test_the_boxes_of_forms_are_apart() -> None:
    for case in PUBLISHED:
        boxes = [Box.parse(table.range) for table in read(sheet_of(case)).tables]
        assert all(one.bottom < other.top for one, other in pairwise(boxes)), case["name"]


def test_every_kind_of_form_has_its_case() -> None:
    shown = {wanted["kind"] for case in CASES for wanted in case["tables"]}
    assert {kind.key for kind in kinds().values() if kind.layout == "form"} <= shown
