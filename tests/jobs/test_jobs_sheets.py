"""Own sheets across runs: new, unchanged, stale, edited, no longer needed; a host is played on snapshots."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from perfxl.attachments.attachment import as_sheet
from perfxl.jobs.attach import attach
from perfxl.jobs.explain import explain
from perfxl.jobs.generated import reconcile
from perfxl.jobs.run import run
from perfxl.output.explanation import explain_lines
from perfxl.sheets.address import Box
from perfxl.sheets.applied import applied
from perfxl.sheets.changeset import ChangeSet, SheetSpec, SpecCell
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot

ROWS = (
    ("项目支出清单（单位：万元）",),
    ("序号", "项目名称", "年初预算数", "全年预算数", "全年执行数", "执行率"),
    (1, "甲项目", 10, 12, 9, None),
    (2, "乙项目", 20, 20, 20, None),
)


def book(rows: tuple[tuple[object, ...], ...] = ROWS) -> Snapshot:
    cells = {
        (row, column): Cell(Decimal(value) if isinstance(value, int) else str(value))
        for row, line in enumerate(rows, 1)
        for column, value in enumerate(line, 1)
        if value is not None
    }
    return Snapshot("本子.xlsx", (Sheet("项目清单", cells),))


def hosted(snapshot: Snapshot, changes: ChangeSet) -> Snapshot:
    """Apply a change set as a host would."""
    done = applied(snapshot, changes.cells)
    gone = {*changes.removed, *(write.replaces for write in changes.sheets)}
    kept = tuple(sheet for sheet in done.sheets if sheet.name not in gone)
    new = tuple(replace(as_sheet(write.spec), name=write.name, ownership=write.ownership) for write in changes.sheets)
    return replace(done, sheets=kept + new)


def edited(snapshot: Snapshot, name: str) -> Snapshot:
    """Change a sheet as a person would."""
    sheets = [
        replace(sheet, cells=dict(sheet.cells) | {(1, 1): Cell("改过")}) if sheet.name == name else sheet
        for sheet in snapshot.sheets
    ]
    return replace(snapshot, sheets=tuple(sheets))


def attachments(snapshot: Snapshot) -> list[str]:
    return [sheet.name for sheet in snapshot.sheets if sheet.ownership and sheet.ownership.key != "findings"]


@pytest.mark.parametrize("as_", ["formulas", "values"])
def test_a_second_run_on_its_own_output_changes_nothing(as_: str) -> None:
    first = run(book(), as_=as_)  # type: ignore[arg-type]
    assert len(first.changes.cells) == 2
    assert [write.ownership.key for write in first.changes.sheets][-1] == "findings"
    assert run(hosted(book(), first.changes), as_=as_).changes == ChangeSet()  # type: ignore[arg-type]


def test_attachments_are_filled_by_the_rules_of_forms() -> None:
    (first, second) = attach(book()).own.writes
    for write, rate in ((first, "0.7500"), (second, "1.0000")):
        computed = [cell for cell in write.spec.cells.values() if cell.formula]
        assert rate in {str(cell.value) for cell in computed}
    bare = attach(book(), as_="values").own.writes
    assert [cell for write in bare for cell in write.spec.cells.values() if cell.formula] == []


def test_an_edited_attachment_is_kept_and_listed_until_asked() -> None:
    snapshot = hosted(book(), attach(book()).changes)
    name = attachments(snapshot)[0]
    touched = edited(snapshot, name)
    again = attach(touched)
    assert (again.changes, again.own.kept) == (ChangeSet(), (name,))
    forced = attach(touched, overwrite_edited=True)
    assert [(write.name, write.replaces) for write in forced.changes.sheets] == [(name, name)]
    assert hosted(touched, forced.changes) == replace(
        snapshot, sheets=tuple(sorted(snapshot.sheets, key=lambda sheet: sheet.name == name))
    )


def test_a_stale_attachment_is_replaced_under_its_name() -> None:
    snapshot = hosted(book(), attach(book()).changes)
    source = snapshot.sheets[0]
    moved = replace(source, cells=dict(source.cells) | {(3, 5): Cell(Decimal(6))})
    (write,) = attach(replace(snapshot, sheets=(moved, *snapshot.sheets[1:]))).changes.sheets
    assert write.name == write.replaces == attachments(snapshot)[0]


def test_an_attachment_nobody_needs_is_removed_unless_edited() -> None:
    snapshot = hosted(book(), attach(book()).changes)
    name = attachments(snapshot)[1]
    fewer = replace(snapshot, sheets=(book(ROWS[:3]).sheets[0], *snapshot.sheets[1:]))
    assert attach(fewer).changes.removed == (name,)
    again = attach(edited(fewer, name))
    assert (again.changes.removed, again.own.kept) == ((), (name,))


def test_attach_leaves_the_findings_alone() -> None:
    snapshot = hosted(book(), run(book()).changes)
    assert attach(snapshot).changes == ChangeSet()


def test_a_persons_sheet_of_the_same_name_stays() -> None:
    own = Sheet("附件2", {(1, 1): Cell("自己的")})
    snapshot = replace(book(), sheets=(*book().sheets, own))
    names = [write.name for write in attach(snapshot).changes.sheets]
    assert "附件2_2" in names
    assert "附件2" not in names


def test_names_of_new_sheets_never_meet() -> None:
    specs = [SheetSpec(f"k{number}", "附件", {(1, 1): SpecCell("x")}) for number in range(3)]
    own = reconcile(book(), specs)
    assert [write.name for write in own.writes] == ["附件", "附件_2", "附件_3"]


def test_a_book_without_known_tables_is_left_alone() -> None:
    snapshot = Snapshot("本子.xlsx", (Sheet("通讯录", {(1, 1): Cell("姓名"), (2, 1): Cell("甲")}),))
    assert run(snapshot).changes == ChangeSet()


def test_explain_reads_a_copied_cell_of_an_attachment_as_copied() -> None:
    write = attach(book()).own.writes[0]
    address = next(place for place, cell in write.spec.cells.items() if cell.value == "甲项目")
    lines = dict(explain_lines(explain(book(), write.name, f"{chr(64 + address[1])}{address[0]}")))
    assert "照抄" in lines["说明"]


def test_explain_takes_a_cell_inside_a_merged_range_for_its_first() -> None:
    sheet = replace(book().sheets[0], merges=(Box(1, 1, 1, 6),))
    lines = dict(explain_lines(explain(Snapshot("本子.xlsx", (sheet,)), "项目清单", "C1")))
    assert lines["单元格"].startswith("项目清单!A1")


def test_explain_tells_what_is_missing() -> None:
    rows = (*ROWS[:2], (1, "甲项目", 10, 12, None, None), ROWS[3])
    lines = dict(explain_lines(explain(book(rows), "项目清单", "f3")))
    assert lines["结果"] == "无法计算：项目清单!E3 没有填写数值，补填后才有结果"


def test_explain_tells_why_a_ratio_is_not_applicable() -> None:
    rows = (*ROWS[:2], (1, "甲项目", 0, 0, 0, None), ROWS[3])
    lines = dict(explain_lines(explain(book(rows), "项目清单", "F3")))
    assert lines["结果"].startswith("不适用：")
