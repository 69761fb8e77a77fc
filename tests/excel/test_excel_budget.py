"""How many calls to Excel a command makes: each crosses to another process, so their number is the time it takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from excelbooks import Excel

from perfxl.files.read.reading import read
from perfxl.jobs.marking import MOST_NOTES, check_and_mark

BUDGET = 60
ROWS = 500
Open = Callable[..., Excel]


@pytest.fixture
def long_list(tmp_path: Path) -> Path:
    """Return a list of 500 projects of which every third has spent more than it was given."""
    rows: list[list[object]] = [["项目支出清单（单位：万元）"]]
    rows.append(["序号", "项目名称", "年初预算数", "全年预算数", "全年执行数", "执行率"])
    for number in range(1, ROWS + 1):
        rows.append([number, f"项目{number}", 100 + number, 100 + number, 90 + number + 20 * (number % 3 == 0), None])
    return written(tmp_path / "项目.xlsx", {"项目清单": rows})


@pytest.fixture
def long_form(tmp_path: Path) -> Path:
    """Return one project with 500 indicators of which every third fell short without a word of reason."""
    rows: list[list[object]] = [["项目支出绩效指标完成情况表"]]
    rows.append(
        [
            "序号",
            "项目名称",
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "分值",
            "得分",
            "偏差原因分析",
        ]
    )
    for number in range(1, ROWS + 1):
        short = number % 3 == 0
        rows.append(
            [number, "甲项目", "产出指标", "数量指标", f"指标{number}", 10, 6 if short else 12, 0.18, None, None]
        )
    listing: list[list[object]] = [["项目支出清单（单位：万元）"]]
    listing.append(["序号", "项目名称", "年初预算数", "全年预算数", "全年执行数", "执行率"])
    listing.append([1, "甲项目", 10, 12, 9, None])
    return written(tmp_path / "指标.xlsx", {"项目清单": listing, "绩效指标": rows})


def written(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def calls(live: Excel, tag: str) -> int:
    before = live.app._total
    assert "错误（" not in live.press(tag)
    return live.app._total - before


def test_filling_500_rows_with_the_findings_listed(long_form: Path, excel: Open) -> None:
    """一键完成 on 500 rows: scores filled, an attachment of as many rows, and the sheet of findings."""
    live = excel(long_form)
    assert calls(live, "run") <= BUDGET
    assert live.fake._book["绩效指标"]["I502"].data_type == "f"
    assert live.fake._book["检查结果"].max_row > ROWS / 3
    assert len(live.fake._worksheets) == 4


def test_filling_500_rows(long_list: Path, excel: Open) -> None:
    live = excel(long_list)
    assert calls(live, "fill") <= BUDGET // 2
    assert live.app._calls["Range.Formula"] == 2  # what stood there, and what was read back
    assert live.fake._book["项目清单"]["F502"].data_type == "f"


def test_500_rows_checked_listed_and_coloured(long_list: Path, excel: Open) -> None:
    """A note, of which there are 30 at most, costs five calls more with its box's size; Excel has no bulk form."""
    live = excel(long_list)
    marked = check_and_mark(read(long_list)).changes
    assert len(marked.fills) > 100
    assert len(marked.notes) == MOST_NOTES
    assert calls(live, "check") - 5 * MOST_NOTES <= BUDGET
    assert live.app._calls["Range.AddComment()"] == MOST_NOTES


def test_the_number_of_rows_does_not_matter(long_list: Path, excel: Open, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(long_list)
    book.active.delete_rows(50, ROWS)
    book.save(tmp_path / "五十行.xlsx")
    assert calls(excel(tmp_path / "五十行.xlsx"), "fill") == calls(excel(long_list), "fill")


def test_taking_500_cells_back(long_list: Path, excel: Open) -> None:
    live = excel(long_list)
    live.press("fill")
    assert calls(live, "undo") <= BUDGET // 2
    last = live.fake._book["项目清单"]["F502"]
    assert (last.value, last.number_format) == (None, "General")
