"""How long a plain list of 100,000 rows and 10 columns takes, of which no form is known, and how much memory.

Two lists: one whose texts no form knows, and one of which each row might be a heading (项目17, 单位3). LibreOffice
opens and saves the first beside them.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from measuring import Command, in_turn, table

TITLE = "100,000 行 10 列的普通清单"
GOAL = 2.0  # seconds
MOST_REPETITIONS = 3
FOLDER = Path(__file__).resolve().parent.parent / "out" / "bench"
ROWS = 100_000
PLAIN = ("甲", "名字", "地点", "来源", "用途", "经手", "数", "价", "日", "记")
TELLING = ("序号", "单位", "项目", "科目", "说明", "备注", "数量", "单价", "日期", "编号")


def measure(_book: Path, repetitions: int) -> list[str]:
    """Return the lines of the report."""
    plain, telling = _list("plain", PLAIN), _list("telling", TELLING)
    perfxl = (sys.executable, "-m", "perfxl")
    commands = [
        Command("check", (*perfxl, "check", str(plain)), GOAL, findings=True),
        Command("map", (*perfxl, "map", str(plain)), GOAL, findings=True),
        Command("check，行行像表头", (*perfxl, "check", str(telling)), findings=True),
    ]
    with tempfile.TemporaryDirectory() as scratch:
        if shutil.which("soffice"):
            profile = f"-env:UserInstallation={(Path(scratch) / 'profile').as_uri()}"
            convert = ("--headless", "--convert-to", "xlsx", "--outdir", str(Path(scratch) / "office"), str(plain))
            commands.append(Command("LibreOffice 打开并另存", ("soffice", profile, *convert)))
        in_turn(commands, min(repetitions, MOST_REPETITIONS))
    return table(commands)


def _list(name: str, heads: tuple[str, ...]) -> Path:
    """Return a list, made where it is not there yet: six columns of texts, four of numbers."""
    import xlsxwriter  # noqa: PLC0415 (most benches make no list)

    path = FOLDER / f"list-{name}-{ROWS}.xlsx"
    if path.exists():
        return path
    FOLDER.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("清单")
        sheet.write_row(0, 0, heads)
        for row in range(1, ROWS):
            texts = [f"{head}{row % size}" for head, size in zip(heads, (ROWS, 97, ROWS, 31, 5_000, 3), strict=False)]
            sheet.write_row(row, 0, [*texts, row % 100, row % 997 + 0.25, 44_000 + row % 900, row])
    return path


if __name__ == "__main__":
    print("\n".join(measure(Path(), 1)))
