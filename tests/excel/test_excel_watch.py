"""A command that comes to no end ends its process: Excel, which cannot give up, is free again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from perfxl.excel import udfs
from perfxl.excel.watch import Calls

PROGRAM = """
import sys, time
from pathlib import Path

import pytest

from perfxl.excel import udfs
from perfxl.excel.watch import Calls
from perfxl.excel.watch import progress, watched
with watched(Path(sys.argv[1])):
    for _ in range(3):
        time.sleep(0.3)
        progress()
print("steps")
with watched(Path(sys.argv[1])):
    time.sleep(30)
print("never")
"""


def test_steps_may_take_their_time_and_a_step_without_end_ends_the_process(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-u", "-c", PROGRAM, str(tmp_path)],
        env={"PERFXL_LONGEST": "0.8"},
        capture_output=True,
        text=True,
        timeout=25,
        check=False,
    )
    assert done.stdout.split() == ["steps"]
    assert done.returncode == 1
    assert "Timeout" in (tmp_path / "stuck.log").read_text("utf-8")


CALLING = """
import sys
from pathlib import Path
from perfxl.excel import udfs
from perfxl.excel.watch import CALLS
udfs.BOUND["px_execrate"](60.0, 100.0)
CALLS.watch(Path(sys.argv[1]))
print("begun")
udfs.call = lambda *given: {endless}
udfs.BOUND["px_execrate"](60.0, 100.0)
print("never")
"""
ENDLESS = {"Python": "[None for _ in iter(int, 1)]", "no Python": "__import__('re').match('(a+)+$', 'a' * 60 + 'b')"}


@pytest.mark.parametrize("endless", ENDLESS.values(), ids=ENDLESS)
def test_a_worksheet_function_without_end_ends_the_process(endless: str, tmp_path: Path) -> None:
    """Even one that never lets Python run, as a pattern can that is matched for ever."""
    done = subprocess.run(
        [sys.executable, "-u", "-c", CALLING.format(endless=endless), str(tmp_path)],
        env={"PERFXL_LONGEST": "0.6"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "never" not in done.stdout
    assert done.returncode == 1
    assert "Timeout" in (tmp_path / "stuck.log").read_text("utf-8")


def test_an_idle_server_and_one_with_much_to_do_are_in_order() -> None:
    calls = Calls()
    assert [calls.in_order() for _ in range(3)] == [True] * 3
    for _ in range(3):
        calls.begin()
        assert calls.in_order()
        calls.end()
    calls.begin()
    assert calls.in_order()
    assert not calls.in_order()
    calls.end()
    assert calls.in_order()


def test_every_call_is_counted_even_one_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    before = udfs.CALLS.number
    monkeypatch.setattr(udfs, "call", lambda *given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        udfs.BOUND["px_execrate"](60.0, 100.0)
    assert (udfs.CALLS.number, udfs.CALLS.working) == (before + 1, False)
