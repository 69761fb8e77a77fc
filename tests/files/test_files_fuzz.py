"""Broken workbooks are read or refused with one sentence: never a traceback, never long, never much memory."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

NUMBER, SEED = 2000, 20240917


def test_two_thousand_broken_workbooks(root: Path, corpus: Path) -> None:
    command = [sys.executable, str(root / "benchmarks" / "fuzz.py"), "--number", str(NUMBER), "--seed", str(SEED)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=280, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")
    assert "异常 0。" in done.stdout


def test_a_traceback_is_a_fault(root: Path, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(root / "benchmarks")
    fuzzing = importlib.import_module("fuzzing")

    def broken(_: Path) -> None:
        raise KeyError("x")

    monkeypatch.setattr(fuzzing, "read", broken)
    tally = fuzzing.fuzz(fuzzing.samples(corpus), 3, 1, tmp_path)
    assert len(tally.faults) == 3
