import inspect
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import perfxl.scoring.ratios as measures
from perfxl.numerals.display import percent

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "ratios.yaml").read_text("utf-8"))
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['rate']}({', '.join(case['given'])})")
def test_rate_of_published_and_zero_operands(case):
    fraction = getattr(measures, case["rate"])(*map(Decimal, case["given"]))
    assert ("不适用" if fraction is None else percent(fraction)) == case["expect"]


def test_every_rate_has_a_case():
    assert {case["rate"] for case in CASES} == set(measures.__all__)


@pytest.mark.parametrize("name", measures.__all__)
def test_every_rate_states_its_term_its_zero_case_and_its_source(name):
    text = inspect.getdoc(getattr(measures, name))
    assert "率" in text or "度" in text
    assert "Source:" in text
    assert "None" in text


@given(st.data())
@pytest.mark.parametrize("name", measures.__all__)
def test_no_rate_raises_on_any_amounts(name, data):
    rate = getattr(measures, name)
    operands = [data.draw(AMOUNTS) for _ in inspect.signature(rate).parameters]
    fraction = rate(*operands)
    assert fraction is None or fraction.is_finite()


@given(AMOUNTS, AMOUNTS.filter(bool))
def test_the_rate_times_its_base_gives_the_part_back(part, whole):
    assert abs(measures.execution_rate(part, whole) * whole - part) < Decimal("1e-9")


def test_rates_are_exact_far_beyond_what_is_printed():
    assert measures.execution_rate(Decimal(1), Decimal(3)) == Decimal("0." + "3" * 40)
