"""Whatever heading or block is cut out of a table: what can no longer be read is told, never passed over in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_recognition_tables import CASES, read, sheet_of

from perfxl.model.table import Account, Evaluation, Role
from perfxl.numerals.reading import is_not_applicable
from perfxl.rules.kinds import kinds
from perfxl.sheets.address import Position, cell_address, position_of
from perfxl.sheets.snapshot import Sheet

FORMS = yaml.safe_load((Path(__file__).parent / "cases" / "forms.yaml").read_text("utf-8"))
BOOKS = [case for case in (*CASES, *FORMS) if case["tables"]]
NAMES = [case["name"] for case in BOOKS]


def without(sheet: Sheet, spots: set[Position]) -> Sheet:
    return replace(sheet, cells={spot: cell for spot, cell in sheet.cells.items() if spot not in spots})


def figures(evaluation: Evaluation, gone: set[Position]) -> Counter[tuple[str, str, str]]:
    """Return what was read, by field, address and content, without what was cut out itself."""
    told = ((key, figure) for table in evaluation.tables for _, key, figure in table.figures())
    return Counter(
        (key, figure.place.cell or "", figure.text)
        for key, figure in told
        if figure.text and not is_not_applicable(figure.text) and position_of(figure.place.cell or "A1") not in gone
    )


def silent(sheet: Sheet, whole: Evaluation, spots: set[Position]) -> Counter[tuple[str, str, str]]:
    """Return what is read no longer once cells are cut out, nothing where confidence and coverage tell."""
    after = read(without(sheet, spots))
    lower = surety(after) < surety(whole)
    said = len(after.tables) < len(whole.tables) or unread(after) > unread(whole) or lacking(after) > lacking(whole)
    return Counter() if lower and said else figures(whole, spots) - figures(after, spots)


def surety(evaluation: Evaluation) -> float:
    return sum(table.confidence for table in evaluation.tables)


def unread(evaluation: Evaluation) -> int:
    return sum(block.numbers + block.texts for block in evaluation.unread)


def lacking(evaluation: Evaluation) -> int:
    return sum(len(table.missing) for table in evaluation.tables)


def headings(evaluation: Evaluation) -> Iterator[set[Position]]:
    """Yield each cell of a heading, and each row of headings."""
    cells = {
        position_of(cell)
        for table in evaluation.tables
        for cell, account in table.account.items()
        if account is Account.HEADING
    }
    yield from ({cell} for cell in sorted(cells))
    yield from ({cell for cell in cells if cell[0] == row} for row in sorted({row for row, _ in cells}))


@pytest.mark.parametrize("case", BOOKS, ids=NAMES)
def test_a_heading_cut_out_is_noticed_where_anything_is_lost(case: dict[str, Any]) -> None:
    sheet = sheet_of(case)
    whole = read(sheet)
    for spots in headings(whole):
        assert not silent(sheet, whole, spots), [cell_address(*spot) for spot in sorted(spots)]


@pytest.mark.parametrize("role", [Role.FUND, Role.INDICATOR, Role.TOTAL])
@pytest.mark.parametrize("case", FORMS, ids=[case["name"] for case in FORMS])
def test_a_block_cut_out_of_a_form_is_noticed(case: dict[str, Any], role: Role) -> None:
    sheet = sheet_of(case)
    whole = read(sheet)
    for table in whole.tables:
        rows = {row.number for row in table.of_role(role)}
        spots = {spot for spot in sheet.cells if spot[0] in rows}
        after = read(without(sheet, spots))
        assert not spots or surety(after) < surety(whole)
        assert not spots or lacking(after) > lacking(whole) or len(after.tables) < len(whole.tables)


@pytest.mark.parametrize("case", FORMS, ids=[case["name"] for case in FORMS])
def test_a_title_cut_out_of_a_form_is_noticed(case: dict[str, Any]) -> None:
    sheet = sheet_of(case)
    whole = read(sheet)
    for table in (table for table in whole.tables if kinds()[table.kind].layout == "form"):
        spots = {position_of(cell) for cell, account in table.account.items() if account is Account.TITLE}
        after = read(without(sheet, spots))
        assert not spots or surety(after) < surety(whole)
