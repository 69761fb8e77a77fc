"""A process of its own that saves workbooks, so that it can be killed, starved of disk or kept out of a folder.

    saving_process.py kill FOLDER KILLS IN_WINDOW SEED    prints what became of the saves, as JSON
    saving_process.py careless FOLDER KILLS 0 SEED        the same with a save that writes over the file
    saving_process.py limit FOLDER BYTES                  saves where no file may grow larger
    saving_process.py readonly FOLDER                     saves into a folder that may not be written

FOLDER holds 原.xlsx. The last two print the sentence of refusal.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from perfxl.errors import PerfxlError
from perfxl.files.read.reading import read
from perfxl.files.write import writing
from perfxl.files.write.writing import write
from perfxl.package.archive import Archive
from perfxl.package.save import Changes, save
from perfxl.sheets.changeset import CellWrite, ChangeSet, NoteWrite

NOBODY = 65534
CHANGES = ChangeSet((CellWrite("表", "B2", "新"),), notes=(NoteWrite("表", "C3", "批注"),))
MOST_ROUNDS = 2000


class Killer:
    """Saves again and again in forked processes and kills each at a random moment."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.random = folder, random.Random(seed)
        self.source = folder / "原.xlsx"
        self.old = self.source.read_bytes()
        start = time.perf_counter()
        write(self.source, CHANGES, folder / "样.xlsx")
        self.whole = time.perf_counter() - start
        self.new = (folder / "样.xlsx").read_bytes()
        self.counts: Counter[str] = Counter()

    def run(self, kills: int, in_window: int) -> dict[str, int]:
        """Kill at least so many saves, so many of them between the temporary file's appearance and the replace."""
        for number in range(MOST_ROUNDS):
            if self.counts["killed"] >= kills and self.counts["in_window"] >= in_window:
                break
            self.round(in_place=number % 2 == 1, wait_for_file=number % 3 > 0)
        return dict(self.counts)

    def round(self, *, in_place: bool, wait_for_file: bool) -> None:
        """Let one save begin, kill it, and look at what is there."""
        shutil.rmtree(self.folder / "轮", ignore_errors=True)
        folder = self.folder / "轮"
        folder.mkdir()
        target = folder / "书.xlsx"
        target.write_bytes(self.old)
        child = os.fork()
        if not child:
            self.save(target, in_place)
        if wait_for_file:
            self.await_temporary(folder, child)
        time.sleep(self.random.uniform(0, self.whole if not wait_for_file else self.whole / 2))
        os.kill(child, signal.SIGKILL)
        killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        self.count(folder, target, killed, in_place)

    def save(self, target: Path, in_place: bool) -> None:
        """Save, in the forked process, which ends here."""
        code = 1
        try:
            write(target if in_place else self.source, CHANGES, target, in_place=in_place)
            code = 0
        finally:
            os._exit(code)

    def await_temporary(self, folder: Path, child: int) -> None:
        """Return as soon as a temporary file appears, or the save has ended."""
        while not temporaries(folder):
            if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                return

    def count(self, folder: Path, target: Path, killed: bool, in_place: bool) -> None:
        """Count a save; a temporary file that still lies there proves that it had appeared and replaced nothing."""
        content = target.read_bytes()
        self.counts["saves"] += 1
        self.counts["killed"] += killed
        self.counts["in_window"] += killed and bool(temporaries(folder))
        self.counts["old"] += killed and content == self.old
        self.counts["new"] += killed and content == self.new
        self.counts["torn"] += content not in (self.old, self.new)
        kept = any(path.read_bytes() == self.old for path in folder.glob("*备份*"))
        self.counts["without_backup"] += in_place and content == self.new and not kept


def temporaries(folder: Path) -> list[str]:
    """Return the temporary files in a folder."""
    return [name for name in os.listdir(folder) if name.startswith(".perfxl-")]


def refusal(source: Path, target: Path) -> str:
    """Save and return the sentence of refusal, "" where there was none."""
    try:
        write(source, CHANGES, target)
    except PerfxlError as error:
        return str(error)
    return ""


def carelessly(archive: Archive, target: Path, changes: Changes) -> None:
    """Save as one should not: over the old file, piece by piece."""
    temporary = target.with_name(".perfxl-careless.tmp")
    save(archive, temporary, changes)
    data = temporary.read_bytes()
    with target.open("wb") as file:
        for start in range(0, len(data), 1000):
            file.write(data[start : start + 1000])
            file.flush()
    temporary.unlink()


def limited(folder: Path, size: int) -> str:
    """Save where no file may grow beyond a size, as on a disk that is full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return refusal(folder / "原.xlsx", folder / "新.xlsx")


def kept_out(folder: Path) -> str:
    """Save into a folder that may not be written; root, whom no mode keeps out, becomes nobody first."""
    read(folder / "原.xlsx")  # all modules are loaded while they can be
    refusal(folder / "原.xlsx", folder / "无" / "新.xlsx")
    folder.chmod(0o555)
    if os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    return refusal(folder / "原.xlsx", folder / "新.xlsx")


def main(mode: str, folder: Path, *numbers: int) -> None:
    """Do what the command line says."""
    if mode == "careless":
        writing.save = carelessly
    if mode in {"kill", "careless"}:
        kills, in_window, seed = numbers
        print(json.dumps(Killer(folder, seed).run(kills, in_window)))
    elif mode == "limit":
        print(limited(folder, *numbers))
    else:
        print(kept_out(folder))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:]))
