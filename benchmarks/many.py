"""Many workbooks of all forms: how many a second by how many processes, and whether memory stays flat.

The books are the example, its sheets handed out one by one, and the forms that `make detect` draws. PERFXL_BOOKS sets
the sizes, "1,100,500" by default; those above 500 are done by two processes only. The processor's time is told beside
the clock's: it says the same on a machine that has other things to do.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from decimal import Decimal
from pathlib import Path
from random import Random

from measuring import verdict

TESTS = Path(__file__).resolve().parent.parent / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "detection")]

import xlsxwriter  # noqa: E402
from sheets import FORMS  # noqa: E402

from perfxl.sheets.snapshot import Snapshot  # noqa: E402

TITLE = "许多工作簿（check --summary）"
GOAL = 80.0  # workbooks a second, by two processes
_EVERY = 0.05
_LARGE = 500


def measure(book: Path, repetitions: int) -> list[str]:
    """Return the lines of the report; each size is measured once, for its length evens out what disturbs it."""
    sizes = sorted({int(size) for size in os.environ.get("PERFXL_BOOKS", "1,100,500").split(",")})
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        sources = _sources(book, folder / "sources")
        lines = [f"{'个数':>8}{'进程':>6}{'秒':>10}{'个/秒':>10}{'处理器 秒':>9}{'主进程 MB':>12}{'工作进程 MB':>12}"]
        for size in sizes:
            _fill(folder / str(size), sources, size)
            for workers in (1,) if size == 1 else (1, 2) if size <= _LARGE else (2,):
                lines.append(_measured(folder, size, workers))
        rate = float(lines[-1].split()[3])
        return [*lines, f"{verdict(f'2 个进程每秒 {GOAL:.0f} 个', rate >= GOAL)}。"]


def _sources(book: Path, folder: Path) -> list[Path]:
    command = [sys.executable, "-m", "perfxl", "split", str(book), "-o", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    shutil.copy(book, folder)
    for name, draw in FORMS.items():
        _write(draw(Random(name)), folder / f"{name}.xlsx")
    return sorted(folder.iterdir())


def _write(drawn: Snapshot, target: Path) -> None:
    with xlsxwriter.Workbook(target) as book:
        for sheet in drawn.sheets:
            page = book.add_worksheet(sheet.name)
            for box in sheet.merges:
                page.merge_range(box.top - 1, box.left - 1, box.bottom - 1, box.right - 1, "")
            for (row, column), cell in sheet.cells.items():
                value = float(cell.value) if isinstance(cell.value, Decimal) else cell.value
                style = book.add_format({"num_format": cell.number_format})
                if cell.formula is None:
                    page.write(row - 1, column - 1, value, style)
                else:
                    page.write_formula(row - 1, column - 1, f"={cell.formula}", style, value)


def _fill(folder: Path, sources: list[Path], size: int) -> None:
    folder.mkdir()
    for number, source in enumerate(itertools.islice(itertools.cycle(sources), size)):
        shutil.copy(source, folder / f"{number:06}-{source.name}")


def _measured(folder: Path, size: int, workers: int) -> str:
    """Return the line of one run: its time, and the peaks of the first process and of the fattest worker."""
    command = [sys.executable, "-m", "perfxl", "check", str(folder / str(size)), "--workers", str(workers)]
    command += ["--summary", str(folder / f"{size}-{workers}.xlsx")]
    peaks = [0.0, 0.0]
    start, before = time.perf_counter(), _processor()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        watcher = threading.Thread(target=_watch, args=(process, peaks))
        watcher.start()
        process.wait()
    seconds = time.perf_counter() - start
    watcher.join()
    told = f"{size:>10}{workers:>8}{seconds:>11.2f}{size / seconds:>12.1f}{_processor() - before:>12.2f}"
    return f"{told}{peaks[0]:>15.0f}{peaks[1]:>15.0f}"


def _processor() -> float:
    """Return the seconds that processes started from here, and theirs, had of the processor."""
    told = os.times()
    return told.children_user + told.children_system


def _watch(process: subprocess.Popen[bytes], peaks: list[float]) -> None:
    """Note the peaks in megabytes for as long as a process runs; they stay 0 where the system has no /proc."""
    while process.poll() is None:
        peaks[0] = max(peaks[0], _resident(process.pid))
        for child in _children(process.pid):
            peaks[1] = max(peaks[1], _resident(child))
        time.sleep(_EVERY)


def _resident(pid: int) -> float:
    try:
        told = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        return next(int(line.split()[1]) / 1024 for line in told.splitlines() if line.startswith("VmRSS"))
    except (OSError, StopIteration):
        return 0.0


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
    except (OSError, ValueError):
        return []
