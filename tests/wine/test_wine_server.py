"""The function server as a process: one for all, without a window, gone with Excel; what Excel meets when it dies."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from comparing import differences
from excelbooks import GUESTS, shifted
from fake.addin import MIDWAY
from machine import Computer, windows
from office import Excel, ExcelError
from test_wine_buttons import SWITCHES, saved

from perfxl import __version__

SECONDS = 60  # to notice that a server is gone


@pytest.fixture
def another(computer: Computer, tmp_path: Path) -> Iterator[Excel]:
    """A second Excel, whose server may be ended."""
    another = Excel(computer, tmp_path / "another")
    yield another
    another.close()


def test_one_process_serves_all_workbooks(excel: Excel, tmp_path: Path) -> None:
    for name in ("甲.xlsx", "乙.xlsx"):
        excel("open", path=windows(shifted(tmp_path / name, 0, 0, GUESTS)))
        excel("press", function="plan", given=["checksheet", __version__])
    assert excel("running") == 1


def test_it_ends_with_excel(excel: Excel, another: Excel, computer: Computer, tmp_path: Path) -> None:
    another("start")
    assert excel("running") == 2
    another.close()
    assert ended(excel, 1)


def ended(excel: Excel, left: int) -> bool:
    """Whether as few servers as that are left before long."""
    until = time.monotonic() + SECONDS
    while excel("running") > left and time.monotonic() < until:
        time.sleep(0.2)
    return excel("running") == left


def test_a_name_that_the_code_page_does_not_have_costs_no_folder(
    another: Excel, computer: Computer, tmp_path: Path
) -> None:
    another("lose", folder="D:\\staff\\张三\\AppData\\Local")
    another("start")
    assert "AppData\\Local\\perfxl\\backup" in another("press", function="plan", given=["help", __version__])["told"]
    another("open", path=windows(shifted(tmp_path / "甲.xlsx", 0, 0, GUESTS)))
    told = another("press", function="plan", given=["checksheet", __version__])["told"]
    assert "错误（" not in told
    another("press", function="selfcheck", given=[__version__, 0.002])
    selfcheck = (computer.home / "消息全文.txt").read_text("utf-8-sig")
    assert "[正常] 数据文件夹" in selfcheck
    assert "[正常] 临时文件夹" in selfcheck


def test_a_server_that_cannot_start_is_told_at_once_and_may_be_tried_again(another: Excel) -> None:
    another("reword", more="--nonsense", instead_of="-m perfxl.ribbon.server")
    for _ in range(2):
        with pytest.raises(ExcelError, match="Python process exited before"):
            another("call", function="px_execrate", given=[60, 100])
    another("reword", more="-m perfxl.ribbon.server", instead_of="--nonsense")
    assert another("call", function="px_execrate", given=[60, 100]) == 0.6


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return shifted(tmp_path / "甲.xlsx", 0, 0, GUESTS)


def press(excel: Excel, tag: str) -> str:
    return excel("press", function="plan", given=[tag, __version__])["told"]


def test_a_server_that_dies_midway_leaves_excel_as_it_was_and_what_it_wrote_is_taken_back(
    another: Excel, part: Path, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    another("start")
    another("open", path=windows(part))
    another("kill_mine", at="Range.Formula=")
    started = time.monotonic()
    assert press(another, "fill") == MIDWAY
    figure(f"函数服务中途结束，Excel 得知：{time.monotonic() - started:.1f} 秒（从点按钮算起）")
    assert another("state")["switches"] == SWITCHES
    assert press(another, "undo").startswith("已撤销“计算填报”")
    assert list(differences(saved(another, tmp_path / "saved.xlsx"), part)) == []
    assert press(another, "fill").startswith("填写单元格")


def test_a_server_that_dies_while_it_plans_is_asked_again_by_another(another: Excel, part: Path) -> None:
    another("start")
    another("open", path=windows(part))
    another("kill_mine", at="Workbook.SaveCopyAs()")
    assert press(another, "fill").startswith("填写单元格")


def test_a_server_that_comes_to_no_end_ends_itself(
    another: Excel, part: Path, computer: Computer, figure: Callable[[str], None]
) -> None:
    """It waits for ever for an answer of Excel's, as it would for a file on a network that is gone."""
    another("patience", seconds=10)
    another("start")
    another("open", path=windows(part))
    another("stall", at="Workbook.SaveCopyAs()", seconds=25)
    started = time.monotonic()
    assert press(another, "fill").startswith("填写单元格")
    figure(f"函数服务卡住（等 10 秒），结束、另起一个并做完：{time.monotonic() - started:.1f} 秒")
    assert another("state")["switches"] == SWITCHES
    assert "Timeout" in (computer.home / "stuck.log").read_text("utf-8")


ENDLESS = """
import sys
from perfxl.excel import udfs
from perfxl.ribbon.server import main

usual = udfs.call

def call(name, given):
    while name == "PX_TOTAL":
        pass
    return usual(name, given)

udfs.call = call
main(sys.argv[1:])
"""


def test_a_function_that_comes_to_no_end_releases_excel(
    another: Excel, computer: Computer, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    """Its cell shows #N/A; the next call starts another server."""
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS, encoding="ascii")
    another("patience", seconds=8)
    another("reword", more=windows(script), instead_of="-m perfxl.ribbon.server")
    another("start")
    assert another("call", function="px_execrate", given=[60, 100]) == 0.6
    started = time.monotonic()
    assert another("call", function="px_total", given=[1, 2]) == {"error": 2042}
    figure(f"一个函数算不完（等 8 秒），Excel 恢复：{time.monotonic() - started:.1f} 秒")
    assert another("call", function="px_execrate", given=[60, 100]) == 0.6
    assert "udfs" in (computer.home / "stuck.log").read_text("utf-8")


def test_functions_come_back_after_their_server_died(another: Excel, figure: Callable[[str], None]) -> None:
    """The DLL holds on to the class of a dead server for good; what is to start anew is worded otherwise."""
    another("start")
    another("kill_mine")
    started = time.monotonic()
    assert another("call", function="px_execrate", given=[60, 100]) == 0.6
    figure(f"函数服务结束后，下一次调用函数得到结果：{time.monotonic() - started:.1f} 秒")


def test_the_server_is_started_again_by_a_button(another: Excel, excel: Excel) -> None:
    another("start")
    before = excel("running")
    another("restart")
    assert "重新启动" in press(another, "restart")
    assert ended(excel, before)
