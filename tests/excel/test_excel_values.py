"""What COM carries, and cells gathered into ranges."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfxl.excel.painting import color
from perfxl.excel.ranges import LONGEST, rectangles, unions
from perfxl.excel.values import entry, formula_of, same_formula, value_of
from perfxl.sheets.address import Box

SPOTS = st.sets(st.tuples(st.integers(1, 40), st.integers(1, 12)), min_size=1)


@given(SPOTS)
def test_rectangles_hold_exactly_the_cells(spots: set[tuple[int, int]]) -> None:
    boxes = rectangles(spots)
    covered = [(r, c) for t, left, b, right in boxes for r in range(t, b + 1) for c in range(left, right + 1)]
    assert sorted(covered) == sorted(spots)


@given(SPOTS)
def test_addresses_hold_the_boxes_and_are_short_enough(spots: set[tuple[int, int]]) -> None:
    boxes = rectangles(spots)
    addresses = list(unions(boxes))
    assert all(len(address) <= LONGEST for address in addresses)
    assert [Box.parse(part) for address in addresses for part in address.split(",")] == list(boxes)


def test_a_full_table_is_one_rectangle() -> None:
    assert rectangles((row, column) for row in range(3, 503) for column in range(5, 9)) == ((3, 5, 502, 8),)


@pytest.mark.parametrize(
    ("given_", "value", "error"),
    [
        (None, None, ""), ("", "", ""), ("1", "1", ""), (True, True, ""), (0.1 + 0.2, Decimal("0.3"), ""),
        (44000.0, Decimal(44000), ""), (-2146826281, None, "#DIV/0!"), (-2146826246, None, "#N/A"),
        (-2146826243, None, "#SPILL!"), (7, Decimal(7), ""), (1e20, Decimal("100000000000000000000"), ""),
    ],
)  # fmt: skip
def test_values_from_excel(given_: object, value: object, error: str) -> None:
    assert value_of(given_) == (value, error)


@pytest.mark.parametrize(
    ("value", "formula", "expected"),
    [
        (Decimal("1.50"), None, 1.5), (None, None, ""), (True, None, True), ("优", None, "优"),
        ("不适用", None, "不适用"), ("007", None, "'007"), ("2020年1月", None, "'2020年1月"), ("=A1", None, "'=A1"),
        ("-", None, "'-"), ("@SUM", None, "'@SUM"), ("TRUE", None, "'TRUE"), ("#N/A", None, "'#N/A"),
        ("'引号", None, "''引号"), (Decimal(3), "A1+1", "=A1+1"),
    ],
)  # fmt: skip
def test_a_text_is_never_taken_for_something_else(value: object, formula: str | None, expected: object) -> None:
    assert entry(value, formula) == expected  # type: ignore[arg-type]


def test_a_text_that_looks_like_a_formula_is_none() -> None:
    assert formula_of("=A1", "=A1") is None
    assert formula_of("=A1", 3.0) == "A1"
    assert formula_of("5", 5.0) is None


@pytest.mark.parametrize(
    ("stored", "shown", "same"),
    [
        ("SUM(A1:A3)", "SUM(A1:A3)", True), ("SUM(A1:A3)", "SUM(A1:A4)", False), (None, "A1", False),
        ("_xlfn.CONCAT(A1,B1)", "CONCAT(A1,B1)", True), ("'表'!A1", "表!A1", True),
        ("[1]表!A1", "'C:\\财务\\[别.xlsx]表'!A1", True), ("[1]表!A1", "[别.xlsx]其他!A1", False),
        ("[1]!PX_SCORE(A1,B1)", "'D:\\旧 机器\\perfxl.xlam'!PX_SCORE(A1,B1)", True),
        ("[1]!PX_SCORE(A1,B1)", "PX_SCORE(A1,B1)", True), ("perfxl.xlam!PX_SCORE(A1)", "PX_SCORE(A1)", True),
    ],
)  # fmt: skip
def test_formulas_as_stored_and_as_shown(stored: str | None, shown: str | None, same: bool) -> None:
    assert same_formula(stored, shown) is same


def test_colours_count_blue_first() -> None:
    assert color("FFC7CE") == 0xCEC7FF
