"""Figures that a report works out, and their words: rates, changes, zero bases, what the workbook lacks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfxl.drafting.field import Field
from perfxl.drafting.printing import number
from perfxl.drafting.sentences import change, comparison, difference, mean, share, total

MONEY = st.decimals(0, 10**7, places=2)


def money(value: str) -> Field:
    return number("数", Decimal(value), "万元")


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        ("105", "100", "增加5.00万元，增长5.00%"),
        ("90.50", "100", "减少9.50万元，下降9.50%"),
        ("100", "100.00", "持平"),
        ("0", "0", "持平"),
        ("12.5", "0", "增加12.50万元，增减幅度无可比性"),
        ("0", "12.5", "减少12.50万元，下降100.00%"),
        ("1.005", "1", "增加0.005万元，增长0.50%"),
    ],
)
def test_changes(now: str, before: str, told: str) -> None:
    assert str(change(money(now), money(before))) == told


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [("1", "3", "33.33%"), ("2", "3", "66.67%"), ("0", "3", "0.00%"), ("0", "0", "不适用"), ("1.005", "100", "1.01%")],
)
def test_rates(part: str, whole: str, told: str) -> None:
    assert str(share(money(part), money(whole))) == told


def test_nothing_is_worked_out_of_what_the_workbook_lacks() -> None:
    blank = Field("预算执行.合计.年初预算数")
    for verb in (change, share, difference, comparison):
        assert verb(money("1"), blank).missing
        assert verb(blank, money("1")).missing
    assert total([blank]).missing
    assert mean([]).missing
    assert str(blank) == "【待填：预算执行·合计·年初预算数】"


def test_figures_of_two_units_are_not_added() -> None:
    assert total([money("1"), number("数", Decimal(1), "元")]).missing
    assert difference(money("1"), number("数", Decimal(1), "元")).missing


@pytest.mark.parametrize(
    ("value", "unit", "quantum", "told"),
    [
        ("5773.34", "万元", "0.01", "5,773.34万元"),
        ("2.5", "万元", "0.1", "2.50万元"),
        ("2.123456", "万元", "0.000001", "2.123456万元"),
        ("255383.97", "元", "1E-11", "255,383.97元"),
        ("0.00005", "%", "0.00001", "0.005%"),
        ("0.957", "%", "0.001", "95.70%"),
        ("97.50", "", "0.01", "97.5"),
        ("36", "人", "1", "36人"),
    ],
)
def test_figures_are_printed_with_the_decimals_of_their_fact(value: str, unit: str, quantum: str, told: str) -> None:
    assert str(number("数", Decimal(value), unit, Decimal(quantum))) == told


@given(MONEY, MONEY)
def test_a_change_undone_is_the_figure_before(now: Decimal, before: Decimal) -> None:
    moved = difference(number("今", now, "万元"), number("昔", before, "万元"))
    assert moved.value is not None
    assert before + moved.value == now
