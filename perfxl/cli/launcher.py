"""The launcher (拖放启动): a workbook is dropped on it, results appear beside it and the findings open.

A report dropped with a workbook is checked against it, one dropped alone by itself; the annotated copy lies with the
results.

For offices without Excel: no typing, no add-in. `python -m perfxl.cli.launcher FILE ...`, or the Windows command line
in PERFXL_DROPPED, which the starter hands over unread because its own way of splitting breaks names with "&".
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Container, Sequence
from pathlib import Path

from perfxl.cli import console
from perfxl.cli.main import main as perfxl
from perfxl.package.whole import write_text

BOOKS = {".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods", ".et"}
REPORTS = {".docx", ".txt", ".md"}
OLD_REPORTS = {".doc", ".wps"}
CANNOT = 2
_HOW = "请把自评工作簿拖到“把工作簿拖到这里.cmd”上。"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run on every workbook and report dropped; return the worst exit code."""
    console.prepare()
    given = list(sys.argv[1:] if arguments is None else arguments)
    files = [Path(name) for name in given or dropped_files(os.environ.get("PERFXL_DROPPED", ""))]
    books, reports = _of(files, BOOKS), _of(files, REPORTS)
    for path in files:
        if path not in (*books, *reports):
            console.complain(_refusal(path))
    codes = [_run(book) for book in books] + [_check_report(report, books) for report in reports]
    if not codes:
        console.complain(_HOW)
    return max(codes, default=CANNOT)


def _of(files: Sequence[Path], endings: Container[str]) -> list[Path]:
    return [path for path in files if path.suffix.casefold() in endings]


def dropped_files(command: str) -> list[str]:
    r"""Return the files in a line such as `cmd.exe /c ""C:\x.cmd" "C:\a b.xlsx" C:\c&d.xlsx"`."""
    words = re.findall(r'"([^"]+)"|([^\s"]+)', re.sub(r'(?i)^.*?/c\s+"', "", command, count=1))
    names = [quoted or bare for quoted, bare in words]
    return [name for name in names if not name.casefold().endswith((".cmd", ".bat"))]


def _run(book: Path) -> int:
    folder = new_folder(book)
    code = perfxl(["run", str(book), "-o", str(folder)])
    if code == CANNOT:
        return code
    for result in sorted(folder.glob("*检查结果.txt")):
        show(result)
    return code


def _check_report(report: Path, books: Sequence[Path]) -> int:
    """Check a report by itself, and against the workbook where exactly one was dropped with it."""
    folder = new_folder(report)
    folder.mkdir()
    against = [str(book) for book in books] if len(books) == 1 else []
    copy = ["-o", str(folder / f"{report.stem}-批注稿.docx")] if report.suffix.casefold() == ".docx" else []
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        code = perfxl(["check", *against, "--report", str(report), *copy])
    if code == CANNOT:
        shutil.rmtree(folder)
        return code
    console.say(told.getvalue().rstrip())
    result = folder / f"{report.stem}-核对结果.txt"
    write_text(result, told.getvalue().rstrip())
    show(result)
    return code


def new_folder(book: Path) -> Path:
    """Return a folder beside the book that is not there yet: what a person did with earlier results stays."""
    first = book.with_name(f"{book.stem}-自评结果")
    number, folder = 1, first
    while folder.exists():
        number += 1
        folder = first.with_name(f"{first.name}-{number}")
    return folder


def show(path: Path) -> None:
    """Open a file in the program that the system has for it; a system without one is no error."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 (opening it is the purpose)
    elif os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform == "darwin":
        opener = "open" if sys.platform == "darwin" else "xdg-open"
        subprocess.Popen([opener, str(path)])  # noqa: S603 (a fixed program)


def _refusal(path: Path) -> str:
    if path.suffix.casefold() in OLD_REPORTS:
        return f"“{path.name}”是旧格式的报告，读不了，请用 Word 或 WPS 另存为 .docx 再拖。"
    return f"“{path.name}”不是工作簿，没有处理；{_HOW}"


if __name__ == "__main__":
    sys.exit(main())
