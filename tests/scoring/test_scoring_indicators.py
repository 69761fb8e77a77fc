"""Scores of single indicators, told by cases that a clerk can read (cases/indicators.yaml), and their laws."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from scoring_tables import at, derived, recomputed, table

from perfxl.model.table import Table

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "indicators.yaml").read_text("utf-8"))
SCORE = "H4"


def indicator(case: dict[str, Any]) -> Table:
    keys = ("project_name", "level2", "nature", "target", "measure_unit", "actual", "weight")
    told = case | {"project_name": "项目", "measure_unit": case.get("unit", "")}
    line = "|".join(str(told.get(key, "")) for key in keys)
    return table("indicator_list", f"{'|'.join(keys)}|score\n{line}|{case.get('stated', '')}")


@pytest.mark.parametrize("case", CASES, ids=[case["note"] for case in CASES])
def test_indicator(case: dict[str, Any]) -> None:
    result = derived(indicator(case))
    if case["score"] is None:
        assert not result.derivations
        (left,) = result.unjudged
        assert case["reason"] in left.reason
        assert [left.band.low, left.band.high] == case["band"] if "band" in case else left.band is None
        return
    derivation = at(result, SCORE)
    assert str(derivation.value) == case["score"]
    assert derivation.rule.status == case.get("status", "confirmed")
    assert recomputed(derivation.arithmetic()) == derivation.value
    assert not result.unjudged


def test_true_numbers_give_a_formula() -> None:
    case = {"nature": "≥", "target": "20", "unit": "次", "actual": "15", "weight": "10"}
    assert at(derived(indicator(case)), SCORE).formula() == "ROUND(IF(F4>=D4,G4,F4/D4*G4),2)"


def test_a_text_target_gives_a_value() -> None:
    assert at(derived(indicator({"target": "≥20次", "actual": "15", "weight": "10"})), SCORE).formula() is None


@pytest.mark.parametrize(
    ("stated", "ties"),
    [("9.47", True), ("9.48", True), ("9.49", False), ("9.5", False), ("9", False), ("10", False), ("", None)],
)
def test_stated_scores(stated: str, ties: bool | None) -> None:
    case = {"target": "≥95%", "actual": "90%", "weight": "10", "stated": stated}
    assert at(derived(indicator(case)), SCORE).ties() is ties


def test_missing_actual_and_weight_are_named() -> None:
    derivation = at(derived(indicator({"target": "≥95%", "actual": "", "weight": ""})), SCORE)
    assert derivation.value is None
    assert {figure.place.cell for figure in derivation.missing} == {"F4", "G4"}


def test_a_row_that_says_nothing_is_passed_over() -> None:
    result = derived(indicator({"target": "", "actual": "", "weight": ""}))
    assert (result.derivations, result.unjudged) == ((), ())


def test_a_band_holds_its_lower_bound_only() -> None:
    case = {"target": "有效保障", "weight": "10"}
    best, middle = (derived(indicator(case | {"actual": word})).unjudged[0].band for word in ("达成", "部分达成"))
    assert best
    assert middle
    assert [best.holds(Decimal(score)) for score in ("7.99", "8", "10", "10.01")] == [False, True, True, False]
    assert [middle.holds(Decimal(score)) for score in ("5.99", "6", "7.99", "8")] == [False, True, True, False]


SIGNS = st.sampled_from(["≥", ">", "=", "≤", "<"])
AMOUNTS = st.decimals(0, 10_000, places=2)
WEIGHTS = st.decimals(1, 60, places=1)


def points(sign: str, target: Decimal, actual: Decimal, weight: Decimal) -> Decimal:
    case = {"target": f"{sign}{target}次", "actual": f"{actual}次", "weight": weight}
    value = at(derived(indicator(case)), SCORE).value
    assert isinstance(value, Decimal)
    return value


@given(SIGNS, AMOUNTS, AMOUNTS, WEIGHTS)
def test_a_score_lies_within_its_weight(sign: str, target: Decimal, actual: Decimal, weight: Decimal) -> None:
    assert 0 <= points(sign, target, actual, weight) <= weight


@given(SIGNS, AMOUNTS, AMOUNTS, AMOUNTS, WEIGHTS)
def test_more_is_never_worse_where_more_is_wanted(
    sign: str, target: Decimal, one: Decimal, other: Decimal, weight: Decimal
) -> None:
    low, high = (points(sign, target, actual, weight) for actual in sorted((one, other)))
    wanted_more = sign in "≥>" or (sign == "=" and target > 0)
    assert low <= high if wanted_more else low >= high


@given(st.decimals(1, 10_000, places=2), st.integers(0, 100), st.integers(1, 60))
def test_a_share_of_the_target_is_that_share_of_the_weight(target: Decimal, percent: int, weight: int) -> None:
    expected = Decimal(weight * percent) / 100
    assert points("≥", target * 100, target * percent, Decimal(weight)) == expected
