"""Marks: by the gravest finding, notes on the 30 gravest cells, taken back whole; a host is played on snapshots."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfxl.attachments.attachment import as_sheet
from perfxl.errors import RefusedError
from perfxl.jobs.marking import MOST_NOTES, clear_marks, mark
from perfxl.jobs.markrecord import KEY
from perfxl.jobs.run import run
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.sheets.address import Box, cell_address, position_of
from perfxl.sheets.changeset import ChangeSet
from perfxl.sheets.snapshot import Cell, Ownership, Sheet, Snapshot

RED, YELLOW, BLUE = "F8CBAD", "FFEB9C", "DDEBF7"
SHEET = "三公 '经费'"


def book(**looks: object) -> Snapshot:
    cells = {(row, column): Cell("甲") for row in range(1, 9) for column in range(1, 7)}
    return Snapshot("本子.xlsx", (Sheet(SHEET, cells, **looks),))  # type: ignore[arg-type]


def finding(
    cell: str | None, severity: Severity = Severity.ERROR, sheet: str | None = SHEET, code: str = "PX105"
) -> Finding:
    return Finding(code, "比率", severity, Place(sheet, cell), f"{cell}不对。", fix="改正。")


def hosted(snapshot: Snapshot, changes: ChangeSet) -> Snapshot:
    """Apply fills, notes and own sheets as a host would, preconditions included."""
    sheets = {sheet.name: sheet for sheet in snapshot.sheets}
    for write in changes.fills:
        sheet, place = sheets[write.sheet], position_of(write.cell)
        assert sheet.fills.get(place, "") == write.old_fill
        fills = {at: fill for at, fill in {**sheet.fills, place: write.fill}.items() if fill}
        sheets[write.sheet] = replace(sheet, fills=fills)
    for note in changes.notes:
        sheet, place = sheets[note.sheet], position_of(note.cell)
        assert sheet.notes.get(place) == note.old_text
        notes = {at: text for at, text in {**sheet.notes, place: note.text}.items() if text is not None}
        sheets[note.sheet] = replace(sheet, notes=notes)
    for name in changes.removed:
        del sheets[name]
    for added in changes.sheets:
        sheets[added.name] = replace(
            as_sheet(added.spec), name=added.name, ownership=added.ownership, hidden=added.spec.hidden
        )
    return replace(snapshot, sheets=tuple(sheets.values()))


def looks(snapshot: Snapshot) -> tuple[dict[str, str], dict[str, str]]:
    sheet = snapshot.sheets[0]
    return tuple({cell_address(*at): text for at, text in each.items()} for each in (sheet.fills, sheet.notes))  # type: ignore[return-value]


def test_color_of_the_gravest_and_a_note_of_all() -> None:
    found = (
        finding("B2", Severity.INFO, code="PX900"),
        finding("B2"),
        finding("C3", Severity.WARNING),
        finding("D4", Severity.INFO),
    )
    fills, notes = looks(hosted(book(), mark(book(), found)))
    assert fills == {"B2": RED, "C3": YELLOW, "D4": BLUE}
    assert notes["B2"] == (
        "【错误】PX105 比率\nB2不对。\n处理建议：改正。\n\n【提示】PX900 比率\nB2不对。\n处理建议：改正。"
    )
    assert notes.keys() == fills.keys()


def test_the_record_is_an_own_sheet_that_nobody_sees() -> None:
    (write,) = mark(book(), (finding("B2"),)).sheets
    assert (write.ownership.key, write.spec.hidden) == (KEY, True)
    assert write.spec.cells[2, 1].formula == "ROW('三公 ''经费'''!B2)"


def test_what_people_made_stays() -> None:
    before = book(fills={(2, 2): "other", (3, 3): "FFFFFF"}, notes={(3, 3): "张三：请核对", (4, 4): ""})
    after = hosted(before, mark(before, (finding("B2"), finding("C3"), finding("D4"))))
    fills, notes = looks(after)
    assert fills == {"B2": "other", "C3": RED, "D4": RED}
    assert notes == {"B2": notes["B2"], "C3": "张三：请核对", "D4": ""}
    assert hosted(after, clear_marks(after)) == before


def test_at_most_thirty_notes_the_gravest_first() -> None:
    cells = [cell_address(row, column) for row in range(1, 9) for column in range(1, 7)]
    found = [finding(cell, Severity.WARNING) for cell in cells[:40]] + [finding(cell) for cell in cells[40:]]
    fills, notes = looks(hosted(book(), mark(book(), found)))
    assert len(fills) == 48
    assert len(notes) == MOST_NOTES
    assert set(cells[40:]) <= notes.keys()
    assert set(cells[:22]) <= notes.keys()


def test_many_findings_on_a_cell_are_counted() -> None:
    _, notes = looks(hosted(book(), mark(book(), [finding("B2")] * 7)))
    assert notes["B2"].endswith("另有 2 项，见“检查结果”表。")


def test_findings_without_a_cell_of_a_persons_sheet_mark_nothing() -> None:
    own = Sheet("附件", {(1, 1): Cell("甲")}, ownership=Ownership("attachment:x", ""))
    snapshot = replace(book(), sheets=(*book().sheets, own))
    found = (finding(None), finding("B2", sheet=None), finding("A1", sheet="附件"), finding("A1", sheet="没有"))
    assert mark(snapshot, found) == ChangeSet()


def test_a_cell_inside_a_merged_range_is_marked_at_its_first() -> None:
    snapshot = book(merges=(Box(2, 2, 3, 4),))
    fills, _ = looks(hosted(snapshot, mark(snapshot, (finding("C3"),))))
    assert fills == {"B2": RED}


def test_marking_again_clears_first() -> None:
    first = hosted(book(fills={(2, 2): "FFFFFF"}), mark(book(fills={(2, 2): "FFFFFF"}), (finding("B2"), finding("C3"))))
    changes = mark(first, (finding("C3", Severity.INFO), finding("E5")))
    second = hosted(first, changes)
    fills, notes = looks(second)
    assert fills == {"B2": "FFFFFF", "C3": BLUE, "E5": RED}
    assert notes.keys() == {"C3", "E5"}
    assert [write.replaces for write in changes.sheets] == ["perfxl标记"]
    assert hosted(second, clear_marks(second)) == book(fills={(2, 2): "FFFFFF"})


def test_the_same_findings_change_nothing() -> None:
    found = (finding("B2"), finding("C3", Severity.INFO))
    marked = hosted(book(), mark(book(), found))
    assert mark(marked, found) == ChangeSet()
    assert clear_marks(book()) == ChangeSet()


def test_what_a_person_changed_since_is_left() -> None:
    marked = hosted(book(), mark(book(), (finding("B2"), finding("C3"))))
    sheet = marked.sheets[0]
    touched = replace(sheet, fills={**sheet.fills, (2, 2): "00FF00"}, notes={**sheet.notes, (3, 3): "已改"})
    cleared = hosted(after := replace(marked, sheets=(touched, *marked.sheets[1:])), clear_marks(after))
    assert looks(cleared) == ({"B2": "00FF00"}, {"C3": "已改"})
    assert len(cleared.sheets) == 1


@pytest.mark.parametrize("formula", ["ROW(新名!$C$5)", "ROW('新名'!C5)"])
def test_marks_are_found_where_excel_carried_them(formula: str) -> None:
    marked = hosted(book(), mark(book(), (finding("B2"),)))
    sheet, record = marked.sheets
    text = sheet.notes[2, 2]
    moved = replace(sheet, name="新名", fills={(5, 3): RED}, notes={(5, 3): text})
    followed = replace(record, cells=dict(record.cells) | {(2, 1): replace(record.cells[2, 1], formula=formula)})
    after = replace(marked, sheets=(moved, followed))
    assert hosted(after, clear_marks(after)).sheets == (replace(moved, fills={}, notes={}),)


def test_a_mark_whose_cell_is_gone_is_forgotten() -> None:
    marked = hosted(book(), mark(book(), (finding("B2"), finding("C3"))))
    sheet, record = marked.sheets
    lost = replace(record, cells=dict(record.cells) | {(2, 1): replace(record.cells[2, 1], formula="ROW(#REF!)")})
    after = replace(marked, sheets=(replace(sheet, fills={(3, 3): RED}, notes={}), lost))
    assert clear_marks(after).fills[0].cell == "C3"


def test_a_locked_structure_is_refused() -> None:
    snapshot = replace(book(), structure_locked=True)
    for job in (clear_marks, lambda each: mark(each, (finding("B2"),))):
        with pytest.raises(RefusedError, match="结构受保护"):
            job(snapshot)


def test_run_leaves_the_marks() -> None:
    heading, names = (
        ("项目支出清单（单位：万元）",),
        ("序号", "项目名称", "年初预算数", "全年预算数", "全年执行数", "执行率"),
    )
    rows = (heading, names, (1, "甲项目", 10, 12, 9, None))
    cells = {
        (row, column): Cell(Decimal(value) if isinstance(value, int) else value)
        for row, line in enumerate(rows, 1)
        for column, value in enumerate(line, 1)
        if value is not None
    }
    snapshot = Snapshot("本子.xlsx", (Sheet("项目清单", cells),))
    marked = hosted(snapshot, mark(snapshot, (finding("B3", sheet="项目清单"),)))
    done = run(marked)
    assert done.changes.removed == ()
    assert done.own.writes


FOUND = st.lists(
    st.builds(
        finding,
        st.builds(cell_address, st.integers(1, 8), st.integers(1, 6)),
        st.sampled_from(Severity),
    ),
    max_size=12,
)
FILLS = st.dictionaries(
    st.tuples(st.integers(1, 8), st.integers(1, 6)), st.sampled_from(["FFFFFF", "theme:1:0", "other", RED])
)
NOTES = st.dictionaries(st.tuples(st.integers(1, 8), st.integers(1, 6)), st.text(max_size=5))


@given(fills=FILLS, notes=NOTES, rounds=st.lists(FOUND, min_size=1, max_size=3))
def test_clearing_gives_back_what_stood_there(
    fills: dict[tuple[int, int], str], notes: dict[tuple[int, int], str], rounds: list[list[Finding]]
) -> None:
    before = book(fills=fills, notes=notes)
    after = before
    for found in rounds:
        after = hosted(after, mark(after, found))
        assert mark(after, found) == ChangeSet()
    assert hosted(after, clear_marks(after)) == before
