"""The forms of places (cases/forms.yaml) are read whole, however a clerk has moved, parted or broken them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_recognition_tables import read, sheet_of

from perfxl.model.table import Evaluation, Role
from perfxl.rules.kinds import kinds
from perfxl.sheets.address import Box, cell_address, position_of
from perfxl.sheets.snapshot import Cell, Sheet

HERE = Path(__file__).parent / "cases"
PUBLISHED = yaml.safe_load((HERE / "forms.yaml").read_text("utf-8"))
CASES = [*PUBLISHED, *yaml.safe_load((HERE / "variants.yaml").read_text("utf-8"))]
NAMES = [case["name"] for case in CASES]


def fields(evaluation: Evaluation) -> list[dict[str, str]]:
    """Return the cells and columns of the fields of each table."""
    return [
        {**table.columns, **{key: figure.place.cell or "" for key, figure in table.fields.items()}}
        for table in evaluation.tables
    ]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_form_is_read_whole(case: dict[str, Any]) -> None:
    evaluation = read(sheet_of(case))
    assert [table.kind for table in evaluation.tables] == [wanted["kind"] for wanted in case["tables"]]
    for table, found, wanted in zip(evaluation.tables, fields(evaluation), case["tables"], strict=True):
        assert {key: found.get(key) for key in wanted.get("fields", {})} == wanted.get("fields", {})
        assert table.unit == wanted.get("unit", table.unit)
        assert list(table.missing) == wanted.get("missing", [])
        assert table.confidence == wanted.get("confidence", 1.0)
    assert [block.range for block in evaluation.unread] == case.get("unread", [])


HINTS = ("指标2：", "……")


def hinted(sheet: Sheet, below: int, column: int) -> Sheet:
    """Leave two rows of the template below a row: 指标2：, ……."""

    def moved(row: int) -> int:
        return row + len(HINTS) * (row > below)

    cells = {(moved(row), at): cell for (row, at), cell in sheet.cells.items()}
    hints = {(below + number, column): Cell(hint) for number, hint in enumerate(HINTS, 1)}
    merges = tuple(Box(moved(box.top), box.left, moved(box.bottom), box.right) for box in sheet.merges)
    return replace(sheet, cells=cells | hints, merges=merges)


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if any("form" in table["kind"] for table in case["tables"])],
    ids=lambda case: case["name"],
)
def test_rows_of_the_template_are_no_indicators(case: dict[str, Any]) -> None:
    sheet = sheet_of(case)
    here = read(sheet)
    table = here.tables[0]
    last = max((row.number for row in table.rows if row.role is Role.INDICATOR), default=0)
    if not last or "level3" not in table.columns:
        pytest.skip("没有三级指标的表")
    there = read(hinted(sheet, last, position_of(f"{table.columns['level3']}1")[1]))
    assert [[figure.value for _, _, figure in t.figures()] for t in there.tables] == [
        [figure.value for _, _, figure in t.figures()] for t in here.tables
    ]
    assert len(there.unread) == len(here.unread)


def unmerged(sheet: Sheet) -> Sheet:
    return replace(sheet, merges=())


def broken(sheet: Sheet) -> Sheet:
    """Break the lines of labels as narrow columns do."""
    cells = {
        spot: replace(cell, value=f"{cell.value[:2]}\n{cell.value[2:]}") if _is_label(cell.value) else cell
        for spot, cell in sheet.cells.items()
    }
    return replace(sheet, cells=cells)


def _is_label(value: object) -> bool:
    return isinstance(value, str) and 4 <= len(value) <= 8 and not any(c in value for c in ":：0123456789-—")


def spaced(sheet: Sheet) -> Sheet:
    """Space the letters of labels, and write their brackets half-width."""
    cells = {
        spot: replace(cell, value=" ".join(cell.value).replace("（", "(").replace("）", ")"))
        if _is_label(cell.value)
        else cell
        for spot, cell in sheet.cells.items()
    }
    return replace(sheet, cells=cells)


OTHER_WORDS = {
    "年初预算数": "年初预算", "全年预算数": "调整后预算数", "全年执行数": "实际支出数", "执行率": "预算执行率",
    "分值": "权重", "得分": "自评得分", "年度指标值": "绩效目标值", "实际完成值": "实际完成情况",
    "年度资金总额": "资金总额", "其他资金": "其他", "总分": "总得分", "合计": "总计", "实施单位": "项目实施单位",
    "偏差原因分析及改进措施": "未完成原因",
}  # fmt: skip
DATED = ("年初预算数", "全年预算数", "全年执行数", "年初预算", "调整后预算数", "预算执行数")


def renamed(sheet: Sheet) -> Sheet:
    """Write labels in other words of the field."""
    return _worded(sheet, lambda text: OTHER_WORDS.get(text, text))


def dated(sheet: Sheet) -> Sheet:
    """Write the year before the headings of amounts."""
    return _worded(sheet, lambda text: f"2023年{text}" if text in DATED else text)


def _worded(sheet: Sheet, word: Callable[[str], str]) -> Sheet:
    texts = {spot: cell for spot, cell in sheet.cells.items() if isinstance(cell.value, str)}
    return replace(
        sheet, cells={**sheet.cells, **{at: replace(c, value=word(str(c.value))) for at, c in texts.items()}}
    )


SPELLINGS = {"换行": broken, "空格": spaced, "改名": renamed, "年份": dated}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_form_is_the_same_in_another_spelling(case: dict[str, Any], spelling: str) -> None:
    sheet = sheet_of(case)
    here, there = read(sheet), read(SPELLINGS[spelling](sheet))
    assert [(table.kind, table.range) for table in there.tables] == [(table.kind, table.range) for table in here.tables]
    assert fields(there) == fields(here)


@pytest.mark.parametrize(
    "case", [case for case in CASES if "merges" in case and not case.get("merged_only")], ids=lambda case: case["name"]
)
def test_a_form_is_the_same_without_merged_cells(case: dict[str, Any]) -> None:
    here, there = read(sheet_of(case)), read(unmerged(sheet_of(case)))
    assert [table.kind for table in there.tables] == [table.kind for table in here.tables]
    for one, other in zip(fields(here), fields(there), strict=True):
        assert {key: other.get(key) for key in one} == one


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_form_moved_is_the_same_form(case: dict[str, Any]) -> None:
    here, there = read(sheet_of(case)), read(sheet_of(case, 3, 2))
    assert [table.kind for table in there.tables] == [table.kind for table in here.tables]
    moved = [
        {(key, value, _moved(figure.place.cell)) for key, value, figure in figures}
        for figures in ([(key, figure.value, figure) for _, key, figure in t.figures()] for t in here.tables)
    ]
    assert [
        {(key, figure.value, figure.place.cell) for _, key, figure in table.figures()} for table in there.tables
    ] == moved


def _moved(address: str | None) -> str:
    row, column = position_of(address or "A1")
    return cell_address(row + 3, column + 2)


def test_the_boxes_of_forms_are_apart() -> None:
    for case in PUBLISHED:
        boxes = [Box.parse(table.range) for table in read(sheet_of(case)).tables]
        assert all(one.bottom < other.top for one, other in pairwise(boxes)), case["name"]


def test_every_kind_of_form_has_its_case() -> None:
    shown = {wanted["kind"] for case in CASES for wanted in case["tables"]}
    assert {kind.key for kind in kinds().values() if kind.layout == "form"} <= shown
