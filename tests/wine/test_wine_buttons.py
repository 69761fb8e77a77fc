"""Every button over real COM: the real `_xlwindows.py` and pywin32 on one side, the stand-in's objects on the other."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from comparing import differences
from excelbooks import EXAMPLE, GUESTS, shifted
from fake.application import Application
from machine import Computer, windows
from office import Excel
from test_excel_commands import JOBS, prepared, written

from perfxl import __version__
from perfxl.files.read.reading import read
from perfxl.jobs.explain import explain
from perfxl.jobs.fill import fill
from perfxl.output.explanation import explain_lines
from perfxl.ribbon.commands import NO_BOOK, TAGS

EDITING = "Excel 正在编辑单元格或开着对话框，请先按 Enter 或 Esc 结束，再点一次按钮。"
SWITCHES = {"ScreenUpdating": True, "EnableEvents": True, "Calculation": -4105, "StatusBar": False,
            "DisplayAlerts": True}  # fmt: skip
ASKING = [tag for tag in JOBS if tag not in ("check", "clear", "map")]
BESIDE = ("report", "checkreport", "collect", "monitor")
Press = Callable[..., dict]


@pytest.fixture
def press(excel: Excel) -> Press:
    """Return `press(tag)`, which presses a button as the add-in's VBA does."""
    return lambda tag, yes=True: excel("press", function="plan", given=[tag, __version__], yes=yes)


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return shifted(tmp_path / "部分.xlsx", 0, 0, GUESTS)


def saved(excel: Excel, path: Path) -> object:
    """Return the workbook in front as the stand-in opens the copy that Excel saves."""
    excel("save", path=windows(path))
    return Application()._open(path)


def opened(excel: Excel, path: Path) -> None:
    excel("open", path=windows(path))


