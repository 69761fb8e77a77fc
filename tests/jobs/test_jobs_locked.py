"""Protected sheets and structures: locked cells are listed, not written; sheets go to a workbook of their own."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from perfxl.jobs.attach import attach
from perfxl.jobs.fill import fill
from perfxl.jobs.generated import beside
from perfxl.jobs.run import run
from perfxl.sheets.applied import applied
from perfxl.sheets.changeset import ChangeSet, SheetSpec, SpecCell, Style
from perfxl.sheets.ownership import ownership_of
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot

ROWS = (
    ("项目支出清单（单位：万元）",),
    ("序号", "项目名称", "年初预算数", "全年预算数", "全年执行数", "执行率"),
    (1, "甲项目", 10, 12, 9, None),
    (2, "乙项目", 20, 20, 20, None),
)


def book(unlocked: frozenset[tuple[int, int]] | None = None, structure: bool = False) -> Snapshot:
    cells = {
        (row, column): Cell(Decimal(value) if isinstance(value, int) else str(value))
        for row, line in enumerate(ROWS, 1)
        for column, value in enumerate(line, 1)
        if value is not None
    }
    return Snapshot("本子.xlsx", (Sheet("项目清单", cells, unlocked=unlocked),), structure)


def test_unlocked_cells_are_written_and_locked_ones_listed() -> None:
    filled = fill(book(frozenset({(3, 6)})))
    assert [write.cell for write in filled.changes.cells] == ["F3"]
    assert [write.cell for write in filled.locked] == ["F4"]
    assert [write.cell for write in fill(book()).changes.cells] == ["F3", "F4"]
    assert fill(book()).locked == ()


def test_a_second_run_lists_the_same_and_changes_nothing() -> None:
    first = fill(book(frozenset({(3, 6)})))
    again = fill(applied(book(frozenset({(3, 6)})), first.changes.cells))
    assert again.changes == ChangeSet()
    assert [write.cell for write in again.locked] == ["F4"]


def test_a_locked_value_is_not_replaced_either() -> None:
    snapshot = book(frozenset())
    sheet = snapshot.sheets[0]
    wrong = replace(snapshot, sheets=(replace(sheet, cells=dict(sheet.cells) | {(3, 6): Cell("10.00%")}),))
    filled = fill(wrong, replace=True)
    assert filled.changes == ChangeSet()
    assert [write.cell for write in filled.locked] == ["F3", "F4"]
    assert {finding.place.cell for finding in filled.judgement.findings} >= {"F3"}


def test_a_locked_structure_gets_no_sheet() -> None:
    done = run(book(structure=True))
    assert (done.changes.sheets, done.changes.removed) == ((), ())
    assert len(done.changes.cells) == 2
    assert [write.ownership.key for write in done.beside][-1] == "findings"
    assert attach(book(structure=True)).changes == ChangeSet()
    assert len(attach(book(structure=True)).beside) == len(done.beside) - 1
    assert run(book()).beside == ()


def test_sheets_beside_are_the_same_after_filling() -> None:
    first = run(book(structure=True))
    again = run(applied(book(structure=True), first.changes.cells))
    assert again.beside == first.beside


def test_what_refers_to_the_first_workbook_becomes_plain() -> None:
    link = Style(underline=True, color="0563C1")
    spec = SheetSpec(
        "k",
        "附件",
        {
            (1, 1): SpecCell(Decimal(3), formula="'项目清单'!C3*2"),
            (2, 1): SpecCell(Decimal(6), formula="A1*2"),
            (3, 1): SpecCell("!", formula='IF(A1>1,"!","")'),
            (4, 1): SpecCell("跳转", link, link="'项目清单'!C3"),
        },
    )
    (write,) = beside((spec,))
    assert {row: cell.formula for (row, _), cell in write.spec.cells.items()} == {
        1: None,
        2: "A1*2",
        3: 'IF(A1>1,"!","")',
        4: None,
    }
    assert write.spec.cells[1, 1].value == Decimal(3)
    assert write.spec.cells[4, 1] == SpecCell("跳转", Style())
    assert write.ownership == ownership_of(write.spec)
