"""撤销上次操作: everything back but what somebody changed since; also after a restart and after a failure midway."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from comparing import differences
from excelbooks import GUESTS, Excel, shifted
from fake.addin import MIDWAY
from test_excel_commands import JOBS, prepared, written
from test_excel_manners import AS_IT_WAS

from perfxl.files.read.reading import read
from perfxl.jobs.fill import fill
from perfxl.ribbon import commands

Open = Callable[..., Excel]
OWN_SHEETS = {"检查结果", "附件1", "附件2", "附件3", "附件4", "perfxl标记"}


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return shifted(tmp_path / "部分.xlsx", 0, 0, GUESTS)


@pytest.mark.parametrize("tag", JOBS)
def test_undo_leads_back_to_what_was_there(tag: str, part: Path, excel: Open, tmp_path: Path) -> None:
    source = prepared(tag, part, tmp_path / "before")
    live = excel(source)
    live.press(tag)
    assert list(differences(live.fake, source)) != []
    told = live.press("undo")
    assert told.startswith("已撤销")
    assert "没有还原" not in told
    assert list(differences(live.fake, source)) == []
    assert live.press("undo") == "这个工作簿没有可以撤销的操作。"


def test_a_cell_that_somebody_changed_stays_and_is_told(part: Path, excel: Open) -> None:
    live = excel(part)
    live.press("fill")
    (first, second, *rest) = fill(read(part)).changes.cells
    live.fake._book[first.sheet][first.cell].value = "人工改过"
    told = live.press("undo")
    assert f"{first.sheet}!{first.cell}" in told
    assert f"还原 {len(rest) + 1} 个单元格" in told
    assert live.fake._book[first.sheet][first.cell].value == "人工改过"
    assert live.fake._book[second.sheet][second.cell].value is None


def test_a_sheet_that_somebody_edited_stays_and_is_told(part: Path, excel: Open) -> None:
    live = excel(part)
    live.press("run")
    live.fake._book["检查结果"]["A2"].value = "批示"
    assert "检查结果" in live.press("undo")
    assert "检查结果" in live.fake._book.sheetnames


def test_a_mark_that_somebody_changed_stays(part: Path, excel: Open) -> None:
    live = excel(part)
    live.press("check")
    marked = next(cell for sheet in live.fake._book for row in sheet.iter_rows() for cell in row if cell.comment)
    marked.comment.text = "已核实"
    told = live.press("undo")
    assert marked.coordinate in told
    assert marked.comment.text == "已核实"
    assert not marked.fill.fill_type


def test_the_record_outlives_the_function_server(part: Path, excel: Open) -> None:
    live = excel(part)
    live.press("run")
    commands._memories.clear()
    assert live.press("undo").startswith("已撤销“一键完成”")
    assert list(differences(live.fake, part)) == []


def test_a_damaged_record_is_none(part: Path, excel: Open) -> None:
    live = excel(part)
    live.press("fill")
    commands._memories.clear()
    (record,) = (live.folder / "undo").iterdir()
    record.write_text(record.read_text("utf-8")[:200], "utf-8")
    assert live.press("undo") == "这个工作簿没有可以撤销的操作。"


def test_records_are_by_workbook(part: Path, excel: Open, tmp_path: Path) -> None:
    one, other = excel(part, "甲.xlsx"), excel(part, "乙.xlsx")
    one.press("fill")
    assert other.press("undo") == "这个工作簿没有可以撤销的操作。"
    assert one.press("undo").startswith("已撤销")


@pytest.mark.parametrize("member", ["Range.NumberFormat=", "Group.Copy()", "Names.Add()", "Worksheet.Activate()"])
def test_a_failure_midway_is_told_and_can_be_undone(member: str, part: Path, excel: Open) -> None:
    live = excel(part)
    object.__setattr__(live.app, "_failing", member)
    assert live.press("run").endswith("已写入的部分可用“撤销上次操作”还原。")
    object.__setattr__(live.app, "_failing", "")
    live.press("undo")
    left = [text for text in differences(live.fake, part) if "!" not in text]
    assert not [text for text in left if not text.startswith("sheets")]
    assert all(
        sheet.title in {*GUESTS} or sheet.title.startswith("附件") or sheet.title == "检查结果"
        for sheet in live.fake._book
    )


def test_undo_refused_by_the_user_keeps_the_record(part: Path, excel: Open) -> None:
    live = excel(part)
    live.press("fill")
    live.ui.answer = False
    assert live.press("undo") == "已取消，没有改动。"
    live.ui.answer = True
    assert live.press("undo").startswith("已撤销")


def test_attachments_renewed_are_told_to_stay(excel: Open, tmp_path: Path, part: Path) -> None:
    source = written(part, JOBS["run"](read(part)), tmp_path / "before")
    live = excel(source)
    sheet = live.fake._book["预算执行"]
    number = next(cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, float | int))
    number.value += 1000
    live.press("run")
    assert "不能还原" in live.press("undo")


@pytest.mark.parametrize("tag", ["fill", "run", "check"])
def test_a_server_that_ends_at_any_call_leaves_excel_as_it_was_and_undo_leads_back(
    tag: str, part: Path, excel: Open
) -> None:
    """At each call of the command: the switches come back, and what was written by then is taken back."""
    whole = excel(part)
    whole.press(tag)
    calls = whole.app._total
    for at in range(1, calls + 1, max(calls // 9, 1)):
        live = excel(part)
        object.__setattr__(live.app, "_gone_at", at)
        told = live.press(tag)
        assert live.app._switches == AS_IT_WAS
        assert set(live.app._lists.values()) == {True}
        if told != MIDWAY:  # it was planning: another server did it all
            continue
        live.press("undo")
        left = [text for text in differences(live.fake, part) if not text.startswith("sheets")]
        assert left == []
        assert {sheet.title for sheet in live.fake._book} - {*GUESTS} <= OWN_SHEETS
