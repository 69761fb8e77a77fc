"""Which attachments a department gets, in which order, from which sheets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from perfxl.attachments.plan import attachment_number, is_official, plan, year_of
from perfxl.model.place import Place
from perfxl.model.table import Evaluation, Table
from perfxl.sheets.changeset import SheetSpec

Values = Callable[[SheetSpec], dict[str, Any]]
Reader = Callable[[dict[str, str]], Evaluation]
TEN = Decimal(10)


def by_name(evaluation: Evaluation, **options: Any) -> dict[str, SheetSpec]:
    return {spec.name: spec for spec in plan(evaluation, TEN, **options).sheets}


def test_numbers_and_keys(department: Evaluation) -> None:
    assert {spec.name: spec.key for spec in plan(department).sheets} == {
        "附件1": "attachment:score_table",
        "附件2": "attachment:project:道路养护",
        "附件3": "attachment:project:“环卫 保洁”",
        "附件4": "attachment:project:应急抢险",
        "附件6": "attachment:library",
    }


def test_indicators_without_a_listed_project_are_told(department: Evaluation) -> None:
    assert plan(department).unmatched == ("路灯节能",)


def test_a_form_gathers_the_list_and_the_indicators(department: Evaluation, values: Values) -> None:
    form = values(by_name(department)["附件2"])
    told = {
        "A1": "附件2", "A2": "项目支出绩效自评表", "A3": "（2021年度）", "C4": "道路养护", "C5": "某区城管局",
        "G5": "某养护所", "A6": "项目资金\n（万元）", "D7": Decimal(120), "E7": Decimal("1150.5"), "G7": TEN,
        "B12": "养护道路30公里", "F12": "全部完成", "B14": "产出指标", "C14": "数量指标", "D15": "巡查次数",
        "E14": "≥30公里", "F16": Decimal("0.965"), "I15": "雨季停工，已调整计划", "A18": "总分", "G18": Decimal(100),
    }  # fmt: skip
    assert {address: form.get(address) for address in told} == told


def test_names_match_through_spaces_and_quotation_marks(department: Evaluation, values: Values) -> None:
    assert values(by_name(department)["附件3"])["D14"] == "保洁面积"


def test_computed_cells_are_left_to_the_rules(department: Evaluation, values: Values) -> None:
    form = values(by_name(department)["附件2"])
    assert [address for address in ("H7", "I7", "H14", "H15", "H16", "H18") if address in form] == []


def test_a_judgement_is_copied(department: Evaluation, values: Values) -> None:
    assert values(by_name(department)["附件2"])["H17"] == 28


def test_a_stated_score_that_differs_from_its_rule_stays(department: Evaluation, values: Values) -> None:
    form = values(by_name(department, stays={Place("项目指标", "H4")})["附件2"])
    assert (form["H15"], form.get("H14")) == (19, None)


def test_a_project_without_indicators_gets_rows_to_write_in(department: Evaluation, values: Values) -> None:
    spec = by_name(department)["附件4"]
    form = values(spec)
    total = next(address for address, value in form.items() if value == "总分")
    blank = [address for address in form if 13 < int(address.strip("ABCDEFGHI")) < int(total[1:])]
    assert (form["C4"], blank, form.get(f"G{total[1:]}")) == ("应急抢险", [], None)
    assert spec.cells[14, 4].style.border


def test_the_lists_own_numbers_are_kept(grids: dict[str, str], read_grids: Reader) -> None:
    own = grids | {"项目清单": grids["项目清单"].replace("1|道路", "附件5|道路").replace("2|“环卫", "附件 2|“环卫")}
    assert [spec.name for spec in plan(read_grids(own)).sheets] == ["附件1", "附件5", "附件2", "附件3", "附件7"]


def test_two_projects_of_one_name_keep_apart(grids: dict[str, str], read_grids: Reader, values: Values) -> None:
    twins = grids | {"项目清单": grids["项目清单"].replace("应急抢险", "道路养护")}
    specs = by_name(read_grids(twins))
    assert [specs[name].key for name in ("附件2", "附件4")] == [
        "attachment:project:道路养护",
        "attachment:project:道路养护:2",
    ]
    assert ("D14" in values(specs["附件2"]), "D14" in values(specs["附件4"])) == (True, False)


def test_an_official_form_gets_no_double(department: Evaluation) -> None:
    project = replace(department.of("project_list")[0].rows[0].cells["label"])
    form = Table(
        "project_form", "项目支出绩效自评表", "道路自评", "A1:H20", "万元", 1.0, fields={"project_name": project}
    )
    scores = replace(department.of("score_table")[0], name="部门整体支出绩效评价指标评分表")
    rest = tuple(table for table in department.tables if table.kind != "score_table")
    planned = plan(replace(department, tables=(*rest, form, scores)))
    assert [spec.name for spec in planned.sheets] == ["附件3", "附件4", "附件6"]
    assert planned.official == ("整体评分", "道路自评")


def test_nothing_recognised_gives_nothing() -> None:
    assert plan(Evaluation("空")).sheets == ()


@pytest.mark.parametrize(
    ("name", "sheet", "official"),
    [
        ("部门整体支出绩效评价指标评分表", "评分", True),
        ("2020 年度部门整体绩效评价指标评分表", "评分", True),
        ("部门整体支出绩效评价指标评分表（2020年度）", "评分", True),
        ("部门整体支出绩效评价指标评分表", "评分底稿", False),
        ("2020年度部门整体支出绩效评价评分底稿", "评分", False),
        ("项目评分表", "评分", False),
    ],
)
def test_which_table_is_official(name: str, sheet: str, official: bool) -> None:
    assert is_official(Table("score_table", name, sheet, "A1:G9", "", 1.0)) is official


@pytest.mark.parametrize(
    ("names", "year"),
    [
        (["2020年度预算执行", "2020 年度三公经费", "2021年度计划"], "2020"),
        (["2020年末资产"], "2020"),
        (["2020年度预算", "2021年度预算"], ""),
        (["预算执行"], ""),
        ([], ""),
    ],
)
def test_year(names: list[str], year: str) -> None:
    tables = tuple(Table("execution", name, "表", f"A{row}", "", 1.0) for row, name in enumerate(names, 1))
    assert year_of(Evaluation("本子", tables)) == year


@pytest.mark.parametrize(("text", "number"), [("附件5", 5), ("附件 12", 12), ("5", None), ("", None), ("附件", None)])
def test_attachment_number(text: str, number: int | None) -> None:
    assert attachment_number(text) == number
