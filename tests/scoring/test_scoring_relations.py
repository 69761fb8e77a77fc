"""Totals, ratios, shares, cumulative figures: the figures of a published report, and what is never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoring_tables import at, derived, recomputed, table, values

from perfxl.model.place import Place
from perfxl.model.table import Table

EXECUTION = """
    label|initial_budget|annual_budget|execution|execution_rate
    <line:basic>基本支出||1,592.12|1,523.60|95.70%
    <of_which:personnel>其中：人员经费|1,197.88|||
    <line:public>日常公用经费|102.73|||
    <line:project>项目支出|4,472.73|255,171.89|253,860.37|99.49%
    <total:total>合计|5,773.34|256,764.01|255,383.97|99.46%
"""
QUARTERS = """
    label|spending|cumulative|progress
    <line:q1>第一季度|215,414.18|215,414.18|83.90%
    <line:q2>第二季度|1,261.56|216,675.74|84.39%
    <line:q3>第三季度|36,470.63|253,146.37|98.59%
    <line:q4>第四季度|2,249.16|255,383.97|99.46%
"""
THREE_PUBLIC = """
    label|budget|execution|execution_rate
    <line:abroad>因公出国（境）费用|0|0|
    <line:reception>公务接待费|2.50|0.65|
    <line:vehicle>公务用车购置和运行维护费|4.50|1.29|
    <of_which:vehicle_running>其中：公务用车运行维护费|4.50|1.29|
    <total:total>合计|7.00|1.94|27.73%
"""
STAFF = """
    label|quota|actual|control_rate
    <line:administrative>本级行政编制|19|17|
    <line:institution>基层单位事业编制|20|19|
    <subtotal:established>编制内小计|39|36|100%
    <line:employee>雇员|6|5|
    <line:auxiliary>公共辅助员||27|
    <line:retired>退休||1|
    <total:total>合计||68|
