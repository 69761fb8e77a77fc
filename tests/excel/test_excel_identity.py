"""A workbook is known by what it holds and where it lies, never by its name alone: bureaus get many of one name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from comparing import differences
from excelbooks import GUESTS, Excel, shifted

from perfxl.files.read.reading import read
from perfxl.jobs.fill import fill
from perfxl.ribbon import commands

Open = Callable[..., Excel]


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Return two workbooks of one name from two departments."""
    for folder, right in (("甲", 0), ("乙", 1)):
        (tmp_path / folder).mkdir()
        shifted(tmp_path / folder / "自评表.xlsx", right, 0, GUESTS)
    return tmp_path / "甲" / "自评表.xlsx", tmp_path / "乙" / "自评表.xlsx"


@pytest.mark.parametrize("restarted", [False, True])
def test_commands_refuse_on_the_other_of_one_name(two: tuple[Path, Path], excel: Open, restarted: bool) -> None:
    one, other = map(excel, two)
    one.press("fill")
    one.press("check")
    if restarted:
        one.restart()
    assert other.press("undo") == "这个工作簿没有可以撤销的操作。"
    assert "还没有检查过这个工作簿" in other.press("next")
    assert str(two[1].parent) in other.press("next")
    assert "没有" in other.press("clear")
    assert list(differences(other.fake, two[1])) == []
    assert other.ui.asked == []
    assert one.press("undo").startswith("已撤销“检查”")


def test_another_at_the_same_place_is_not_undone(two: tuple[Path, Path], excel: Open) -> None:
    live = excel(two[0])
    live.press("fill")
    shutil.copyfile(two[1], two[0])
    again = excel(two[0])
    assert again.press("undo") == "这个工作簿没有可以撤销的操作。"
    assert list(differences(again.fake, two[1])) == []


def test_a_copy_with_other_figures_is_not_undone(two: tuple[Path, Path], excel: Open, tmp_path: Path) -> None:
    """A template that was filled once carries its token into every copy."""
    live = excel(two[0])
    live.press("fill")
    copy = tmp_path / "丙.xlsx"
    live.fake.call_SaveCopyAs(str(copy))
    other = excel(copy)
    for number in (cell for sheet in other.fake._book for row in sheet.iter_rows() for cell in row):
        if type(number.value) is float:
            number.value += 7
    other.fake._computed.extend((sheet, spot) for sheet in other.fake._worksheets for spot in list(sheet._results))
    other.fake._recalculate()
    told = other.press("undo")
    assert told.startswith("这个工作簿没有可以撤销的操作。")
    assert "不会还原" in told
    assert live.press("undo").startswith("已撤销")


def test_a_file_that_was_moved_is_undone(two: tuple[Path, Path], excel: Open, tmp_path: Path) -> None:
    live = excel(two[0])
    live.press("fill")
    moved = tmp_path / "改名.xlsx"
    live.fake.call_SaveCopyAs(str(moved))
    live.restart()
    again = excel(moved)
    assert again.press("undo").startswith("已撤销“计算填报”")
    assert list(differences(again.fake, two[0])) == []


def test_the_question_tells_when_and_where(two: tuple[Path, Path], excel: Open) -> None:
    live = excel(two[0])
    live.press("fill")
    live.press("undo")
    assert str(two[0].parent) in live.ui.asked[-1]
    assert "将撤销 20" in live.ui.asked[-1]


def test_the_token_is_hidden_and_written_with_the_first_cells_only(two: tuple[Path, Path], excel: Open) -> None:
    live = excel(two[0])
    live.press("checksheet")
    live.ui.answer = False
    live.press("fill")
    assert not live.fake._book.defined_names
    live.ui.answer = True
    live.press("fill")
    (name,) = live.fake._book.defined_names.values()
    assert name.hidden
    live.press("check")
    assert [each.attr_text for each in live.fake._book.defined_names.values()] == [name.attr_text]


def test_a_workbook_that_takes_no_name_is_written_all_the_same(two: tuple[Path, Path], excel: Open) -> None:
    live = excel(two[0])
    object.__setattr__(live.app, "_failing", "Names.Add()")
    assert live.press("fill").startswith("填写单元格")


def test_the_records_of_two_are_two(two: tuple[Path, Path], excel: Open) -> None:
    one, other = map(excel, two)
    one.press("fill")
    other.press("fill")
    assert len(list((one.folder / "undo").iterdir())) == 2
    assert one.press("undo").startswith("已撤销")
    assert other.press("undo").startswith("已撤销")
    assert list(differences(one.fake, two[0])) == []
    assert list(differences(other.fake, two[1])) == []
    assert fill(read(two[0])).changes.cells
    assert commands.memory_of(one.folder).records.kept
