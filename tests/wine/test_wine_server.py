"""The function server as a process: one for all, without a window, gone with Excel; what Excel meets when it dies."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from excelbooks import GUESTS, shifted
from machine import Computer, windows
from office import Excel, ExcelError

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
        excel("press", function="run", given=["checksheet", __version__])
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


def test_a_name_that_the_code_page_does_not_have_costs_no_folder(another: Excel, tmp_path: Path) -> None:
    another("lose", folder="D:\\staff\\张三\\AppData\\Local")
    another("start")
    assert "AppData\\Local\\perfxl\\backup" in another("press", function="run", given=["help", __version__])["told"]
    another("open", path=windows(shifted(tmp_path / "甲.xlsx", 0, 0, GUESTS)))
    told = another("press", function="run", given=["checksheet", __version__])["told"]
    assert "错误（" not in told
    selfcheck = another("press", function="selfcheck", given=[__version__, 0.002])["told"]
    assert "[正常] 数据文件夹" in selfcheck
    assert "[正常] 临时文件夹" in selfcheck


def test_a_server_that_cannot_start_is_told_at_once_and_may_be_tried_again(another: Excel) -> None:
    another("reword", more="--nonsense", instead_of="-m perfxl.ribbon.server")
    for _ in range(2):
        with pytest.raises(ExcelError, match="Python process exited before"):
            another("call", function="px_execrate", given=[60, 100])
    another("reword", more="-m perfxl.ribbon.server", instead_of="--nonsense")
    assert another("call", function="px_execrate", given=[60, 100]) == 0.6


def test_a_server_that_dies_midway_is_noticed(another: Excel, tmp_path: Path, figure: Callable[[str], None]) -> None:
    another("start")
    another("open", path=windows(shifted(tmp_path / "甲.xlsx", 0, 0, GUESTS)))
    another("kill_mine", at="Range.Formula=")
    started = time.monotonic()
    with pytest.raises(ExcelError):
        another("press", function="run", given=["fill", __version__])
    figure(f"函数服务中途结束，Excel 得知：{time.monotonic() - started:.1f} 秒（从点按钮算起）")
    assert another("state")["members"]["Range.Formula="] == 1


def test_a_dead_server_is_noticed_at_once_and_another_command_line_starts_a_new_one(
    another: Excel, figure: Callable[[str], None]
) -> None:
    """The DLL holds on to the class of a dead server for good; what is to start anew must be worded otherwise."""
    another("start")
    another("kill_mine")
    started = time.monotonic()
    for _ in range(2):
        with pytest.raises(ExcelError, match="hr = -214702317"):
            another("call", function="px_execrate", given=[60, 100])
    figure(f"函数服务结束后，Excel 得知：{time.monotonic() - started:.1f} 秒（两次调用）")
    another("reword", more="again", instead_of="")
    assert another("call", function="px_execrate", given=[60, 100]) == 0.6
