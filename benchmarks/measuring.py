"""What the benches share: commands run as fresh processes, in turn, their time and peak memory, and goals told."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

MEGABYTE = 1024 * 1024
_MAXRSS = 1 if sys.platform == "darwin" else 1024  # bytes that its unit stands for


@dataclass(slots=True)
class Command:
    """One command, the seconds and megabytes it took each time, and its goal in seconds (None: only compared with).

    findings  exit code 1 with output is a success: perfxl has found something, and told it
    """

    name: str
    command: Sequence[str]
    goal: float | None = None
    findings: bool = False
    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    failure: str = ""

    def run(self) -> None:
        """Run the command once."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as trouble:
            start = time.perf_counter()
            with subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=out, stderr=trouble) as process:
                code, peak = _ended(process)
            self.seconds.append(time.perf_counter() - start)
            self.megabytes.append(peak)
            trouble.seek(0)
            if code and not (self.findings and code == 1 and out.tell()):
                told = trouble.read().decode(errors="replace").strip().splitlines()
                self.failure = told[-1] if told else f"退出码 {code}"

    @property
    def median(self) -> float:
        """The median, in seconds."""
        return statistics.median(self.seconds)

    @property
    def peak(self) -> float:
        """The median of the peaks, in megabytes; 0 where the system does not tell."""
        return statistics.median(self.megabytes)

    def line(self) -> str:
        """Return the row of the table."""
        if self.failure:
            return f"{self.name:<24}没有测成：{self.failure}"
        spread = f"{self.median:8.3f} {min(self.seconds):8.3f} {max(self.seconds):8.3f} {self.peak:7.0f} MB"
        goal = "" if self.goal is None else verdict(f"{self.goal:.2f} 秒", self.median <= self.goal)
        return f"{self.name:<24}{spread}   {goal}".rstrip()


def _ended(process: subprocess.Popen[bytes]) -> tuple[int, float]:
    """Wait for a process and return its exit code and the peak of its memory in megabytes."""
    if not hasattr(os, "wait4"):
        return process.wait(), 0.0
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss * _MAXRSS / MEGABYTE


def verdict(goal: str, met: bool) -> str:
    """Return what became of a goal."""
    return f"目标 {goal}，{'达到' if met else '未达到'}"


def in_turn(commands: Sequence[Command], repetitions: int) -> None:
    """Run all commands in turn, so that a slow minute of the machine falls on all; a first round does not count."""
    for command in commands:
        command.run()
        command.seconds.clear()
        command.megabytes.clear()
    for _ in range(repetitions):
        for command in commands:
            command.run()


def table(commands: Sequence[Command]) -> list[str]:
    """Return the rows of a table of commands, headed."""
    return [f"{'':<24}{'中位数':>5} {'最快':>6} {'最慢':>6} {'峰值内存':>6}", *(command.line() for command in commands)]
