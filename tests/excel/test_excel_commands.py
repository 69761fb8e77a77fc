"""Each button leaves in the open workbook what the same job leaves in a file, cell by cell, and finds the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from comparing import differences
from conftest import EXAMPLE, Excel, shifted

from perfxl.files.reading import read
from perfxl.files.writing import write
from perfxl.jobs.attach import attach
from perfxl.jobs.check import check
from perfxl.jobs.explain import explain
from perfxl.jobs.fill import fill
from perfxl.jobs.run import run
from perfxl.ribbon import entry
from perfxl.workbook.changeset import ChangeSet
from perfxl.workbook.snapshot import Snapshot

JOBS: dict[str, Callable[[Snapshot], ChangeSet]] = {
    "run": lambda snapshot: run(snapshot).changes,
    "fill": lambda snapshot: fill(snapshot).changes,
    "attach": lambda snapshot: attach(snapshot).changes,
}
Open = Callable[..., Excel]


@pytest.mark.parametrize("tag", JOBS)
def test_a_button_does_what_the_job_does_to_a_file(tag: str, some_book: Path, excel: Open, tmp_path: Path) -> None:
    changes = JOBS[tag](read(some_book))
    assert not changes.empty
    expected = tmp_path / "file" / some_book.name
    expected.parent.mkdir()
    write(some_book, changes, expected)
    live = excel(some_book)
    told = live.press(tag)
    assert list(differences(live.fake, expected))[:5] == []
    assert told
    assert "错误（" not in told


@pytest.mark.parametrize("tag", JOBS)
def test_a_second_press_changes_nothing_and_asks_nothing(tag: str, excel: Open, tmp_path: Path) -> None:
    live = excel(EXAMPLE)
    live.press(tag)
    live.fake.call_SaveCopyAs(str(tmp_path / "once.xlsx"))
    asked = len(live.ui.asked)
    live.press(tag)
    assert len(live.ui.asked) == asked
    assert list(differences(live.fake, tmp_path / "once.xlsx")) == []


def test_the_same_is_found(some_book: Path, excel: Open) -> None:
    live = excel(some_book)
    live.press("run")
    found = entry.memory_of(live.folder).findings[some_book.name]
    assert found == check(read(some_book)).findings


def test_a_stale_attachment_is_renewed_where_it_stands(excel: Open, tmp_path: Path) -> None:
    """Its sheet stays the same object, so that what refers to it goes on doing so."""
    first = tmp_path / EXAMPLE.name
    write(EXAMPLE, run(read(EXAMPLE)).changes, first)
    live = excel(first)
    sheet = next(sheet for sheet in live.fake._worksheets if sheet._sheet.title == "项目清单")
    cell = next(cell for row in sheet._sheet.iter_rows() for cell in row if isinstance(cell.value, float))
    cell.value = cell.value + 1
    edited = tmp_path / "edited.xlsx"
    live.fake.call_SaveCopyAs(str(edited))
    changes = run(read(edited)).changes
    assert any(each.replaces for each in changes.sheets)
    expected = tmp_path / "expected.xlsx"
    write(edited, changes, expected)
    before = {s._sheet.title: s for s in live.fake._worksheets}
    live.press("run")
    assert {s._sheet.title: s for s in live.fake._worksheets} == before
    assert list(differences(live.fake, expected))[:5] == []


def test_nothing_is_written_where_the_user_says_no(excel: Open) -> None:
    live = excel(EXAMPLE)
    live.ui.answer = False
    assert live.press("run") == "已取消，没有改动。"
    assert list(differences(live.fake, EXAMPLE)) == []
    assert live.press("undo") == "这个工作簿没有可以撤销的操作。"


def test_explain_tells_of_the_selected_cell(excel: Open) -> None:
    live = excel(EXAMPLE)
    write_ = fill(read(EXAMPLE)).changes.cells[0]
    live.app.call_Goto(live.fake.get_Worksheets().item(write_.sheet).call_Range(write_.cell))
    lines = explain(read(EXAMPLE), write_.sheet, write_.cell)
    assert live.press("explain") == "\n".join(f"{label}：{text}" for label, text in lines)


def test_print_shows_the_attachments_and_not_the_findings(excel: Open) -> None:
    live = excel(EXAMPLE)
    assert "生成附件" in live.press("print")
    live.press("run")
    assert live.press("print") == ""
    assert live.app._printed == [[write_.name for write_ in attach(read(EXAMPLE)).changes.sheets]]


def test_a_book_without_known_tables_is_left_alone(excel: Open, corpus: Path) -> None:
    for name in ("calamine/errors.xlsx", "xlsxwriter/merge_range05.xlsx"):
        live = excel(corpus / name)
        for tag in JOBS:
            assert "未识别到已知的表" in live.press(tag)
        assert live.ui.asked == []


def test_the_book_is_known_by_its_name_alone(excel: Open, tmp_path: Path) -> None:
    """A name without an ending is a workbook never saved; a path is never asked for."""
    live = excel(shifted(tmp_path / "x.xlsx", 1, 0), "工作簿1")
    assert "填写单元格" in live.press("fill")
    assert not [member for member in live.app._calls if "Path" in member or "FullName" in member]
