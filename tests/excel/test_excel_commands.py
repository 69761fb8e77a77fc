"""Each button leaves in the open workbook what the same job leaves in a file, cell by cell, and finds the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from comparing import differences
from excelbooks import EXAMPLE, GUESTS, Excel, shifted

from perfxl.files.read.reading import read
from perfxl.files.write.writing import write
from perfxl.jobs.attach import attach
from perfxl.jobs.check import check
from perfxl.jobs.evaluate import understand
from perfxl.jobs.explain import explain
from perfxl.jobs.fill import fill
from perfxl.jobs.fix import fix
from perfxl.jobs.map import recognition_changes
from perfxl.jobs.marking import check_and_mark, clear_marks
from perfxl.jobs.relink import relink
from perfxl.jobs.run import run
from perfxl.jobs.tovalues import to_values
from perfxl.model.place import Place
from perfxl.model.table import Table
from perfxl.output.explanation import explain_lines
from perfxl.sheets.address import position_of
from perfxl.sheets.changeset import CellWrite, ChangeSet
from perfxl.sheets.snapshot import Snapshot


def untidy(snapshot: Snapshot) -> ChangeSet:
    """Return numbers as careless hands leave them: typed as texts, in wide digits, with separators."""
    writes = []
    for table in understand(snapshot).evaluation.tables:
        held = {place: snapshot.sheet(place.sheet).cells.get(position_of(place.cell)) for place in _places(table)}
        numbers = [(place, cell.value) for place, cell in held.items() if cell and type(cell.value) is Decimal]
        for (place, value), how in zip(numbers, ("{:,.2f}", "{:.2f}"), strict=False):
            text = how.format(value).translate(WIDE if how == "{:.2f}" else {})
            writes.append(CellWrite(place.sheet, place.cell, text, None, None, value))
    return ChangeSet(tuple(writes))


def _places(table: Table) -> list[Place]:
    return [figure.place for row in table.rows for figure in row.cells.values() if figure.formula is None]


WIDE = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789."}


JOBS: dict[str, Callable[[Snapshot], ChangeSet]] = {
    "run": lambda snapshot: run(snapshot).changes,
    "fill": lambda snapshot: fill(snapshot).changes,
    "fix": lambda snapshot: fix(snapshot).changes,
    "map": recognition_changes,
    "attach": lambda snapshot: attach(snapshot).changes,
    "check": lambda snapshot: check_and_mark(snapshot).changes,
    "clear": clear_marks,
    "tovalues": to_values,
    "relink": relink,
}
PREPARED: dict[str, Callable[[Snapshot], ChangeSet]] = {
    "fix": untidy,
    "clear": JOBS["check"],
    "tovalues": lambda snapshot: fill(snapshot, as_="functions").changes,
    "relink": lambda snapshot: linked(fill(snapshot, as_="functions").changes),
}
Open = Callable[..., Excel]


def linked(changes: ChangeSet) -> ChangeSet:
    """Return functions as a file holds them that was made where the add-in lies elsewhere."""
    path = "'D:\\旧 机器\\perfxl.xlam'!"
    calling = (write for write in changes.cells if "PX_" in (write.formula or ""))
    return ChangeSet(
        tuple(replace(each, formula=(each.formula or "").replace("PX_", f"{path}PX_")) for each in calling)
    )


@pytest.mark.parametrize("tag", JOBS)
def test_a_button_does_what_the_job_does_to_a_file(tag: str, some_book: Path, excel: Open, tmp_path: Path) -> None:
    source = prepared(tag, some_book, tmp_path / "before")
    changes = JOBS[tag](read(source))
    assert not changes.empty
    live = excel(source)
    told = live.press(tag)
    assert "错误（" not in told
    assert list(differences(live.fake, written(source, changes, tmp_path / "after")))[:5] == []
    if tag == "check":
        assert live.findings() == check(read(source)).findings
    if tag == "run":
        assert live.findings() == run(read(source)).filled.judgement.findings


def prepared(tag: str, book: Path, folder: Path) -> Path:
    """Return a workbook in which the command has something to do."""
    return written(book, PREPARED[tag](read(book)), folder) if tag in PREPARED else book


def written(source: Path, changes: ChangeSet, folder: Path) -> Path:
    folder.mkdir()
    write(source, changes, folder / source.name)
    return folder / source.name


@pytest.mark.parametrize("tag", JOBS)
def test_a_second_press_changes_nothing_and_asks_nothing(tag: str, excel: Open, tmp_path: Path) -> None:
    live = excel(prepared(tag, some(tmp_path), tmp_path / "before"))
    live.press(tag)
    live.fake.call_SaveCopyAs(str(tmp_path / "once.xlsx"))
    asked = len(live.ui.asked)
    live.press(tag)
    assert len(live.ui.asked) == asked
    assert list(differences(live.fake, tmp_path / "once.xlsx")) == []


def some(folder: Path) -> Path:
    return shifted(folder / "部分.xlsx", 0, 0, GUESTS)


def test_a_stale_attachment_is_renewed_where_it_stands(excel: Open, tmp_path: Path) -> None:
    """Its sheet stays the same object, so that what refers to it goes on doing so."""
    source = some(tmp_path)
    live = excel(written(source, run(read(source)).changes, tmp_path / "before"))
    sheet = next(sheet for sheet in live.fake._worksheets if sheet._sheet.title == "整体评分")
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
    lines = explain_lines(explain(read(EXAMPLE), write_.sheet, write_.cell))
    assert live.press("explain") == "\n".join(f"{label}：{text}" for label, text in lines)


def test_print_shows_the_attachments_and_not_the_findings(excel: Open) -> None:
    live = excel(EXAMPLE)
    assert "生成附件" in live.press("print")
    live.press("run")
    assert live.press("print") == ""
    assert live.app._printed == []
    assert live.app._previewed == [[write_.name for write_ in attach(read(EXAMPLE)).changes.sheets]]


def test_a_book_without_known_tables_is_left_alone(excel: Open, corpus: Path) -> None:
    for name in ("calamine/errors.xlsx", "xlsxwriter/merge_range05.xlsx"):
        live = excel(corpus / name)
        for tag in ("run", "fill", "attach"):
            assert "未识别到已知的表" in live.press(tag)
        assert live.ui.asked == []


def test_a_book_never_saved_has_a_name_without_an_ending(excel: Open, tmp_path: Path) -> None:
    live = excel(shifted(tmp_path / "x.xlsx", 1, 0), "工作簿1")
    object.__setattr__(live.fake, "_folder", "")
    assert "填写单元格" in live.press("fill")
    assert "填写单元格" in live.ui.asked[0]
    assert live.press("undo").startswith("已撤销")
