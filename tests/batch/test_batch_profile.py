"""What a workbook tells of itself: whose it is, of which year, its score, its execution."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from bureau import Row, draw, execution, projects

from perfxl.batch.profile import Profile, profile
from perfxl.files.read.reading import read
from perfxl.jobs.evaluate import understand


def of(path: Path) -> Profile:
    return profile(understand(read(path)))


@pytest.mark.parametrize(
    ("rows", "unit"),
    [
        ([("填报单位：甲局",)], "甲局"),
        ([("部门名称:", "甲局")], "甲局"),
        ([("单位名称（盖章）", None, "甲局")], "甲局"),
        ([("部门（单位）名称：甲局（公章）",)], "甲局"),
        ([("预算单位：101001-甲局",)], "甲局"),
        ([("填报单位：", "填报人：", "张三")], ""),
        ([("单位：万元",), ("单位：人",)], ""),
        ([("单位名称", None, None)], ""),
    ],
)
def test_the_unit_is_what_a_line_of_that_name_says(tmp_path: Path, rows: list[Row], unit: str) -> None:
    assert of(draw(tmp_path / "a.xlsx", 封面=rows, 预算执行=execution())).unit == unit


def test_year_and_execution_of_the_whole(tmp_path: Path) -> None:
    told = of(draw(tmp_path / "a.xlsx", 预算执行=execution("甲局", 2023)))
    assert (told.year, told.budget, told.execution) == (2023, Decimal("340.5"), Decimal("270.75"))
    assert told.kinds == ("execution",)


def test_the_score_of_several_projects_is_their_mean_and_has_no_grade(tmp_path: Path) -> None:
    told = of(draw(tmp_path / "a.xlsx", 项目清单=projects(95, 86.5)))
    assert (told.score, told.grade) == (Decimal("90.75"), "")
    assert [(each.project, each.grade) for each in told.scores] == [("项目1", "优"), ("项目2", "良")]
    assert of(draw(tmp_path / "b.xlsx", 项目清单=projects(95))).grade == "优"


def test_the_example(root: Path) -> None:
    told = of(root / "workbooks" / "pingshan-2020.xlsx")
    assert told.year == 2020
    assert told.unit.endswith("局")
    assert told.score == told.own_scores[0].score
    assert of(root / "workbooks" / "template.xlsx").unit == ""
