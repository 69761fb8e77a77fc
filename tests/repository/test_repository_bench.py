"""The benchmark tells failures and missing tools in words, and never fails on time."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def bench(root: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return benchmarks/bench.py as a module."""
    spec = importlib.util.spec_from_file_location("bench", root / "benchmarks" / "bench.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "bench", module)
    spec.loader.exec_module(module)
    return module


def timed(bench: ModuleType, seconds: float, goal: float | None = None) -> object:
    return bench.Timing("x", ("true",), goal, [seconds, seconds, 9.0])


def test_a_goal_is_met_by_the_median(bench: ModuleType) -> None:
    assert "，达到" in timed(bench, 0.4, 0.5).line()
    assert "未达到" in timed(bench, 0.6, 0.5).line()


@pytest.mark.parametrize(
    ("code", "out", "failed"),
    [(0, "", False), (1, "查出 3 处问题", False), (1, "", True), (2, "", True), (2, "查出", True)],
)
def test_a_failing_command_is_told_and_not_timed(bench: ModuleType, code: int, out: str, failed: bool) -> None:
    program = f"import sys; print({out!r}, end=''); sys.stderr.write('坏了'); sys.exit({code})"
    timing = bench.Timing("x", (sys.executable, "-c", program), 0.5)
    timing.run()
    assert ("没有测成：坏了" in timing.line()) is failed


def test_the_comparison_is_a_ratio(bench: ModuleType) -> None:
    commands = [timed(bench, seconds) for seconds in (0.1, 0.2, 0.5, 5.0)]
    assert "10.0 倍" in bench.comparison(commands)
    assert "没有找到 soffice" in bench.comparison(commands[:3])


def test_a_missing_workbook_is_one_sentence(root: Path) -> None:
    command = [sys.executable, str(root / "benchmarks" / "bench.py"), "没有.xlsx"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "找不到工作簿 没有.xlsx，请检查路径。\n"