@pytest.mark.parametrize("tag", JOBS)
def test_a_button_does_what_the_job_does_to_a_file(
    tag: str, part: Path, excel: Excel, press: Press, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    source = prepared(tag, part, tmp_path / "before")
    opened(excel, source)
    done = press(tag)
    assert "错误（" not in done["told"]
    assert len(done["asked"]) == (tag in ASKING)
    expected = written(source, JOBS[tag](read(source)), tmp_path / "after")
    assert list(differences(saved(excel, tmp_path / "saved.xlsx"), expected)) == []
    assert excel("state")["switches"] == SWITCHES
    figure(f"按钮 {tag}：{done['seconds']:.1f} 秒，{done['calls']} 次调用")


def test_the_worked_example_at_one_go_and_back(excel: Excel, press: Press, tmp_path: Path) -> None:
    opened(excel, EXAMPLE)
    told = press("run")["told"]
    assert told.startswith("填写单元格")
    expected = written(EXAMPLE, JOBS["run"](read(EXAMPLE)), tmp_path / "after")
    assert list(differences(saved(excel, tmp_path / "saved.xlsx"), expected)) == []
    assert press("print")["told"] == ""
    state = excel("state")
    assert state["printed"] == []
    assert state["previewed"][-1][0] == "附件1"
    assert press("undo")["told"].startswith("已撤销“一键完成”")
    assert list(differences(saved(excel, tmp_path / "undone.xlsx"), EXAMPLE)) == []


@pytest.mark.parametrize("tag", [*ASKING, "undo"])
def test_nothing_is_written_where_the_user_says_no(
    tag: str, part: Path, excel: Excel, press: Press, tmp_path: Path
) -> None:
    source = prepared(tag, part, tmp_path / "before")
    opened(excel, source)
    if tag == "undo":
        press("fill")
        source = tmp_path / "filled.xlsx"
        saved(excel, source)
    assert press(tag, yes=False)["told"] == "已取消，没有改动。"
    assert list(differences(saved(excel, tmp_path / "saved.xlsx"), source)) == []


def test_going_through_the_findings(excel: Excel, press: Press) -> None:
    opened(excel, EXAMPLE)
    press("check")
    for tag, place in (("next", "第 1/"), ("next", "第 2/"), ("previous", "第 1/")):
        assert press(tag)["told"] == ""
        assert place in excel("state")["switches"]["StatusBar"]
    press("checksheet")
    assert excel("state")["switches"] == SWITCHES


def test_explain_tells_of_the_selected_cell(excel: Excel, press: Press) -> None:
    opened(excel, EXAMPLE)
    place = fill(read(EXAMPLE)).changes.cells[0]
    excel("select", sheet=place.sheet, cell=place.cell)
    lines = explain_lines(explain(read(EXAMPLE), place.sheet, place.cell))
    assert press("explain")["told"] == "\n".join(f"{label}：{text}" for label, text in lines)


def test_buttons_that_need_no_workbook(excel: Excel, press: Press, computer: Computer) -> None:
    excel("close_all")
    assert press("fill")["told"] == NO_BOOK
    assert "可用的规则包" in press("packs")["told"]
    assert "一键完成" in press("help")["told"]
    assert press("log")["told"] == ""
    assert (computer.home / "perfxl.log").read_text("utf-8").splitlines()[-1].split()[2] == "log"


def test_the_self_check_finds_all_that_the_bundle_brings(excel: Excel, computer: Computer) -> None:
    short = excel("press", function="selfcheck", given=[__version__, 0.002])["told"]
    assert len(short.splitlines()) <= 8
    told = (computer.home / "消息全文.txt").read_text("utf-8-sig")
    for name in ("解释器", "组件", "连接组件", "数据文件夹", "临时文件夹", "函数计算", "函数服务"):
        assert f"[正常] {name}" in told
    assert "[有误] Excel：没有找到" in told


def test_results_lie_beside_the_workbook(excel: Excel, press: Press, tmp_path: Path) -> None:
    book = Path(shutil.copy(EXAMPLE, tmp_path / "自评表.xlsx"))
    (tmp_path / "科室表").mkdir()
    shutil.copy(EXAMPLE, tmp_path / "科室表" / "一科.xlsx")
    opened(excel, book)
    told = {tag: press(tag)["told"] for tag in BESIDE}
    assert windows(tmp_path / "自评表-报告.docx") in told["report"]
    assert "核对的是“自评表-报告.docx”" in told["checkreport"]
    assert told["collect"].startswith("1 个文件填了")
    assert "截至几月" in told["monitor"]
    assert (tmp_path / "自评表-报告.docx").is_file()
    assert (tmp_path / "自评表-汇总情况.txt").is_file()


def test_every_button_is_pressed_here() -> None:
    pressed = {
        *JOBS,
        *BESIDE,
        "undo",
        "next",
        "previous",
        "checksheet",
        "explain",
        "print",
        "packs",
        "help",
        "log",
        "doctor",
        "restart",
    }
    assert pressed == set(TAGS)


def test_a_cell_being_edited_ends_in_one_sentence(part: Path, excel: Excel, press: Press) -> None:
    opened(excel, part)
    excel("refuse", editing=True)
    assert press("fill")["told"] == EDITING
    excel("refuse")
    assert press("fill")["told"].startswith("填写单元格")


@pytest.mark.parametrize("member", ["Range.Formula=", "Workbook.SaveCopyAs()", "Range.Value2"])
def test_what_excel_refuses_is_told_with_its_reason(member: str, part: Path, excel: Excel, press: Press) -> None:
    opened(excel, part)
    excel("refuse", member=member)
    told = press("fill")["told"]
    excel("refuse")
    assert "Excel 没有接受这一步操作（测试：这一步被拒绝）" in told
    assert excel("state")["switches"] == SWITCHES


def test_a_book_of_the_same_name_is_another(part: Path, excel: Excel, press: Press, tmp_path: Path) -> None:
    opened(excel, part)
    press("fill")
    (tmp_path / "另一处").mkdir()
    other = shifted(tmp_path / "另一处" / part.name, 0, 0, GUESTS)
    opened(excel, other)
    assert press("undo")["told"].startswith("这个工作簿没有可以撤销的操作")
    assert "还没有检查过这个工作簿" in press("next")["told"]
    assert list(differences(saved(excel, tmp_path / "saved.xlsx"), other)) == []


def test_locked_cells_stay_and_are_listed(part: Path, excel: Excel, press: Press, tmp_path: Path) -> None:
    wanted = fill(read(part)).changes.cells
    book = openpyxl.load_workbook(part)
    book[wanted[0].sheet].protection.sheet = True
    book.save(tmp_path / "保护.xlsx")
    opened(excel, tmp_path / "保护.xlsx")
    assert f"{wanted[0].sheet}!{wanted[0].cell}" in press("fill")["told"]
