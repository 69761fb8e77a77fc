from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from perfxl.numerals.units import convert, money_factor, unit_in

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "units.yaml").read_text("utf-8"))
MONEY = st.sampled_from(["元", "千元", "万元", "百万元", "亿元"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case["text"]))
def test_unit_of_a_heading(case):
    assert unit_in(case["text"]) == case["unit"]


@pytest.mark.parametrize(
    ("unit", "factor"),
    [("元", 1), ("千元", 1000), ("万元", 10_000), ("百万元", 10**6), ("亿元", 10**8), ("人民币万元", 10_000)],
)
def test_factor_to_yuan(unit, factor):
    assert money_factor(unit) == factor


@pytest.mark.parametrize("unit", ["", "人", "%", "单元", "万", "元/人", "日元"])
def test_what_is_no_money_has_no_factor_and_is_not_converted(unit):
    assert money_factor(unit) is None
    with pytest.raises(ValueError, match="not a unit of money"):
        convert(Decimal(1), unit, "元")
    with pytest.raises(ValueError, match="not a unit of money"):
        convert(Decimal(1), "元", unit)


def test_converting_shows_plain_digits():
    assert str(convert(Decimal("12"), "万元", "元")) == "120000"
    assert f"{convert(Decimal('255383.97'), '万元', '亿元'):f}" == "25.538397"
    assert f"{convert(Decimal('19400.55'), '元', '万元'):f}" == "1.940055"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4), MONEY, MONEY)
def test_converting_there_and_back_changes_nothing(value, one, other):
    there = convert(value, one, other)
    assert convert(there, other, one) == value
    assert there * money_factor(other) == value * money_factor(one) or len(value.as_tuple().digits) > 20


@given(st.text())
def test_any_heading_can_be_asked(text):
    unit_in(text)
