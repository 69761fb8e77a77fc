"""How long the commands that a clerk gives take, beside LibreOffice opening and saving the same workbook."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from measuring import Command, in_turn, table, verdict

TITLE = "命令"
LEAST_RATIO = 5.0  # how many times faster than LibreOffice a run is to be


def measure(book: Path, repetitions: int) -> list[str]:
    """Return the lines of the report."""
    with tempfile.TemporaryDirectory() as scratch:
        commands = _commands(book, Path(scratch))
        in_turn(commands, repetitions)
    return [*table(commands), comparison(commands)]


def _commands(book: Path, scratch: Path) -> list[Command]:
    """Return the commands to time; LibreOffice last, where it is installed."""
    perfxl = (sys.executable, "-m", "perfxl")
    commands = [
        Command("perfxl --version", (*perfxl, "--version"), 0.15),
        Command("perfxl check", (*perfxl, "check", str(book)), 0.35, findings=True),
        Command("perfxl run", (*perfxl, "run", str(book), "-o", str(scratch / "run")), 0.6, findings=True),
    ]
    soffice = shutil.which("soffice")
    if soffice:
        profile = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
        convert = ("--headless", "--convert-to", "xlsx", "--outdir", str(scratch / "office"), str(book))
        commands.append(Command("LibreOffice re-save", (soffice, profile, *convert)))
    return commands


def comparison(commands: list[Command]) -> str:
    """Return how a run compares with LibreOffice opening and saving the same workbook."""
    if len(commands) < 4:
        return "没有找到 soffice，未与 LibreOffice 对比。"
    run, office = commands[2], commands[3]
    if run.failure or office.failure:
        return "有一项没有测成，无法与 LibreOffice 对比。"
    ratio = office.median / run.median
    goal = verdict(f"{LEAST_RATIO:.0f} 倍", ratio >= LEAST_RATIO)
    return f"run 比 LibreOffice 打开并另存同一工作簿快 {ratio:.1f} 倍（{goal}）。"
