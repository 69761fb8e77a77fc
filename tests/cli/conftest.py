"""Books for the command line: small ones drawn here, with openpyxl, in the way other programs make them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

Row = tuple[object, ...]
EXECUTION: tuple[Row, ...] = (
    ("部门预算执行情况表（单位：万元）",),
    ("项目", "年初预算数", "调整后预算数", "支出数", "执行率"),
    ("基本支出", 80, 100, 90.5, None),
    ("项目支出", 200, 240.5, 180.25, None),
    ("合计", 280, 340.5, 270.75, None),
)
PROJECTS: tuple[Row, ...] = (
    ("项目支出清单（单位：万元）",),
    ("序号", "项目名称", "年初预算数", "全年预算数", "全年执行数", "执行率"),
    (1, "甲项目", 10, 12, 9, None),
    (2, "乙项目", 20, 20, 20, None),
)


@pytest.fixture
def draw(tmp_path: Path) -> Callable[..., Path]:
    """Return `draw(name, 预算执行=rows, ...)`, which saves a workbook and returns its path."""

    def save(name: str, **sheets: tuple[Row, ...]) -> Path:
        workbook = Workbook()
        workbook.remove(workbook.active)
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        path = tmp_path / name
        workbook.save(path)
        return path

    return save


@pytest.fixture
def book(draw: Callable[..., Path]) -> Path:
    """Return a right, unfilled book with budget execution and two projects."""
    return draw("自评表.xlsx", 预算执行=EXECUTION, 项目清单=PROJECTS)


@pytest.fixture
def wrong(draw: Callable[..., Path]) -> Path:
    """Return a book whose stated rate is wrong."""
    rows = (*EXECUTION[:2], ("基本支出", 80, 100, 90.5, "95.00%"), *EXECUTION[3:])
    return draw("填错.xlsx", 预算执行=rows)


@pytest.fixture
def unknown(draw: Callable[..., Path]) -> Path:
    """Return a book without any known table."""
    return draw("通讯录.xlsx", 通讯录=(("姓名", "电话"), ("甲", 1)))
