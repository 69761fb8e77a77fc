"""What holds of every attachment sheet, and one form told cell by cell (cases/form.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from perfxl.attachments import styles
from perfxl.attachments.copying import runs, stated_value
from perfxl.attachments.findings import findings_sheet
from perfxl.attachments.plan import plan
from perfxl.attachments.project_form import project_form
from perfxl.attachments.sources import ProjectSource
from perfxl.attachments.textfit import TALLEST_ROW
from perfxl.model.coverage import Coverage, PackStatus, TableCoverage
from perfxl.model.figure import Figure, State
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.model.table import Evaluation, Role, Row, Unread
from perfxl.sheets.address import Box, cell_address
from perfxl.sheets.changeset import SheetSpec, Style

GOLDEN = Path(__file__).parent / "cases" / "form.yaml"
PLACE = Place("清单", "B2")
STYLES = {style: name for name, style in reversed(vars(styles).items()) if isinstance(style, Style)}
WORDS = st.text("绩效指标预算ab1=%，\n", max_size=40)


def text(value: str) -> Figure:
    return Figure(PLACE, State.TEXT if value else State.BLANK, text=value)


def number(value: str, **more: Any) -> Figure:
    said = {"unit": "万元", "text": value, "numeric": True} | more
    return Figure(PLACE, State.NUMBER, Decimal(value), quantum=Decimal("0.01"), **said)


def indicator(level1: str, level2: str, level3: str, **cells: Figure) -> Row:
    told = {"level1": text(level1), "level2": text(level2), "level3": text(level3)} | cells
    return Row(1, Role.INDICATOR, level3, cells=told)


SOURCE = ProjectSource(
    name="专项",
    year="2021",
    unit="元",
    goal="做完",
    funds={"total": {"annual_budget": number("1200.5"), "execution": number("1000")}},
    indicators=(
        indicator("产出", "数量", "会议", target=text("≥20次"), weight=number("50")),
        indicator("产出", "质量", "合格", weight=number("40"), score=number("38")),
    ),
    execution_weight=Decimal(10),
)


def told(spec: SheetSpec) -> dict[str, Any]:
    """Return a spec as the case file writes it."""
    return {
        "key": spec.key,
        "name": spec.name,
        "repeat_rows": list(spec.setup.repeat_rows or ()),
        "merges": [Box(*merge).reference for merge in spec.merges],
        "cells": {cell_address(*spot): _cell(cell) for spot, cell in spec.cells.items() if cell.value is not None},
        "formats": {cell_address(*spot): cell.style.number_format for spot, cell in spec.cells.items()
                    if cell.style.number_format != "General"},
        "widths": dict(spec.widths),
        "heights": dict(spec.heights),
    }  # fmt: skip


def _cell(cell: Any) -> str:
    shown = [f"{cell.value}".replace("\n", "↵"), STYLES[cell.style]]
    return " | ".join([*shown, f"={cell.formula}"] if cell.formula else shown)


def test_a_form_cell_by_cell() -> None:
    assert told(project_form(SOURCE, 7).spec) == yaml.safe_load(GOLDEN.read_text("utf-8"))


@pytest.fixture(scope="session")
def every_sheet(department: Evaluation) -> tuple[SheetSpec, ...]:
    finding = Finding("PX203", "rate", Severity.ERROR, PLACE, "执行率不符。", "1%", "2%", "请改。", "办法", (PLACE,))
    return (
        *plan(department, Decimal(10)).sheets,
        findings_sheet([finding] * 3, Coverage()),
        findings_sheet([], Coverage()),
    )


def covered(spec: SheetSpec) -> Iterator[tuple[int, int]]:
    for top, left, bottom, right in spec.merges:
        yield from ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def assert_well_formed(spec: SheetSpec) -> None:
    spots = list(covered(spec))
    assert len(spots) == len(set(spots)), "merges overlap"
    hidden = set(spots) - {(top, left) for top, left, _, _ in spec.merges}
    assert all(spec.cells[spot].value is None and spec.cells[spot].formula is None for spot in hidden)
    assert all(0 < height <= TALLEST_ROW for height in spec.heights.values())
    assert {row for row, _ in spec.cells} == set(spec.heights)
    assert {column for _, column in spec.cells} <= set(spec.widths)
    assert all(not isinstance(cell.value, float | int) for cell in spec.cells.values())


def test_every_sheet_is_well_formed(every_sheet: tuple[SheetSpec, ...]) -> None:
    for spec in every_sheet:
        assert_well_formed(spec)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS), max_size=8), WORDS, st.integers(0, 10**15))
def test_any_project_makes_a_well_formed_form(rows: list[tuple[str, ...]], goal: str, amount: int) -> None:
    indicators = tuple(indicator(one, two, three, reason=text(why)) for one, two, three, why in rows)
    funds = {"total": {"annual_budget": number(str(amount))}}
    assert_well_formed(project_form(ProjectSource("项目", goal=goal * 90, funds=funds, indicators=indicators), 2).spec)


def test_scoring_table_sums_its_weights_and_leaves_the_total_score(every_sheet: tuple[SheetSpec, ...]) -> None:
    spec = every_sheet[0]
    row = next(row for (row, _), cell in spec.cells.items() if cell.value == "合计")
    assert (spec.cells[row, 5].formula, spec.cells[row, 5].value) == (f"SUM(E5:E{row - 1})", Decimal(100))
    assert (spec.cells[row, 6].value, spec.cells[row, 6].style.number_format) == (None, "0.00")
    assert (5, 1, 6, 1) in spec.merges
    assert (spec.setup.landscape, spec.setup.repeat_rows, spec.freeze) == (True, (4, 4), (5, 1))


def test_library_keeps_title_direction_and_unit(department: Evaluation, values: Any) -> None:
    library = values(plan(department).sheets[-1])
    assert (library["A2"], library["F4"], library["G4"], library["H4"]) == (
        "预算绩效指标库（一期）", "≥", Decimal(30), "公里",
    )  # fmt: skip
    assert plan(department).sheets[-1].cells[5, 7].style.number_format == "0%"


def test_findings_jump_to_their_cell_and_stay_text() -> None:
    said = Finding("PX1", "n", Severity.WARNING, Place("收'支", "E12"), "=1+1", "-3", "+4", "@改", "依据")
    whole = Finding("PX2", "n", Severity.INFO, Place(), "没有项目清单。")
    report = Finding("PX3", "n", Severity.ERROR, Place(paragraph=3), "数不符。", related=(PLACE,) * 8)
    spec = findings_sheet([said, whole, report], Coverage((TableCoverage("staff", "人员", "表", "A1:D9", 5),)))
    cells = {cell_address(*spot): cell for spot, cell in spec.cells.items()}
    assert cells["A2"].value == "核对了 5 个数，发现 3 项（错误 1，核实 1，提示 1）；没有未核对的数。"
    assert [cells[f"B{row}"].value for row in (4, 5, 6)] == ["▲ 核实", "○ 提示", "× 错误"]
    assert [cells[f"D{row}"].link for row in (4, 5, 6)] == ["'收''支'!E12", "", ""]
    assert [cells[f"D{row}"].value for row in (4, 5, 6)] == ["收'支!E12", "整个工作簿", "第3段"]
    assert [cells[f"{column}4"].value for column in "EFGH"] == ["=1+1", "-3", "+4", "@改"]
    assert [cell.formula for cell in cells.values() if cell.formula] == []
    assert str(cells["E6"].value).endswith("清单!B2 等")


def test_no_findings_are_said_with_what_was_compared_and_what_was_not() -> None:
    table = TableCoverage("staff", "人员", "表", "A1:D9", 5)
    unread, pack = Unread("附件", "J2:J9", 8, 1, "备用列"), PackStatus("base", "某办法", 3, 1)
    spec = findings_sheet([], Coverage((table,), ("说明",), unread=(unread,), packs=(pack,)))
    assert [spec.cells[row, 1].value for row in (2, 3, 4, 6, 7)] == [
        "核对了 5 个数，未发现问题；未核对 8 个：没有读 8 个。",
        "没有读：附件!J2:J9（8 个数、1 个文字，如“备用列”）；请人工核对这些格子，认出了哪些表用 perfxl map 查看。",
        "没有识别到表的工作表：“说明”。",
        "在核对过的 5 个数里未发现问题。",
        "规则包：base 某办法（规则已核实 3 条，未核实 1 条）。",
    ]
    assert (spec.setup.repeat_rows, spec.freeze) == ((5, 5), (6, 1))


@pytest.mark.parametrize(
    ("cells", "target", "actual"),
    [
        ({"nature": "≥", "target": "95", "measure_unit": "%", "actual": "96"}, "≥95%", "96%"),
        ({"nature": "小于等于", "target": "3", "measure_unit": "次", "actual": "2"}, "≤3次", "2次"),
        ({"nature": "定量", "target": "3", "measure_unit": "次", "actual": ""}, "3次", None),
        ({"nature": "反向", "target": "3", "measure_unit": "", "actual": "2"}, "3（反向）", Decimal(2)),
        ({"target": "3", "actual": "2"}, Decimal(3), Decimal(2)),
    ],
)
def test_direction_number_and_unit_join(cells: dict[str, str], target: object, actual: object) -> None:
    figures = {key: number(value, unit="") if value.isdigit() else text(value) for key, value in cells.items()}
    row = Row(1, Role.INDICATOR, "", cells=figures)
    assert (stated_value(row, "target")[0], stated_value(row, "actual")[0]) == (target, actual)


def test_equal_neighbours_merge_within_their_parents() -> None:
    labels = [("产出", "数量"), ("产出", "数量"), ("", ""), ("产出", "质量"), ("效益", "质量"), ("效益", "")]
    assert runs(labels) == [[(0, 3), (4, 5)], [(0, 2), (3, 3), (4, 5)]]


def test_a_goal_too_long_for_one_row_gets_several() -> None:
    spec = project_form(ProjectSource("项目", goal="目标" * 2000), 2).spec
    goal = next(merge for merge in spec.merges if merge[:2] == (12, 2))
    assert goal[2] > 12
    assert_well_formed(spec)
