"""Recalculation beside LibreOffice and the package `formulas`: time and peak memory, 5,000 and 200,000 formulas.

All start as fresh processes, read the workbook, compute every formula and write a workbook with the results.
LibreOffice is told to recalculate, which it does not of itself.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from measuring import Command, in_turn, table
from recalcbooks import write

SMALL, LARGE = 5_000, 200_000
FASTER = {SMALL: 12, LARGE: 3}  # how many times faster than LibreOffice we mean to be
_REPETITIONS = 3
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
_FORMULAS = "import sys, formulas; formulas.ExcelModel().loads(sys.argv[1]).finish().calculate(); "


def commands(book: Path, room: Path, size: int) -> list[Command]:
    """Return what is measured on a workbook; LibreOffice is left out where it is not installed."""
    found = [Command("perfxl recalc", _ours(book, room), findings=True)]
    if shutil.which("soffice"):
        profile = f"-env:UserInstallation={(room / 'profile').as_uri()}"
        convert = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(room / "office"),
            str(book),
        ]
        found.append(Command("LibreOffice", convert))
        found.append(
            Command("perfxl，引擎 LibreOffice", [*_ours(book, room), "--engine", "libreoffice"], findings=True)
        )
    if size == SMALL:
        found.append(Command("formulas", [sys.executable, "-W", "ignore", "-c", _FORMULAS, str(book)]))
    return found


def _ours(book: Path, room: Path) -> list[str]:
    return [
        *(sys.executable, "-m", "perfxl", "recalc", str(book), "-o", str(room / f"out-{book.name}")),
        "--overwrite",
    ]


def verdict(measured: list[Command], goal: int) -> str:
    """Return how we stand to LibreOffice."""
    by_name = {command.name: command for command in measured if not command.failure}
    if "LibreOffice" not in by_name or "perfxl recalc" not in by_name:
        return "没有可比的 LibreOffice。"
    times = by_name["LibreOffice"].median / by_name["perfxl recalc"].median
    return f"比 LibreOffice 快 {times:.1f} 倍；目标 {goal} 倍，{'达到' if times >= goal else '未达到'}"


def main() -> None:
    """Measure both workbooks."""
    with tempfile.TemporaryDirectory(prefix="perfxl-bench-") as name:
        room = Path(name)
        settings = room / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        for size in (SMALL, LARGE):
            book = room / f"formulas-{size}.xlsx"
            count = write(book, size)
            measured = commands(book, room, size)
            in_turn(measured, _REPETITIONS)
            print(f"\n重算 {count:,} 个公式")
            print("\n".join(table(measured)))
            print(verdict(measured, FASTER[size]))


if __name__ == "__main__":
    main()
