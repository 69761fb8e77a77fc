"""What LibreOffice prints of the attachment sheets: nothing cut off, no ###, one page wide, headings on every page."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from perfxl.attachments.canvas import Canvas
from perfxl.attachments.findings import findings_sheet
from perfxl.attachments.plan import plan
from perfxl.attachments.styles import PROSE
from perfxl.model.coverage import Coverage
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.model.table import Evaluation
from perfxl.sheets.changeset import PrintSetup, SheetSpec

REASON = "因上级调整工作安排，部分任务延期到下一年度实施，今后加强前期论证，按季跟踪。"
ROWS = 40


def many_indicators(grids: dict[str, str]) -> dict[str, str]:
    """Return the department with a project of large amounts, forty indicators and long explanations."""
    rows = [
        f"道路养护|产出指标|数量指标|路段{row}|{'确保质量合格，' * (row % 7 + 1)}尾|96.15%|2||{REASON * (row % 6)}末"
        for row in range(ROWS)
    ]
    head = grids["项目指标"].splitlines()[:2]
    listed = grids["项目清单"].replace("1,150.50|1,100.25", "22,345,678,901.23|21,345,678,901.20")
    goal = listed.replace("养护道路30公里", REASON * 30 + "竟")
    return {"项目清单": goal, "项目指标": "\n".join([*head, *rows])}


@pytest.fixture
def pages(
    office: Callable[..., Path], realise: Callable[..., Path], needs: Callable[[str], str], tmp_path: Path
) -> Callable[[Any], list[str]]:
    """Return `pages(specs)`: the text of every printed page, without spaces."""

    def printed(specs: Any) -> list[str]:
        pdf = office(realise(tmp_path / "book.xlsx", specs), to="pdf")
        done = subprocess.run(
            [needs("pdftotext"), "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
        )
        return ["".join(page.split()) for page in done.stdout.split("\f")[:-1]]

    return printed


def test_short_forms_take_one_page_each(department: Evaluation, pages: Callable[[Any], list[str]]) -> None:
    finding = Finding("PX203", "rate", Severity.ERROR, Place("项目清单", "H4"), "执行率不符。", "1%", "2%", "请改。")
    sheets: tuple[SheetSpec, ...] = (*plan(department, Decimal(10)).sheets, findings_sheet([finding], Coverage()))
    texts = pages(sheets)
    assert len(texts) == len(sheets)
    assert not any("###" in text for text in texts)
    assert all("填报人" in text and "（盖章）" in text for text in texts[:4])
    assert "1,150.50" in texts[1]


def test_a_long_form_is_printed_whole(
    grids: dict[str, str], read_grids: Callable[[dict[str, str]], Evaluation], pages: Callable[[Any], list[str]]
) -> None:
    texts = pages(plan(read_grids(many_indicators(grids)), Decimal(10)).sheets[:1])
    whole = "".join(texts)
    assert len(texts) > 1
    assert all("三级指标" in text for text in texts)
    assert "###" not in whole
    assert "22,345,678,901.23" in whole
    assert {end: whole.count(end) for end in ("竟", "尾", "末")} == {"竟": 1, "尾": ROWS, "末": ROWS}


@pytest.mark.parametrize("width", [9.5, 17.5, 45.0])
def test_no_line_runs_into_the_next_row(
    width: float,
    office: Callable[..., Path],
    realise: Callable[..., Path],
    needs: Callable[[str], str],
    tmp_path: Path,
) -> None:
    """A row too low shows in print: its text is centred, so it reaches over the text of its neighbours."""
    canvas = Canvas({1: width})
    for row in range(1, 25):
        canvas.put((row, 1, row, 1), (REASON * 9)[: int(width * row / 3)], PROSE)
    pdf = office(realise(tmp_path / "rows.xlsx", [canvas.spec("rows", "表", PrintSetup(footer=""))]), to="pdf")
    boxes = subprocess.run([needs("pdftotext"), "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True)
    gaps = []
    for page in boxes.stdout.split("<page ")[1:]:
        lines = sorted({float(top) for top in re.findall(r'yMin="([0-9.]+)"', page)})
        gaps += [below - above for above, below in pairwise(lines)]
    assert len(gaps) > 60
    assert min(gaps) >= median(gaps) - 0.5
