"""What the functions give: a clerk's cases, the measures and rules they stand for, exact money."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from perfxl.functions.examples import parsed
from perfxl.functions.registry import REGISTRY, call
from perfxl.model.expression import Num, Undefined, divide, evaluate
from perfxl.numerals.rounding import half_up
from perfxl.rules.loader import load
from perfxl.scoring import ratios
from perfxl.scoring.verbs import execution_points, indicator_points
from perfxl.sheets.values import ErrorValue, Missing

CASES = [
    case
    for cases in yaml.safe_load((Path(__file__).parent / "cases/functions.yaml").read_text("utf-8")).values()
    for case in cases
]
PROJECT = load("mof-2020").project
money = st.decimals(0, 10**9, places=2)
DIFFERENCES = (ratios.CHANGE, ratios.DEVIATION)
RATIOS = (ratios.EXECUTION, ratios.SHARE, ratios.CONTROL, ratios.CARRYOVER, ratios.PROGRESS, *DIFFERENCES)


@pytest.mark.parametrize("case", CASES, ids=[case["公式"] for case in CASES])
def test_case(case):
    result, expected = call(*parsed(case["公式"])), case["结果"]
    shown = result.value if isinstance(result, ErrorValue) else result
    assert shown == expected
    assert isinstance(shown, bool) == isinstance(expected, bool)


@pytest.mark.parametrize("ratio", RATIOS, ids=lambda ratio: ratio.function)
@given(one=money, other=money)
def test_rates_are_the_ratios_of_scoring(ratio, one, other):
    over = Num(one - other if ratio in DIFFERENCES else one)
    result = call(ratio.function, (float(one), float(other)))
    try:
        assert result == float(half_up(evaluate(ratio.of(over, Num(other))), 4))
    except Undefined:
        assert result is ErrorValue.DIV0


@given(executed=money, budget=money, weight=st.decimals(0, 30, places=1))
def test_the_execution_score_is_that_of_scoring(executed, budget, weight):
    result = call("PX_EXECSCORE", (float(executed), float(budget), float(weight)))
    if budget == 0:
        assert result is ErrorValue.DIV0
        return
    points = evaluate(execution_points(PROJECT.execution, divide(Num(executed), Num(budget)), Num(weight)))
    assert result == float(half_up(points, PROJECT.execution.places))
    assert 0 <= result <= float(weight)


@given(
    target=st.decimals(0, 1000, places=2),
    actual=st.decimals(0, 3000, places=2),
    sign=st.sampled_from("≥>=≤<"),
)
def test_an_indicator_score_is_that_of_scoring(target, actual, sign):
    rule = PROJECT.indicator(sign)
    points = indicator_points(rule, Num(target), Num(actual), Num(Decimal(10)), zero=not target)
    result = call("PX_SCORE", (float(target), float(actual), 10.0, sign))
    assert result == float(half_up(evaluate(points), rule.places))
    assert 0 <= result <= 10


@given(st.lists(money, min_size=1, max_size=20))
def test_totals_are_exact_and_tie_with_themselves(parts):
    total = call("PX_TOTAL", ([[float(part)] for part in parts],))
    assert total == float(sum(parts))
    for unit in ("万元", "元"):
        assert call("PX_TIES", (total, [[float(part) for part in parts]], unit)) is True


@given(st.lists(st.decimals(0, 1000, places=4), min_size=2, max_size=12))
def test_what_only_rounding_parted_ties_and_a_slip_of_a_unit_does_not(parts):
    total, printed = half_up(sum(parts), 2), [half_up(part, 2) for part in parts]
    if all(part == part.to_integral_value() for part in printed):
        return
    rows = [[float(part)] for part in printed]
    assert call("PX_TIES", (float(total), rows)) is True
    assert call("PX_TIES", (float(total + 1), rows)) is False


@given(st.floats(-1e9, 1e9))
def test_a_cell_counts_as_it_shows_to_fifteen_digits(value):
    assert call("PX_NUMBER", (value,)) == float(f"{value:.15g}")
    assert call("PX_EXECRATE", (0.1 + 0.2, 0.3)) == 1.0


@pytest.mark.parametrize("name", [name for name in REGISTRY if name != "PX_EXPLAIN"])
def test_every_function_can_be_explained(name):
    for example in REGISTRY[name].examples:
        called, args = parsed(example.formula)
        result, text = call(called, args), call("PX_EXPLAIN", (name, *args))
        pairs = zip(*([[result]], [[text]]) if not isinstance(result, list) else (result, text), strict=True)
        for value, sentence in (pair for rows in pairs for pair in zip(*rows, strict=True)):
            _told(value, sentence)


def _told(value, sentence):
    if isinstance(value, ErrorValue):
        assert sentence is value or (value.value in sentence and "没有结果" in sentence) or sentence is ErrorValue.NA
    elif isinstance(value, float):
        assert f"＝{Decimal(str(value)):f}".removesuffix(".0") in sentence
        assert "依据：" in sentence


def test_explaining_names_the_pack_that_was_asked_for():
    args = (20.0, 40.0, 150.0, 10.0, 0.0)
    default, own = (call("PX_EXPLAIN", ("PX_CARRYOVERRATE", *args, *pack)) for pack in ((), ("shenzhen-2020",)))
    assert "未核实" in default
    assert "未核实" not in own
    assert "当地公开" in own


def test_left_out_is_not_blank():
    assert call("PX_EXECSCORE", (50.0, 100.0, Missing.MISSING)) == 5.0
    assert call("PX_EXECSCORE", (50.0, 100.0, None)) is ErrorValue.NA
    assert call("PX_EXECSCORE", (50.0, 100.0, Missing.MISSING, "mof-2020")) == 5.0
