"""Work in a child process, and the workbooks that ask too much of an engine: right, or one true sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from perfxl.cli import child
from perfxl.cli.child import in_child
from perfxl.errors import InputError, RefusedError

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the process look as it is on the command line, whatever threads run the tests."""
    monkeypatch.setattr(child.threading, "active_count", lambda: 1)


def refuse() -> None:
    raise RefusedError("不写。")


def overflow() -> int:
    return overflow() + 1


def test_the_result_comes_back() -> None:
    assert in_child(lambda: {"甲": [1.5, None]}, "表.xlsx") == {"甲": [1.5, None]}


def test_a_refusal_comes_back_as_it_is() -> None:
    with pytest.raises(RefusedError, match="不写"):
        in_child(refuse, "表.xlsx")


@forks
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_process_that_dies_is_one_sentence(number: signal.Signals) -> None:
    with pytest.raises(InputError, match="里有公式需要的内存或层数超过了计算引擎的能力"):
        in_child(lambda: os.kill(os.getpid(), number), "表.xlsx")


def test_too_many_levels_are_one_sentence() -> None:
    with pytest.raises(InputError, match="超过了计算引擎的能力"):
        in_child(overflow, "表.xlsx")


@forks
def test_what_goes_wrong_in_the_child_is_told_by_the_parent() -> None:
    with pytest.raises(child.PerfxlError, match="程序内部错误（ZeroDivisionError）"):
        in_child(lambda: 1 // 0, "表.xlsx")


def nested(levels: int) -> str:
    return "IF(A1>0," * levels + "A1" + ",0)" * levels


MADE = {
    "64 层嵌套": nested(64),
    "8192 个字符": "+".join(["A1"] * 2730),
    "400 个运算符": "A1" + "*1" * 400,
    "整表数组": "SUM(SEQUENCE(1048576,16384))",
    "大数组": "SUM(SEQUENCE(20000,2000)*SEQUENCE(20000,2000))",
    "重复文字": 'LEN(REPT("长",32767)&REPT("长",32767))',
    "整列": "SUM(B:XFD)+SUMPRODUCT((B1:B1048576>0)*1)",
}


@pytest.mark.parametrize("name", MADE)
def test_a_formula_that_asks_too_much(name: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"] = 1, f"={MADE[name]}"
    held_to_one_sentence(book, tmp_path)


def test_fifty_names_in_a_chain_and_a_sheet_with_a_line_break(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "第一\n第二"
    book.active["A1"], book.active["A2"], book.active["A3"] = "=名称50", 7, "=A2*2"
    for number in range(1, 51):
        text = f"名称{number - 1}+1" if number > 1 else "1"
        name = f"名称{number}"
        book.defined_names[name] = DefinedName(name, attr_text=text)
    told = held_to_one_sentence(book, tmp_path)
    assert "循环" not in told
    assert "补上没有存储的结果（2 个）" in told


def held_to_one_sentence(book: openpyxl.Workbook, tmp_path: Path) -> str:
    path = tmp_path / "造.xlsx"
    book.save(path)
    done = subprocess.run(
        [sys.executable, "-m", "perfxl", "recalc", str(path), "-o", str(tmp_path / "新.xlsx")],
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1, 2), done
    assert "程序内部错误" not in done.stderr
    assert done.stderr.count("\n") == (done.returncode == 2)
    if done.returncode < 2:
        with zipfile.ZipFile(tmp_path / "新.xlsx") as package:
            assert package.testzip() is None
    return done.stdout + done.stderr
