"""What a ratio says of itself: its quotient, the worksheet function that gives it, and the pack's law it goes by."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfxl.model.expression import Call, Num, divide
from perfxl.scoring import ratios
from perfxl.scoring.ratios import Ratio, ratio_of

A, B, C = Num(Decimal(20)), Num(Decimal(40)), Num(Decimal(150))


def test_a_ratio_is_its_quotient() -> None:
    assert ratios.SHARE.of(A, B) == divide(A, B)


@pytest.mark.parametrize("op", ["sum", "+"])
def test_the_carryover_rate_takes_the_addends_of_its_divisor_one_by_one(op: str) -> None:
    called = ratios.CARRYOVER.call(A, Call(op, (B, C)))
    assert called is not None
    assert (called.name, called.args) == ("PX_CARRYOVERRATE", (A, B, C))
    assert called.rests_on == ("rules.carryover_rate.places",)


@pytest.mark.parametrize("under", [B, Call("-", (B, C)), Call("max", (B, C))])
def test_any_other_divisor_is_one_argument(under: Num | Call) -> None:
    called = ratios.CARRYOVER.call(A, under)
    assert called is not None
    assert called.args == (A, under)


def test_a_ratio_that_takes_no_addends_takes_a_sum_whole() -> None:
    called = ratios.EXECUTION.call(A, Call("sum", (B, C)))
    assert called is not None
    assert (called.name, called.args) == ("PX_EXECRATE", (A, Call("sum", (B, C))))


@pytest.mark.parametrize(
    ("rule", "ratio"),
    [
        ("execution_rate", ratios.EXECUTION),
        ("procurement_execution_rate", ratios.EXECUTION),
        ("budget_share", ratios.SHARE),
        ("three_public_control_rate", ratios.CONTROL),
        ("staff_control_rate", ratios.CONTROL),
        ("carryover_rate", ratios.CARRYOVER),
        ("spending_progress", ratios.PROGRESS),
    ],
)
def test_a_law_of_a_pack_is_about_its_ratio(rule: str, ratio: Ratio) -> None:
    assert ratio_of(rule) is ratio


def test_a_law_of_no_known_ratio_is_a_plain_quotient_that_no_function_gives() -> None:
    plain = ratio_of("coverage_rate")
    assert plain == Ratio()
    assert plain.of(A, B) == divide(A, B)
    assert plain.call(A, B) is None
