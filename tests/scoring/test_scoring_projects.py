"""Project lists joined with the indicators of each project by name, and grades."""

from __future__ import annotations

import pytest
from scoring_tables import at, derived, table, values
from test_scoring_forms import form

from perfxl.model.table import Table

PROJECTS = """
    label|annual_budget|execution|execution_rate|execution_score|indicator_score|total_score|grade
    统计 调查|100|98|||||
    普查业务|100|50|||||
    <total:total>合计|||||||
"""
INDICATORS = """
    project_name|level3|target|actual|weight|score
    统计调查|样本数|≥100户|100户|45|
    |上报率|≥90%|45%|45|
    普查业务|普查区|≥10个|10个|40|
    普查业务|作用|明显提高|达成|50|{score}
"""


def book(score: str = "") -> tuple[Table, Table]:
    projects = table("project_list", PROJECTS, "万元", sheet="清单")
    return projects, table("indicator_list", INDICATORS.format(score=score), sheet="指标")


def listed(score: str = "") -> dict[str, str | None]:
    result = derived(*book(score))
    return {
        d.target.place.cell or "": None if d.value is None else str(d.value)
        for d in result.derivations
        if d.kind == "project_list"
    }


def test_scores_of_listed_projects() -> None:
    told = listed("46")
    assert [told[cell] for cell in ("D4", "E4", "F4", "G4", "H4")] == ["0.9800", "9.80", "67.50", "77.30", "中"]
    assert [told[cell] for cell in ("D5", "E5", "F5", "G5", "H5")] == ["0.5000", "5.00", "86.00", "91.00", "优"]
    assert [told[cell] for cell in ("B6", "C6", "D6")] == ["200", "148", "0.7400"]
    assert "G6" not in told


def test_an_open_judgement_leaves_score_and_grade_open() -> None:
    told = listed()
    assert [told[cell] for cell in ("F5", "G5", "H5")] == [None, None, None]
    assert told["H4"] == "中"


def test_formulas_reach_into_the_sheet_of_indicators() -> None:
    result = derived(*book("46"))
    assert at(result, "F4", "清单").formula() == "SUM('指标'!F4:F5)"
    assert at(result, "G4", "清单").formula() == "E4+F4"
    assert at(result, "H4", "清单").formula() is None


@pytest.mark.parametrize(
    ("score", "grade"),
    [("90", "优"), ("89.99", "良"), ("80", "良"), ("79.99", "中"), ("60", "中"), ("59.99", "差"), ("0", "差")],
)
def test_grades(score: str, grade: str) -> None:
    drawing = f"label|annual_budget|execution|total_score|grade\n甲|1|1|{score}|"
    assert values(derived(table("project_list", drawing, "元")))["E4"] == grade


@pytest.mark.parametrize(("stated", "ties"), [("良", True), ("优", False)])
def test_stated_grades(stated: str, ties: bool) -> None:
    drawing = f"label|annual_budget|execution|total_score|grade\n甲|1|1|85|{stated}"
    assert at(derived(table("project_list", drawing, "元")), "E4").ties() is ties


def test_projects_of_one_name_are_not_mixed_up() -> None:
    drawing = PROJECTS.replace("普查业务", "统计调查")
    told = values(derived(table("project_list", drawing, "万元"), table("indicator_list", INDICATORS, sheet="指标")))
    assert "G4" not in told


def test_scores_come_from_the_project_s_form_where_no_list_has_them() -> None:
    drawing = "label|annual_budget|execution|total_score\n甲 项目|90.5|84.5|"
    result = derived(table("project_list", drawing, "万元", sheet="清单"), form(name="甲项目"))
    assert str(at(result, "D4", "清单").value) == "96.34"


def test_a_list_without_indicators_has_no_total_to_fill() -> None:
    drawing = "label|annual_budget|execution|execution_score|total_score\n甲|10|9||"
    assert values(derived(table("project_list", drawing, "元"))) == {"D4": "9.00"}
