"""Filling as functions, turning functions into values, mending their links."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from perfxl.files.read.reading import read
from perfxl.files.write.writing import write
from perfxl.functions import packs
from perfxl.functions.registry import REGISTRY
from perfxl.jobs.fill import complete, fill
from perfxl.jobs.relink import relink
from perfxl.jobs.tovalues import to_values, without_value
from perfxl.rules.loader import load
from perfxl.rules.rulebook import Rulebook, rulebook
from perfxl.rules.schema import Pack
from perfxl.sheets.address import Box
from perfxl.sheets.applied import applied
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot

EXAMPLE = Path(__file__).parents[2] / "workbooks" / "pingshan-2020.xlsx"


def sheet(**cells: Cell) -> Snapshot:
    places = {(int(name[1:]), ord(name[0]) - 64): cell for name, cell in cells.items()}
    return Snapshot("本子.xlsx", (Sheet("表", places),))


@pytest.fixture(scope="module")
def example() -> Snapshot:
    return read(EXAMPLE)


@pytest.fixture(scope="module")
def filled(example: Snapshot):
    return fill(example, as_="functions")


def test_functions_give_the_same_cells_the_same_values_as_formulas(example, filled):
    formulas = fill(example)
    assert [(w.sheet, w.cell, w.value, w.number_format) for w in filled.changes.cells] == [
        (w.sheet, w.cell, w.value, w.number_format) for w in formulas.changes.cells
    ]
    assert filled.judgement.findings == formulas.judgement.findings


def test_what_has_a_function_is_written_as_a_call(filled):
    written = {(w.sheet, w.cell): w.formula or "" for w in filled.changes.cells}
    called = {name for name in REGISTRY for formula in written.values() if f"{name}(" in formula}
    assert {"PX_EXECRATE", "PX_EXECSCORE", "PX_SCORE", "PX_TOTAL", "PX_GRADE", "PX_CONTROLRATE", "PX_NUMBER"} <= called
    assert written["项目清单", "H4"] == "PX_EXECRATE(G4,F4)"
    assert written["项目清单", "L4"] == "PX_GRADE(K4)"
    assert written["项目清单", "J4"] == "PX_TOTAL('绩效指标'!I3:I8)"
    assert written["绩效指标", "I3"] == "PX_SCORE(PX_NUMBER(F3),PX_NUMBER(G3),H3,F3)"


def test_plain_sums_stay_excel_formulas(filled):
    written = {(w.sheet, w.cell): w.formula for w in filled.changes.cells}
    assert written["项目清单", "E25"] == "SUM(E4:E24)"


def test_filling_as_functions_twice_changes_nothing(example, filled):
    after = applied(example, filled.changes.cells)
    assert fill(after, as_="functions").changes.empty


def pack_of(name: str, cap: str) -> tuple[Pack, Rulebook]:
    """Return a pack that differs in the cap of the execution score, and the rulebook of it alone."""
    base, rules = load("mof-2020"), rulebook(("mof-2020", "shenzhen-2020"))
    execution = replace(base.project.execution, cap=Decimal(cap))
    project = replace(base.project, execution=execution)
    own = replace(base, name=name, project=project)
    return own, Rulebook((name,), (own,), rules.laws, project, rules.department)


def score_formula(example: Snapshot, rules: Rulebook) -> str | None:
    receipt, _ = complete(example, rules, "functions")
    return next(e.write.formula for e in receipt if (e.write.sheet, e.write.cell) == ("项目清单", "I4"))


def test_another_packs_rule_is_called_by_its_name(example, monkeypatch):
    own, rules = pack_of("自定-2021", "0.9")
    monkeypatch.setattr(packs, "_load", lambda name: own if name == "自定-2021" else load(name))
    assert score_formula(example, rules) == 'PX_EXECSCORE(G4,F4,,"自定-2021")'


def test_a_rule_that_no_function_knows_is_never_given_to_one(example):
    _, rules = pack_of("shenzhen-2020", "0.9")
    assert score_formula(example, rules) == "ROUND(10*MIN(G4/F4,0.9),2)"


def test_functions_become_the_values_they_show():
    book = sheet(
        A1=Cell(Decimal("0.5"), "PX_EXECRATE(B1,C1)", "0.00%"),
        A2=Cell("优", "[1]!PX_GRADE(B2)"),
        A3=Cell(None, "PX_EXECRATE(1,0)", error="#DIV/0!"),
        A4=Cell(Decimal(3), "SUM(B1:B3)"),
        A5=Cell(Decimal(1), "ROUND(_xll.PX_SHARE(1,1),2)"),
        A6=Cell("PX_GRADE(1)", '"PX_GRADE(1)"'),
        A7=Cell(True, "PX.TIES(1,B1:B2)"),
    )
    changes = to_values(book)
    assert [(w.cell, w.value, w.formula) for w in changes.cells] == [
        ("A1", Decimal("0.5"), None),
        ("A2", "优", None),
        ("A5", Decimal(1), None),
        ("A7", True, None),
    ]
    assert all(w.old_formula for w in changes.cells)
    assert [place.cell for place in without_value(book)] == ["A3"]
    assert to_values(applied(book, changes.cells)).empty


def test_arrays_become_values_as_a_whole_or_not_at_all():
    half = Decimal("0.5")
    cells = {
        (1, 1): Cell(half, "PX_EXECRATE(C1:C2,D1:D2)"),
        (2, 1): Cell(half),
        (1, 2): Cell(half, "PX_SHARE(C1:C2,D1:D2)"),
        (2, 2): Cell(error="#DIV/0!"),
    }
    book = Snapshot("本子.xlsx", (Sheet("表", cells, arrays=(Box(1, 1, 2, 1), Box(1, 2, 2, 2))),))
    assert [(w.cell, w.value, w.formula) for w in to_values(book).cells] == [("A1", half, None), ("A2", half, None)]
    assert [place.cell for place in without_value(book)] == ["B1"]


def test_the_workbook_of_functions_needs_no_add_in_afterwards(tmp_path):
    source, target = EXAMPLE.with_name("functions.xlsx"), tmp_path / "数值.xlsx"
    before = read(source)
    write(source, to_values(before), target)
    after = read(target)
    left = {place.sheet for place in without_value(before)}
    assert without_value(after) == without_value(before)
    assert to_values(after).empty
    assert left
    for old, new in zip(before.sheets, after.sheets, strict=True):
        assert {spot: cell.value for spot, cell in old.cells.items()} == {s: c.value for s, c in new.cells.items()}


def test_links_to_another_add_in_become_plain_names():
    book = sheet(
        A1=Cell(Decimal("0.5"), r"'C:\旧 路径\perfxl.xlam'!PX_EXECRATE(B1,C1)"),
        A2=Cell(None, '[3]!PX_GRADE(B2)&"[3]!PX_GRADE("', error="#REF!"),
        A3=Cell(Decimal(1), "PX_EXECRATE(1,1)"),
        A4=Cell(Decimal(1), "[3]Sheet1!A1"),
    )
    changes = relink(book)
    assert [(w.cell, w.formula, w.value) for w in changes.cells] == [
        ("A1", "PX_EXECRATE(B1,C1)", Decimal("0.5")),
        ("A2", 'PX_GRADE(B2)&"[3]!PX_GRADE("', None),
    ]
    assert relink(applied(book, changes.cells)).empty
