"""Tables laid out by clerks of unknown places (clerks.yaml): right ones have no error, and every slip is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from grid import sheet

from perfxl.jobs.check import check
from perfxl.model.finding import Finding, Severity
from perfxl.sheets.address import cell_address
from perfxl.sheets.snapshot import Snapshot

BOOKS = yaml.safe_load((Path(__file__).parent / "clerks.yaml").read_text("utf-8"))
SLIPS = [(book, *slip) for book in BOOKS for slip in book.get("slips", ())]  # none of books said to be unread
MOST_WARNINGS = 2


def laid_out(sheets: dict[str, str]) -> Snapshot:
    return Snapshot("本子", tuple(sheet(name, text) for name, text in sheets.items()))


def grave(snapshot: Snapshot) -> list[Finding]:
    return [finding for finding in check(snapshot).findings if finding.severity is not Severity.INFO]


def changed(before: Snapshot, after: Snapshot) -> set[str]:
    """Return the cells in which two workbooks differ, as 表!A1."""
    pairs = zip(before.sheets, after.sheets, strict=True)
    return {
        f"{there.name}!{cell_address(*spot)}"
        for here, there in pairs
        for spot in here.cells.keys() | there.cells.keys()
        if here.cells.get(spot) != there.cells.get(spot)
    }


@pytest.mark.parametrize("book", BOOKS, ids=[book["name"] for book in BOOKS])
def test_a_right_book_has_no_error(book: dict[str, Any]) -> None:
    snapshot = laid_out(book["sheets"])
    told = grave(snapshot)
    assert [str(finding) for finding in told if finding.severity is Severity.ERROR] == []
    assert len(told) <= MOST_WARNINGS, [finding.message for finding in told]
    coverage = check(snapshot).coverage
    assert coverage.compared or book.get("unread")
    assert book.get("unread", False) <= (not coverage.complete)


@pytest.mark.parametrize(("book", "right", "wrong"), SLIPS, ids=[f"{b['name']} {w}" for b, _, w in SLIPS])
def test_a_slip_is_told_at_its_cell_or_with_it(book: dict[str, Any], right: str, wrong: str) -> None:
    holder = next(name for name, text in book["sheets"].items() if right in text)
    slipped = {**book["sheets"], holder: book["sheets"][holder].replace(right, wrong, 1)}
    before, after = laid_out(book["sheets"]), laid_out(slipped)
    told = {str(place) for finding in grave(after) for place in (finding.place, *finding.related)}
    assert changed(before, after) & told
