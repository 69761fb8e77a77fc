"""A command that comes to no end ends its process: Excel, which cannot give up, is free again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys, time
from pathlib import Path
from perfxl.ribbon.watch import progress, watched
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
