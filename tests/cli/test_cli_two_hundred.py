"""Two hundred books in one command, three of them broken: the others are judged, each broken one is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from perfxl.cli.main import main

BROKEN = 3
GOOD = 200 - BROKEN


@pytest.fixture
def books(book: Path, wrong: Path, tmp_path: Path) -> list[str]:
    """Return a hundred and ninety-six right books, one with an error, a text, a lock file and a folder."""
    folder = tmp_path / "报送"
    folder.mkdir()
    for number in range(GOOD - 1):
        shutil.copy(book, folder / f"单位{number:03}.xlsx")
    shutil.copy(wrong, folder / "单位填错.xlsx")
    (folder / "假的.xlsx").write_text("项目,预算\n", encoding="utf-8")
    (folder / "~$单位000.xlsx").write_bytes(b"\x05clerk".ljust(165, b"\0"))
    (folder / "夹.xlsx").mkdir()
    return [str(path) for path in sorted(folder.iterdir())]


def test_the_broken_ones_are_named_and_the_others_judged(books: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert len(books) == GOOD + BROKEN
    assert main(["check", *books]) == 2
    told = capsys.readouterr()
    assert f"{GOOD - 1} 个没有达到 --fail-on 的问题，1 个有，1 个没有做成" in told.out
    assert [line for line in told.err.splitlines() if "假的.xlsx" in line and "文本" in line]
    assert [line for line in told.err.splitlines() if "~$单位000.xlsx" in line and "锁定文件" in line]
    assert [line for line in told.err.splitlines() if "夹.xlsx" in line and "没有要读的工作簿" in line]
    assert "Traceback" not in told.err
