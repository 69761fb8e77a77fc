"""The parts that checks share: slips of the pen, printing like a cell, blame, and what holds for any book."""

from __future__ import annotations

from decimal import Decimal

import pytest
from grid import sheet
from hypothesis import given, settings
from hypothesis import strategies as st

from perfxl.checks import Checked, run
from perfxl.checks.evidence.typos import has_exchanged_digits, typo
from perfxl.checks.evidence.wording import expected_text, print_like
from perfxl.model.figure import Figure, State
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.recognition.recognise import recognise
from perfxl.rules.rulebook import rulebook
from perfxl.scoring.derive import derive
from perfxl.sheets.snapshot import Snapshot


def figure(text: str, **more: object) -> Figure:
    return Figure(Place("表", "B2"), State.NUMBER, Decimal(1), text=text, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "wanted", "how"),
    [
        ("1254.60", "1245.60", "写反"),
        ("12456", "123456", "一位数字"),
        ("1234567", "123456", "一位数字"),
        ("123.45", "1234500", "一万倍"),
        ("1234500", "123.45", "一万倍"),
        ("12.00", "21.00", ""),
        ("1254.60", "1254.60", ""),
        ("1654.60", "1254.60", ""),
        ("-1254.60", "1245.60", ""),
        ("0", "1245.60", ""),
        ("100.00", "1000.00", ""),
    ],
)
def test_slips(said: str, wanted: str, how: str) -> None:
    found = typo(Decimal(said), Decimal(wanted))
    assert (how in found) if how else found == ""


@given(st.integers(1000, 10**9), st.integers(0, 8))
def test_two_neighbours_exchanged_are_seen(number: int, spot: int) -> None:
    text = str(number)
    spot %= len(text) - 1
    other = text[:spot] + text[spot + 1] + text[spot] + text[spot + 2 :]
    telling = max(len(text.strip("0")), len(other.strip("0"))) >= 4
    assert has_exchanged_digits(other, text) == (other != text and telling)


@pytest.mark.parametrize(
    ("said", "value", "places", "text"),
    [
        (figure("27.73%", unit="%"), "0.27714", 4, "27.71%"),
        (figure("100%", unit="%"), "0.923077", 4, "92.31%"),
        (figure("90%", unit="%"), "0.92", 4, "92%"),
        (figure("27.73", unit="%", scale=100), "0.27714", 4, "27.71"),
        (figure("999.00", number_format="#,##0.00"), "1234.5", 2, "1,234.50"),
        (figure("12,3456.78"), "123456.78", 2, "123,456.78"),
        (figure("1550"), "1560.5", 2, "1560.50"),
        (figure("12万元", unit="元"), "130000", 0, "13万元"),
        (figure("１２.５"), "12.5", 0, "12.5"),
        (figure("-3.00"), "-2", 2, "-2.00"),
        (figure("≥90%", unit="%"), "0.95", 4, "≥95%"),
    ],
)
def test_prints_like_the_cell(said: Figure, value: str, places: int, text: str) -> None:
    assert expected_text(said, Decimal(value), places) == text


def test_prints_with_the_cells_own_decimals() -> None:
    assert print_like(figure("100%", unit="%"), Decimal("0.923077")) == "92%"


TABLE = """
单位：万元
支出类别 | 年初预算数 | 全年预算数 | 全年执行数 | 执行率
部门支出合计 | {total} | {total} | {done} | {rate}%
基本支出 | {basic} | {basic} | {basic_done} | {basic_rate}%
项目支出 | {project} | {project} | {project_done} | {project_rate}%
"""
cents = st.integers(100_000, 90_000_000).map(lambda number: Decimal(number) / 100)
# A rate of a few hundredths of a percent tells nothing of its operands.
shares = st.integers(100, 9_999).map(lambda number: Decimal(number) / 10_000)


def rate(part: Decimal, whole: Decimal) -> str:
    return f"{(part / whole * 100).quantize(Decimal('0.01'), 'ROUND_HALF_UP')}"


def book(basic: Decimal, project: Decimal, one: Decimal, other: Decimal, **wrong: Decimal) -> tuple[Finding, ...]:
    numbers = {"basic": basic, "project": project, "total": basic + project}
    done = {
        "basic_done": (basic * one).quantize(Decimal("0.01")),
        "project_done": (project * other).quantize(Decimal("0.01")),
    }
    numbers |= done | {"done": sum(done.values(), Decimal(0))}
    rates = {
        "rate": rate(numbers["done"], numbers["total"]),
        "basic_rate": rate(done["basic_done"], basic),
        "project_rate": rate(done["project_done"], project),
    }
    texts = {key: f"{value:,.2f}" for key, value in (numbers | wrong).items()} | rates
    derived = derive(recognise(Snapshot("本子", (sheet("预算执行", TABLE.format(**texts)),))), rulebook())
    return run(Checked(derived.evaluation, derived.derivations))


@settings(max_examples=40, deadline=None)
@given(cents, cents, shares, shares)
def test_a_table_that_ties_has_no_finding(basic: Decimal, project: Decimal, one: Decimal, other: Decimal) -> None:
    assert book(basic, project, one, other) == ()


@settings(max_examples=40, deadline=None)
@given(cents, cents, shares, shares, st.integers(10, 10**6))
def test_a_wrong_total_is_one_error_there(
    basic: Decimal, project: Decimal, one: Decimal, other: Decimal, more: int
) -> None:
    found = book(basic, project, one, other, total=basic + project + more)
    errors = [item for item in found if item.severity is Severity.ERROR]
    assert {item.place.cell for item in errors} <= {"B3", "C3"}
    assert len(errors) == 2