"""


def stated(result_cells: dict[str, bool | None], *tables: Table) -> None:
    result = derived(*tables)
    assert {cell: at(result, cell).ties() for cell in result_cells} == result_cells


def test_execution() -> None:
    table_ = table("execution", EXECUTION, "万元")
    result = derived(table_)
    assert values(result)["B4"] == "1300.61"
    assert all(at(result, cell).ties() for cell in ("E4", "E7", "B8", "C8", "D8", "E8"))
    assert at(result, "B4").formula() == "SUM(B5:B6)"
    assert result.evaluation.tables[0].rows[0].cells["initial_budget"].value == Decimal("1300.61")


def test_a_derived_total_is_an_operand_of_the_rate() -> None:
    drawing = EXECUTION.replace("|5,773.34|256,764.01|255,383.97|99.46%", "||||")
    derivation = at(derived(table("execution", drawing, "万元")), "E8")
    assert derivation.value == Decimal("0.9946")
    assert derivation.formula() == "ROUND(D8/C8,4)"


def test_quarters_find_one_slip_once() -> None:
    budget = {"annual_budget": "256,764.01"}
    wanted: dict[str, bool | None] = dict.fromkeys(("C4", "C5", "C6", "D4", "D5", "D6", "D7"), True)
    stated(wanted | {"C7": False}, table("quarters", QUARTERS, "万元", fields=budget))


def test_blank_quarters_run_on_from_derived_ones() -> None:
    drawing = "label|spending|cumulative\n<line:q1>一|1.5|\n<line:q2>二|2|\n<line:q3>三|3|\n<line:q4>四||"
    assert values(derived(table("quarters", drawing, "万元"))) == {"C4": "1.5", "C5": "3.5", "C6": "6.5", "C7": None}


def test_progress_takes_the_year_s_budget_from_the_execution_table_in_another_unit() -> None:
    execution = table("execution", EXECUTION, "万元", sheet="执行")
    quarters = table(
        "quarters", "label|spending|cumulative|progress\n<line:q1>一|2154141800|2154141800|", "元", sheet="季度"
    )
    derivation = at(derived(execution, quarters), "D4", "季度")
    assert str(derivation.value) == "0.8390"
    assert derivation.formula() == "ROUND(C4/('执行'!C8*10000),4)"
    assert recomputed(derivation.arithmetic()) == derivation.value


def test_three_public_counts_no_of_which_row() -> None:
    wanted: dict[str, bool | None] = {"B8": True, "C8": True, "D8": False}
    stated(wanted, table("three_public", THREE_PUBLIC, "万元"))
    derivation = at(derived(table("three_public", THREE_PUBLIC, "万元")), "D8")
    assert (str(derivation.value), derivation.arithmetic()) == ("0.2771", "ROUND(1.94 ÷ 7.00, 4)")


def test_a_zero_budget_has_no_rate() -> None:
    derivation = at(derived(table("three_public", THREE_PUBLIC, "万元")), "D4")
    assert (derivation.value, derivation.undefined) == (None, "预算数为0，“三公”经费控制率无意义")


def test_vehicles_are_purchase_and_running_where_no_row_joins_them() -> None:
    drawing = """label|budget
        <line:abroad>出国|1
        <line:vehicle_purchase>公车购置|18
        <line:vehicle_running>公车运行|4.5
        <total:total>合计|"""
    assert values(derived(table("three_public", drawing, "万元"))) == {"B7": "23.5"}


def test_staff() -> None:
    result = derived(table("staff", STAFF, "人"))
    told = values(result)
    assert (told["B6"], told["C6"], told["D6"]) == ("39", "36", "0.9231")
    assert at(result, "D6").ties() is False
    assert (told["B10"], told["C10"]) == ("45", "69")
    assert at(result, "C10").ties() is False
    assert not {"D8", "D9"} & told.keys()


def test_shares_of_a_budget() -> None:
    drawing = """label|category|initial_budget|share
        养老保险|人员经费|1|33.33%
        职业年金|人员经费|1|
        公用(定额)|日常公用经费|1|33.34%
        <total:total>合计||3.00|100.00%"""
    result = derived(table("budget_lines", drawing, "万元"))
    assert values(result) == {"D4": "0.3333", "D5": "0.3333", "D6": "0.3333", "C7": "3", "D7": "1.0000"}
    assert at(result, "D6").ties() is False
    assert at(result, "D7").tolerance == Decimal("0.00020")


def test_a_blank_total_of_shares_is_the_whole_and_not_a_sum_of_rounded_shares() -> None:
    drawing = "label|initial_budget|share\n甲|1|\n乙|1|\n丙|1|\n<total:total>合计||"
    result = derived(table("budget_lines", drawing, "万元"))
    assert values(result)["C7"] == "1.0000"
    assert at(result, "C7").formula() == "ROUND(B7/B7,4)"


@pytest.mark.parametrize("leading", [True, False])
def test_subtotals_stand_for_their_block(leading: bool) -> None:
    block = ["甲|1|", "乙|2|"], ["丙|4|", "丁|8|"]
    subtotals = "<subtotal:subtotal>人员经费小计||", "<subtotal:subtotal>项目小计||"
    lines = [
        line
        for rows, subtotal in zip(block, subtotals, strict=True)
        for line in ([subtotal, *rows] if leading else [*rows, subtotal])
    ]
    drawing = "\n".join(("label|initial_budget|share", *lines, "<total:total>合计||"))
    told = values(derived(table("budget_lines", drawing, "元")))
    first, second = ("B4", "B7") if leading else ("B6", "B9")
    assert (told[first], told[second], told["B10"]) == ("3", "12", "15")


def test_carryover_rate() -> None:
    fields = {
        "opening_carryover": "0",
        "closing_carryover": "11.57",
        "general_public_accounts": "255,338.97",
        "government_fund_accounts": "0",
        "carryover_rate": "0.005%",
    }
    (derivation,) = derived(table("carryover", "label", "万元", fields=fields)).derivations
    assert derivation.ties() is True
    assert derivation.rule.status == "confirmed"


def test_the_general_pack_alone_does_not_know_the_carryover_rate_for_sure() -> None:
    fields = {"opening_carryover": "0", "closing_carryover": "1", "general_public_accounts": "9", "carryover_rate": ""}
    (derivation,) = derived(table("carryover", "label", "万元", fields=fields), packs=["mof-2020"]).derivations
    assert (str(derivation.value), derivation.rule.status) == ("0.1111", "unconfirmed")


def test_procurement_in_single_fields() -> None:
    fields = {"initial_budget": "971.92", "annual_budget": "424.68", "execution": "410.48"}
    told = table("procurement", "label", "万元", fields=fields | {"remaining": "14.20", "execution_rate": "96.66%"})
    assert [(str(d.value), d.ties()) for d in derived(told).derivations] == [("14.20", True), ("0.9666", True)]


def test_a_blank_is_not_a_zero() -> None:
    drawing = "label|current|amount\n<line:current>流动资产||35.55\n<line:fixed_net>固定资产||\n<total:total>合计||"
    derivation = at(derived(table("assets", drawing.replace("|current", "|opening_amount"), "万元")), "C6")
    assert derivation.value is None
    assert [figure.place.cell for figure in derivation.missing] == ["C5"]


def test_a_dash_adds_nothing() -> None:
    drawing = "label|amount\n<line:current>流动资产|35.55\n<line:fixed_net>固定资产|—\n<total:total>合计|"
    assert values(derived(table("assets", drawing, "万元"))) == {"B6": "35.55"}


UNKNOWN = "label|budget\n<line:abroad>出国|1\n<line:reception>接待|2\n会议费|4\n<total:total>合计|{}"


@pytest.mark.parametrize(
    ("total", "value", "ties"), [("3", "3", True), ("7", "7", True), ("5", None, None), ("", None, None)]
)
def test_rows_of_no_known_item_are_not_guessed_into_a_total(total: str, value: str | None, ties: bool | None) -> None:
    result = derived(table("three_public", UNKNOWN.format(total), "元"))
    assert values(result) == {"B7": value}
    assert at(result, "B7").ties() is ties
    assert bool(at(result, "B7").undefined) is (value is None)


def test_free_rows_with_one_known_item_alone_are_summed() -> None:
    drawing = "label|initial_budget\n普查服务|600\n统计服务|323.2\n<total:total>合计|"
    assert values(derived(table("procurement", drawing, "万元"))) == {"B6": "923.2"}


@pytest.mark.parametrize(("unit", "ties"), [("万元", True), ("", True), ("元", False)])
def test_rounding_hides_in_ten_thousands_and_not_in_yuan(unit: str, ties: bool) -> None:
    drawing = "label|amount\n<line:current>流动资产|1.11\n<line:fixed_net>固定资产|2.22\n<total:total>合计|3.34"
    assert at(derived(table("assets", drawing, unit)), "B6").ties() is ties


def test_whole_numbers_hide_nothing() -> None:
    drawing = "label|amount\n<line:current>流动资产|1\n<line:fixed_net>固定资产|2\n<total:total>合计|4"
    assert at(derived(table("assets", drawing, "万元")), "B6").ties() is False


def test_an_uncached_formula_is_an_operand_and_is_not_filled() -> None:
    drawing = EXECUTION.replace("|5,773.34|256,764.01|255,383.97|99.46%", "|=?SUM(B4,B7)|=?SUM(C4,C7)|=?SUM(D4,D7)|")
    result = derived(table("execution", drawing, "万元"))
    assert at(result, "C8").fillable is False
    assert str(at(result, "E8").value) == "0.9946"
    assert result.evaluation.tables[0].rows[4].cells["execution"].value == Decimal("255383.97")


def test_a_cell_that_says_not_applicable_is_not_computed() -> None:
    drawing = THREE_PUBLIC.replace("|7.00|1.94|27.73%", "|7.00|1.94|—")
    assert derived(table("three_public", drawing, "万元")).at(Place("表", "D8")) is None


def test_derivations_come_in_the_order_of_the_sheet() -> None:
    tables = table("staff", STAFF, "人", sheet="乙"), table("three_public", THREE_PUBLIC, "万元", sheet="甲")
    places = [d.target.place for d in derived(*tables).derivations]
    rows = [
        (("乙", "甲").index(place.sheet or ""), int((place.cell or "")[1:]), (place.cell or "")[0]) for place in places
    ]
    assert rows == sorted(rows)


MONEY = st.decimals(0, 10**9, places=2)


@given(st.lists(MONEY, min_size=2, max_size=12))
def test_a_sum_is_exact(amounts: list[Decimal]) -> None:
    lines = [f"项目{number}|{amount}" for number, amount in enumerate(amounts)]
    result = derived(table("budget_lines", "\n".join(("label|initial_budget", *lines, "<total:total>合计|")), "元"))
    (derivation,) = result.derivations
    assert derivation.value == sum(amounts)
    assert recomputed(derivation.arithmetic()) == derivation.exact


@given(MONEY, st.decimals("0.01", 10**9, places=2))
def test_a_rate_lies_within_half_a_hundredth_of_a_percent(spent: Decimal, budget: Decimal) -> None:
    drawing = f"label|annual_budget|execution|execution_rate\n<line:basic>基本支出|{budget}|{spent}|"
    derivation = at(derived(table("execution", drawing, "元")), "D4")
    assert isinstance(derivation.value, Decimal)
    assert derivation.exact is not None
    assert abs(derivation.value - derivation.exact) <= Decimal("0.00005")
    assert recomputed(derivation.arithmetic()) == derivation.value
