"""How long perfxl keeps a clerk waiting, on this machine: `make bench`.

Every figure is the median of fresh processes, the commands taken in turn, so that a slow minute of the machine
falls on all of them. The goals are told as met or missed; a slow machine is no failure.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

LEAST_RATIO = 5.0  # how many times faster than LibreOffice a run is to be
SECONDS = 300


@dataclass(slots=True)
class Timing:
    """One command, the seconds it took each time, and its goal in seconds (None: only compared with)."""

    name: str
    command: Sequence[str]
    goal: float | None = None
    seconds: list[float] = field(default_factory=list)
    failure: str = ""

    def run(self) -> None:
        """Run the command once; with exit code 1 perfxl has found something, and told it."""
        start = time.perf_counter()
        done = subprocess.run(self.command, capture_output=True, text=True, timeout=SECONDS, check=False)
        self.seconds.append(time.perf_counter() - start)
        if done.returncode and (done.returncode != 1 or not done.stdout.strip()):
            self.failure = (done.stderr.strip().splitlines() or [f"退出码 {done.returncode}"])[-1]

    @property
    def median(self) -> float:
        """The median, in seconds."""
        return statistics.median(self.seconds)

    def line(self) -> str:
        """Return the row of the table."""
        if self.failure:
            return f"{self.name:<24}没有测成：{self.failure}"
        spread = f"{self.median:8.3f} {min(self.seconds):8.3f} {max(self.seconds):8.3f}"
        return f"{self.name:<24}{spread}   {self.verdict()}".rstrip()

    def verdict(self) -> str:
        """Return what became of the goal."""
        if self.goal is None:
            return ""
        return f"目标 {self.goal:.2f} 秒，{'达到' if self.median <= self.goal else '未达到'}"


def timings(book: Path, scratch: Path) -> list[Timing]:
    """Return the commands to time; LibreOffice last, where it is installed."""
    perfxl = (sys.executable, "-m", "perfxl")
    commands = [
        Timing("perfxl --version", (*perfxl, "--version"), 0.15),
        Timing("perfxl check", (*perfxl, "check", str(book)), 0.5),
        Timing("perfxl run", (*perfxl, "run", str(book), "-o", str(scratch / "run")), 1.0),
    ]
    soffice = shutil.which("soffice")
    if soffice:
        profile = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
        resave = (
            soffice,
            profile,
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(scratch / "office"),
            str(book),
        )
        commands.append(Timing("LibreOffice re-save", resave))
    return commands


def measure(commands: list[Timing], repetitions: int) -> None:
    """Time all commands in turn; the first round warms file caches and the office profile and does not count."""
    for command in commands:
        command.run()
        command.seconds.clear()
    for _ in range(repetitions):
        for command in commands:
            command.run()


def comparison(commands: list[Timing]) -> str:
    """Return how a run compares with LibreOffice opening and saving the same workbook."""
    if len(commands) < 4:
        return "没有找到 soffice，未与 LibreOffice 对比。"
    run, office = commands[2], commands[3]
    if run.failure or office.failure:
        return "有一项没有测成，无法与 LibreOffice 对比。"
    ratio = office.median / run.median
    verdict = "达到" if ratio >= LEAST_RATIO else "未达到"
    return f"run 比 LibreOffice 打开并另存同一工作簿快 {ratio:.1f} 倍（目标 {LEAST_RATIO:.0f} 倍，{verdict}）。"


def main() -> int:
    """Measure and print; returns 2 where the workbook is missing."""
    parser = argparse.ArgumentParser(description="测量 perfxl 的速度")
    parser.add_argument("book", type=Path, help="工作簿")
    parser.add_argument("--repetitions", type=int, default=7, help="每条命令测几次（默认 7）")
    options = parser.parse_args()
    if not options.book.is_file():
        print(f"找不到工作簿 {options.book}，请检查路径。", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        commands = timings(options.book.resolve(), Path(scratch))
        measure(commands, max(1, options.repetitions))
    print(f"Python {platform.python_version()}，{platform.machine()}，每项 {options.repetitions} 次，单位：秒")
    print(f"{'':<24}{'中位数':>5} {'最快':>6} {'最慢':>6}")
    for command in commands:
        print(command.line())
    print(comparison(commands))
    return 0


if __name__ == "__main__":
    sys.exit(main())
