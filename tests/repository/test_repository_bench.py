"""The benchmark tells failures and missing tools in words, and never fails on time."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def bench(root: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return what the benches share."""
    monkeypatch.syspath_prepend(root / "benchmarks")
    return importlib.import_module("measuring")


def timed(bench: ModuleType, seconds: float, goal: float | None = None, megabytes: float = 30.0) -> object:
    return bench.Command("x", ("true",), goal, seconds=[seconds, seconds, 9.0], megabytes=[megabytes])


def test_a_goal_is_met_by_the_median(bench: ModuleType) -> None:
    assert "，达到" in timed(bench, 0.4, 0.5).line()
    assert "未达到" in timed(bench, 0.6, 0.5).line()


@pytest.mark.parametrize(
    ("code", "out", "failed"),
    [(0, "", False), (1, "查出 3 处问题", False), (1, "", True), (2, "", True), (2, "查出", True)],
)
def test_a_failing_command_is_told_and_not_timed(bench: ModuleType, code: int, out: str, failed: bool) -> None:
    program = f"import sys; print({out!r}, end=''); sys.stderr.write('坏了'); sys.exit({code})"
    timing = bench.Command("x", (sys.executable, "-X", "utf8", "-c", program), 0.5, findings=True)
    timing.run()
    assert ("没有测成：坏了" in timing.line()) is failed


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell the peak of a process that ended")
def test_the_peak_is_that_of_the_process(bench: ModuleType) -> None:
    program = (
        "from measuring import Command, in_turn; import sys\n"
        "small, large = (Command('x', (sys.executable, '-c', f'b\" \" * {size}')) for size in (1, 200_000_000))\n"
        "in_turn([small, large], 1); print(large.peak - small.peak)"
    )
    # In a process of its own, for no child counts less than what its parent held: this one holds all the tests.
    told = subprocess.check_output([sys.executable, "-c", program], cwd=Path(bench.__file__).parent)
    assert 150 < float(told) < 250


def test_the_comparison_is_a_ratio(bench: ModuleType) -> None:
    compared = importlib.import_module("commands").comparison
    commands = [timed(bench, seconds) for seconds in (0.1, 0.2, 0.5, 5.0)]
    assert "10.0 倍" in compared(commands)
    assert "没有找到 soffice" in compared(commands[:3])


def test_editing_is_held_to_its_goals(bench: ModuleType) -> None:
    compared = importlib.import_module("editing").comparison
    assert "未达到" not in compared(timed(bench, 1.0), timed(bench, 10.0), timed(bench, 0.4))
    assert compared(timed(bench, 1.0, megabytes=151), timed(bench, 9.0), timed(bench, 0.3)).count("未达到") == 3


def test_a_missing_workbook_is_one_sentence(root: Path) -> None:
    command = [sys.executable, str(root / "benchmarks" / "bench.py"), "没有.xlsx"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "找不到工作簿 没有.xlsx，请检查路径。\n"
