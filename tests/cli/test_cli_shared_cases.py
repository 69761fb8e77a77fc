"""The small workbooks that once failed (../shared/cases), recalculated without LibreOffice.

Their stored values are what Excel gives, so none may be called stale. The few that may are named here with the reason.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from perfxl.cli.main import main
from perfxl.errors import InputError
from perfxl.recalc.libreoffice import office

HERE = Path(__file__).parents[3] / "shared" / "cases"
BOOKS = sorted(path.relative_to(HERE).as_posix() for path in HERE.rglob("*.xlsx"))
pytestmark = pytest.mark.skipif(not BOOKS, reason="no shared cases beside the checkout (../shared/cases)")

UNSURE = "a person's question mark, not a value of Excel"
WRONG = {
    ("mini.xlsx", "Z40"): UNSURE,
    ("mini.xlsx", "Z69"): "stored rounded to cents: the first payment, at the start, is all principal",
    ("mini.xlsx", "Z70"): "stored by a person: 10 % of 8000 less the first payment of 2924.47 is 507.55",
    ("mini.xlsx", "Z71"): "stored by a person: 182 days of a year that holds 29 February, 182/366",
    ("mini2.xlsx", "Z35"): UNSURE,
    ("mini2.xlsx", "Z78"): UNSURE,
    ("ansi-x001b.xlsx", "A1"): "the stored text is planted: control characters where the formula gives ab",
}
UNSETTLED = {
    ("mini.xlsx", "Z34"): "CELL of the file's name is not recalculated",
    ("mini.xlsx", "Z35"): "CELL of a width is not recalculated",
    ("formula-8192-64.xlsx", "A1"): "the stored 1 is a placeholder; one engine alone does not replace it",
    ("names-chain.xlsx", "A1"): "names such as n5000 are addresses too, which Excel refuses",
}


@pytest.fixture(autouse=True)
def no_office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(office.VARIABLE, raising=False)
    monkeypatch.setattr(office, "_PLACES", ())
    with pytest.raises(InputError, match="找不到 LibreOffice"):
        office.find()


@pytest.mark.parametrize("book", BOOKS)
def test_no_good_stored_value_is_called_stale(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["recalc", str(HERE / book), "--check", "--format", "json", "--quiet"])
    told = json.loads(capsys.readouterr().out)
    stale = {(book, cell["cell"]) for cell in told["stale"] + told["dependants"]}
    unsettled = {(book, cell["cell"]) for part in ("doubtful", "not_recalculated") for cell in told[part]}
    assert stale == {known for known in WRONG if known[0] == book}
    assert unsettled == {known for known in UNSETTLED if known[0] == book}
    assert code == bool(stale | unsettled)


def test_the_junit_of_every_book_is_well_formed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recalc", *(str(HERE / book) for book in BOOKS), "--check", "--format", "junit", "--quiet"]) == 1
    suites = ElementTree.fromstring(capsys.readouterr().out)
    assert len(list(suites.iter("testsuite"))) >= len(BOOKS)
