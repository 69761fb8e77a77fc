"""Generated sheets as they leave the printer: one page wide, headings repeated, no text lost."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from perfxl.recognition.grid import shown
from perfxl.sheets.snapshot import Sheet, Snapshot

FIRST_AND_LAST = {"附件1": ("一级指标", "评分说明"), "附件24": ("序号", "指标说明"), "检查结果": ("序号", "依据")}


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture
def pages(output: Path, written: Snapshot, office: Callable[..., Path], needs: Callable[[str], str]) -> dict[str, list]:
    """Return the texts of each generated sheet's pages, told apart by the label in the sheet's corner."""
    pdf = office(output, "pdf")
    text = subprocess.run(
        [needs("pdftotext"), "-raw", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
    names = [sheet.name for sheet in written.sheets if sheet.ownership]
    found: dict[str, list[str]] = {}
    current = None
    for page in map(flat, text.split("\f")):
        begun = next((name for name in names if begins(page, name)), None)
        if begun or current:
            current = begun or current
            found.setdefault(current, []).append(page)
    return {name: [page for page in some if page] for name, some in found.items()}


def begins(page: str, name: str) -> bool:
    """Whether a page carries the sheet's label: attachments in their corner, the findings as their title."""
    return bool(re.search(rf"{name}(?![0-9])", page))


def test_generated_sheets_print_whole(pages: dict[str, list[str]], written: Snapshot) -> None:
    generated = [sheet for sheet in written.sheets if sheet.ownership]
    assert list(pages) == [sheet.name for sheet in generated]
    for sheet in generated:
        printed = "".join(pages[sheet.name])
        assert "###" not in printed
        assert [text for text in texts(sheet) if text not in printed] == []


def texts(sheet: Sheet) -> list[str]:
    return [flat(shown(cell)) for cell in sheet.cells.values() if shown(cell)]


def test_first_and_last_column_stand_on_every_page(pages: dict[str, list[str]]) -> None:
    for name, (first, last) in FIRST_AND_LAST.items():
        assert all(first in page and last in page for page in pages[name]), name
    assert len(pages["附件1"]) > 1
    for name, printed in pages.items():
        if name not in FIRST_AND_LAST:
            assert "项目名称" in printed[0], name
            assert "得分" in printed[0], name
            assert all("偏差原因" in page for page in printed), name
