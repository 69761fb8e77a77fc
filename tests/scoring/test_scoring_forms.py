"""Project forms: funds, execution rate and score, indicators, total."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scoring_tables import at, derived, figure, recomputed, table, values

from perfxl.model.table import Role, Row, Table

FUNDS = """
    label|initial_budget|annual_budget|execution|weight|execution_rate|score
    <fund:total>年度资金总额|||||{rate}|
    <fund:fiscal>当年财政拨款|100|80.5|75||—|—
    <fund:carryover>上年结转资金|0|10|9.5||—|—
    <fund:other>其他资金|0|0|0||—|—
"""
INDICATORS = """
    level1|level2|level3|target|actual|weight|score
    <indicator>产出指标|数量指标|编制报告|≥12份|12份|50|
    <indicator>效益指标|社会效益指标|知晓率|≥90%|81%|30|
    <indicator>满意度指标|服务对象满意度指标|满意度|≥90%|95%|10|{score}
"""


def form(
    funds: str = FUNDS,
    indicators: str = INDICATORS,
    rate: str = "",
    score: str = "",
    total: str = "",
    name: str = "项目",
) -> Table:
    """Draw a project form: the funds above, the indicators below, the total at the foot."""
    upper = table("project_form", funds.format(rate=rate), "万元")
    lower = table("project_form", indicators.format(score=score), "万元", top=20)
    rows = tuple(replace(row, label=row.text("level3"), category=row.text("level1")) for row in lower.rows)
    fields = {
        "project_name": figure(name, "表", "B2", textual=True),
        "total_weight": figure("", "表", "F40"),
        "total_score": figure(total, "表", "G40"),
    }
    return replace(upper, rows=upper.rows + rows, fields=fields)


def test_a_blank_form_is_filled_whole() -> None:
    assert values(derived(form())) == {
        "B4": "100",
        "C4": "90.5",
        "D4": "84.5",
        "F4": "0.9337",
        "G4": "9.34",
        "G21": "50.00",
        "G22": "27.00",
        "G23": "10.00",
        "F40": "100",
        "G40": "96.34",
    }


def test_every_derivation_recomputes_from_what_it_prints() -> None:
    for derivation in derived(form()).derivations:
        assert recomputed(derivation.arithmetic()) == derivation.value


def test_native_formulas() -> None:
    result = derived(form())
    assert at(result, "C4").formula() == "SUM(C5:C7)"
    assert at(result, "F4").formula() == "ROUND(D4/C4,4)"
    assert at(result, "G4").formula() == "ROUND(10*MIN(D4/C4,1),2)"
    assert at(result, "G40").formula() == "SUM(G4,G21:G23)"


def test_the_form_s_own_weight_counts() -> None:
    funds = FUNDS.replace("年度资金总额|||||{rate}|", "年度资金总额||||20|{rate}|")
    result = derived(form(funds))
    assert str(at(result, "G4").value) == "18.67"
    assert at(result, "G4").formula() == "ROUND(E4*MIN(D4/C4,1),2)"


def test_a_zero_budget_is_not_scored() -> None:
    funds = FUNDS.replace("100|80.5|75", "0|0|0").replace("0|10|9.5", "0|0|0")
    result = derived(form(funds))
    assert "执行率无意义" in at(result, "F4").undefined
    assert "不计分" in at(result, "G4").undefined
    assert [figure.place.cell for figure in at(result, "G40").missing] == ["G4"]


def test_more_than_the_budget_gives_no_more_than_the_weight() -> None:
    funds = FUNDS.replace("100|80.5|75", "100|80.5|90")
    result = derived(form(funds))
    assert (str(at(result, "F4").value), str(at(result, "G4").value)) == ("1.0994", "10.00")


@pytest.mark.parametrize(("total", "ties"), [("96.34", True), ("96.3", False), ("96", False), ("96.43", False)])
def test_a_stated_total(total: str, ties: bool) -> None:
    assert at(derived(form(total=total)), "G40").ties() is ties


def test_a_qualitative_score_not_given_leaves_the_total_open() -> None:
    indicators = INDICATORS.replace("≥90%|81%", "显著提高|达成年度指标")
    result = derived(form(indicators=indicators))
    assert at(result, "G40").value is None
    assert [unjudged.figure.place.cell for unjudged in result.unjudged] == ["G22"]


def test_a_qualitative_score_given_counts() -> None:
    indicators = INDICATORS.replace("≥90%|81%|30|", "显著提高|达成年度指标|30|28")
    assert str(at(derived(form(indicators=indicators)), "G40").value) == "97.34"


@pytest.mark.parametrize(
    ("whole", "total"),
    [("100", "105"), ("30", "135")],  # 30 is no sum of 60 and 40, so it stands beside them
)
def test_sources_split_by_government_count_once(whole: str, total: str) -> None:
    funds = f"""
        label|annual_budget|execution
        <fund:total>资金总额||
        <fund:fiscal>财政资金|{whole}|90
        <fund:fiscal>中央资金|60|50
        <fund:fiscal>省级资金|40|40
        <fund:other>其他资金|5|5
    """
    result = derived(form(funds))
    assert (str(at(result, "B4").value), str(at(result, "C4").value)) == (total, "95")
    wrong = derived(form(funds.replace("资金总额|", "资金总额|106")))
    assert at(wrong, "B4").ties() is False


def test_a_single_source_split_by_government() -> None:
    funds = """
        label|annual_budget|execution
        <fund:total>资金总额||
        <fund:fiscal>财政资金|100|90
        <fund:fiscal>中央资金|60|50
        <fund:fiscal>省级资金|40|40
    """
    assert str(at(derived(form(funds)), "B4").value) == "100"


def test_a_single_source_is_not_taken_for_all() -> None:
    funds = "label|annual_budget|execution\n<fund:total>资金总额||\n<fund:fiscal>财政资金|100|90"
    assert "B4" not in values(derived(form(funds)))


def test_an_execution_indicator_among_the_indicators_does_not_count_twice() -> None:
    row = "<indicator>预算执行|预算执行率|预算执行率|=100%|93%|10|\n    <indicator>产出指标"
    result = derived(form(indicators=INDICATORS.replace("<indicator>产出指标", row)))
    assert "G4" not in values(result)
    assert str(at(result, "F40").value) == "100"


def test_empty_rows_of_the_form_are_passed_over() -> None:
    result = derived(form(indicators=INDICATORS + "    <indicator>|||||||\n"))
    assert str(at(result, "G40").value) == "96.34"


def test_a_form_without_indicators_has_no_total() -> None:
    empty = replace(form(), rows=(Row(21, Role.INDICATOR, ""),))
    assert derived(empty).derivations == ()
