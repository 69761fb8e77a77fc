from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from perfxl.numerals.reading import read
from perfxl.numerals.rounding import half_up
from perfxl.numerals.tolerance import (
    POINTS,
    Precision,
    points_tolerance,
    rate_tolerance,
    restatement_tolerance,
    share_tolerance,
    sum_tolerance,
)

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "tolerance.yaml").read_text("utf-8"))


def printed(text: str, unit: str = "") -> Precision:
    numeral = read(text)
    assert numeral
    return Precision(numeral.quantum, numeral.unit or unit)


def note(case):
    return case["note"]


@pytest.mark.parametrize("case", CASES["sums"], ids=note)
def test_how_far_a_sum_may_lie_off(case):
    terms = [printed(text, case["unit"]) for text in case["terms"]]
    assert sum_tolerance(printed(case["stated"]), terms, case["unit"]) == Decimal(case["tolerance"])


@pytest.mark.parametrize("case", CASES["shares"], ids=note)
def test_how_far_parts_may_lie_from_their_whole(case):
    assert share_tolerance(map(printed, case["parts"])) == Decimal(case["tolerance"])


@pytest.mark.parametrize("case", CASES["rates"], ids=note)
def test_how_far_a_rate_may_lie_off(case):
    assert rate_tolerance(printed(case["stated"])) == Decimal(case["tolerance"])


@pytest.mark.parametrize("case", CASES["restatements"], ids=note)
def test_how_far_two_statements_of_one_fact_may_lie_apart(case):
    left, right = printed(case["left"]), printed(case["right"])
    assert restatement_tolerance(left, right, case["unit"]) == Decimal(case["tolerance"])
    assert restatement_tolerance(right, left, case["unit"]) == Decimal(case["tolerance"])


def test_points_have_the_decimals_of_their_rule():
    assert (points_tolerance(), points_tolerance(1), points_tolerance(0)) == (
        Decimal("0.01"),
        Decimal("0.1"),
        Decimal(1),
    )


AMOUNTS = st.lists(st.decimals(-1_000_000, 1_000_000, places=6), min_size=1, max_size=30)


@given(AMOUNTS, st.integers(1, 4))
def test_rounded_amounts_always_tie_with_their_printed_total(amounts, places):
    place = Precision(Decimal(1).scaleb(-places), "万元")
    gap = half_up(sum(amounts), places) - sum(half_up(amount, places) for amount in amounts)
    assert abs(gap) <= sum_tolerance(place, [place] * len(amounts))


@given(st.decimals(0, 100, places=6))
def test_a_score_of_its_rule_ties_whether_rounded_or_cut_off(score):
    cut = score.quantize(Decimal("0.01"), "ROUND_DOWN")
    assert max(abs(score - half_up(score, 2)), abs(score - cut)) <= points_tolerance()
    whole = half_up(score, 0)
    assert (abs(score - whole) <= sum_tolerance(Precision(Decimal(1)), [], POINTS)) is (
        abs(score - whole) <= Decimal("0.01")
    )
