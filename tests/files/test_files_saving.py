"""Saves that are killed, run out of disk or are kept out: always the old or the new file, whole."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter

from perfxl.errors import InputError, RefusedError
from perfxl.files.read.reading import read
from perfxl.files.write.writing import fingerprint, write
from perfxl.package import save as saving
from perfxl.sheets.changeset import CellWrite, ChangeSet

PROCESS = Path(__file__).with_name("saving_process.py")
KILLS, IN_WINDOW = 200, 50
CHANGES = ChangeSet((CellWrite("表", "B2", "新"),))
posix = pytest.mark.skipif(os.name != "posix", reason="signals, limits and modes of POSIX")


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that nobody is kept out of, with a book of some size: saving it takes a while."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o755)
        make(path / "原.xlsx")
        yield path
        path.chmod(0o755)


def make(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("表")
        for row in range(3, 300):
            sheet.write_row(row, 0, [f"项目{row}", row, row * 1.5, "说明"])
    noise = random.Random(1)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(zipfile.ZipInfo("xl/media/image1.png"), noise.randbytes(1_000_000))


def process(*arguments: object) -> str:
    command = [sys.executable, str(PROCESS), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@posix
def test_killed_at_random_moments(folder: Path) -> None:
    counts = json.loads(process("kill", folder, KILLS, IN_WINDOW, 20240917))
    assert counts["torn"] == 0
    assert counts["without_backup"] == 0
    assert counts["killed"] >= KILLS
    assert counts["in_window"] >= IN_WINDOW
    assert counts["old"] + counts["new"] == counts["killed"]


@posix
def test_the_killer_notices_a_careless_save(folder: Path) -> None:
    counts = json.loads(process("careless", folder, 120, 0, 1))
    assert counts["torn"] > 0


@posix
@pytest.mark.parametrize("size", [0, 1000, 500_000, 1_000_000])
def test_no_room_on_the_disk(folder: Path, size: int) -> None:
    before = (folder / "原.xlsx").read_bytes()
    (folder / "新.xlsx").write_bytes(b"old")
    told = process("limit", folder, size)
    assert told.startswith("无法写入")
    assert told.count("。") == 1
    assert sorted(path.name for path in folder.iterdir()) == ["原.xlsx", "新.xlsx"]
    assert ((folder / "原.xlsx").read_bytes(), (folder / "新.xlsx").read_bytes()) == (before, b"old")


@posix
def test_a_folder_that_may_not_be_written(folder: Path) -> None:
    told = process("readonly", folder)
    assert "不可写" in told
    assert [path.name for path in folder.iterdir()] == ["原.xlsx"]


class Full:
    """A file on a disk that fills up at the n-th write."""

    def __init__(self, file: object, writes: int) -> None:
        self.file, self.left = file, writes

    def write(self, data: bytes) -> int:
        self.left -= 1
        if self.left < 0:
            raise OSError(28, "No space left on device")
        return self.file.write(data)

    def __getattr__(self, name: str) -> object:
        return getattr(self.file, name)

    def __enter__(self) -> Full:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


def test_the_disk_fills_up_at_every_single_write(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    genuine, before = os.fdopen, (folder / "原.xlsx").read_bytes()
    (folder / "新.xlsx").write_bytes(b"old")
    for writes in range(500):
        monkeypatch.setattr(saving.os, "fdopen", lambda *a, n=writes: Full(genuine(*a), n))
        try:
            write(folder / "原.xlsx", CHANGES, folder / "新.xlsx")
        except RefusedError as error:
            assert "无法写入" in str(error)  # noqa: PT017
            assert (folder / "新.xlsx").read_bytes() == b"old"
            assert len(list(folder.iterdir())) == 2
        else:
            break
    assert 10 < writes < 499
    assert (folder / "原.xlsx").read_bytes() == before
    assert read(folder / "新.xlsx").sheets[0].cells[2, 2].value == "新"


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_another_program_holds_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Windows tells a sharing violation (32) only when the file is replaced."""

    def held(*_: object) -> None:
        raise PermissionError(13, "The process cannot access the file", "新.xlsx", 32)

    make(folder / "新.xlsx")
    before = (folder / "新.xlsx").read_bytes()
    monkeypatch.setattr(saving.os, step, held)
    with pytest.raises(RefusedError, match="正在 Excel、WPS 中打开"):
        write(folder / "原.xlsx", CHANGES, folder / "新.xlsx")
    assert (folder / "新.xlsx").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["原.xlsx", "新.xlsx"]


def test_a_file_held_for_reading_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(_: Path) -> bytes:
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(Path, "read_bytes", held)
    with pytest.raises(InputError, match="独占打开"):
        read(folder / "原.xlsx")


@pytest.mark.parametrize("lock", ["~$原.xlsx", ".~lock.原.xlsx#"])
def test_a_colleague_has_it_open(folder: Path, lock: str) -> None:
    """In place it is refused, without a backup; reading and writing elsewhere work."""
    (folder / lock).touch()
    with pytest.raises(RefusedError, match="正在别处打开"):
        write(folder / "原.xlsx", CHANGES, folder / "原.xlsx", in_place=True)
    assert sorted(path.name for path in folder.iterdir()) == sorted(["原.xlsx", lock])
    assert read(folder / "原.xlsx").sheets
    write(folder / "原.xlsx", CHANGES, folder / "新.xlsx")


def test_changed_since_it_was_read(folder: Path) -> None:
    before = fingerprint(folder / "原.xlsx")
    write(folder / "原.xlsx", ChangeSet((CellWrite("表", "A1", "别人"),)), folder / "原.xlsx", in_place=True)
    with pytest.raises(RefusedError, match="读取之后被改动"):
        write(folder / "原.xlsx", CHANGES, folder / "原.xlsx", in_place=True, expected=before)
    assert read(folder / "原.xlsx").sheets[0].cells[1, 1].value == "别人"
    assert len(list(folder.glob("*备份*"))) == 1


def test_the_backup_is_the_file_as_it_was(folder: Path) -> None:
    before = (folder / "原.xlsx").read_bytes()
    backup = write(folder / "原.xlsx", CHANGES, folder / "原.xlsx", in_place=True)
    assert backup is not None
    assert backup.read_bytes() == before
    assert read(folder / "原.xlsx").sheets[0].cells[2, 2].value == "新"


def test_a_refused_save_leaves_no_backup(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = (folder / "原.xlsx").read_bytes()
    replaced: Callable[..., None] = full
    monkeypatch.setattr(saving.os, "replace", replaced)
    with pytest.raises(RefusedError, match="无法写入"):
        write(folder / "原.xlsx", CHANGES, folder / "原.xlsx", in_place=True)
    assert [path.name for path in folder.iterdir()] == ["原.xlsx"]
    assert (folder / "原.xlsx").read_bytes() == before
