"""The sheet 文字材料: texts for the report, neither a table nor unread; other sheets are read as ever."""

from __future__ import annotations

from perfxl.recognition.recognise import recognise
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot


def sheet(name: str, *rows: tuple[object, ...]) -> Sheet:
    cells = {
        (row, column): Cell(str(value))
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values, 1)
        if value is not None
    }
    return Sheet(name, cells)


def test_texts_are_read_by_their_places() -> None:
    page = sheet(
        "文字材料", ("报告的文字",), ("序号", "位置", "内容"), (1, "存在问题", "甲"), (None, None, "乙"),
        (2, "改进措施", None),
    )  # fmt: skip
    done = recognise(Snapshot("书", (page,)))
    assert [(each.position, each.text, each.place.cell) for each in done.materials] == [
        ("存在问题", "甲", "C3"), ("存在问题", "乙", "C4"), ("改进措施", "", "C5"),
    ]  # fmt: skip
    assert (done.tables, done.unread, done.captions) == ((), (), ())


def test_a_sheet_with_other_columns_is_no_sheet_of_texts() -> None:
    done = recognise(Snapshot("书", (sheet("文字材料", ("标题", "正文"), ("存在问题", "甲")),)))
    assert done.materials == ()
    assert [block.texts for block in done.unread] == [4]
