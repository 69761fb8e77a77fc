"""A sheet may be vast and empty: recognition takes the time of what stands there, not of its size."""

from __future__ import annotations

import random
import time
from decimal import Decimal

from perfxl.recognition.grid import Grid
from perfxl.recognition.headings import headings
from perfxl.recognition.recognise import recognise
from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, Box
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot

SECONDS = 10


def recognised(sheet: Sheet) -> list[str]:
    start = time.process_time()
    tables = recognise(Snapshot("大.xlsx", (sheet,))).tables
    assert time.process_time() - start < SECONDS
    return [table.kind for table in tables]


def test_words_in_the_last_cell() -> None:
    assert recognised(Sheet("表", {(1, 1): Cell("甲"), (LAST_ROW, LAST_COLUMN): Cell("乙")})) == []


def test_a_table_far_down_is_found() -> None:
    rows = (("项目", "年初预算数", "调整后预算数", "支出数"), ("基本支出", 80, 100, 90), ("项目支出", 200, 240, 180))
    cells = {
        (row, column): Cell(value if isinstance(value, str) else Decimal(value))
        for row, line in enumerate(rows, 900_000)
        for column, value in enumerate(line, 10_000)
    }
    assert recognised(Sheet("预算执行", cells)) == ["execution"]


def test_thousands_of_large_merges() -> None:
    merges = tuple(Box(row, 1, row + 99, 100) for row in range(1, 100_000, 100))
    assert recognised(Sheet("表", {(row, 1): Cell("甲") for row, *_ in merges}, merges)) == []


def test_rows_that_say_the_same_are_read_as_each_alone() -> None:
    labels = [
        "项目",
        "项目17",
        "项目18(万元)",
        "2020年预算数",
        "上年预算数",
        "预算数",
        "全年执行数(B)",
        "得分",
        "单位3",
        "甲",
    ]
    chance = random.Random(7)
    lines = [chance.choices(labels, k=5) for _ in range(60)] * 2
    cells = {(row, column): Cell(text) for row, line in enumerate(lines, 1) for column, text in enumerate(line, 1)}
    whole = Grid(Sheet("表", cells))
    read = 0
    for row in range(1, len(lines)):
        alone = Grid(Sheet("表", {spot: cell for spot, cell in cells.items() if spot[0] in (row, row + 1)}))
        assert headings(whole, row) == headings(alone, row)
        read += len(headings(whole, row))
    assert read > len(lines)
