"""Room for text: taller with more text, never taller in a wider column, never above what Excel allows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfxl.attachments.textfit import (
    TALLEST_ROW,
    characters_for,
    fit,
    height,
    inner_width,
    line_count,
    text_width,
    width_for,
)

TEXTS = st.text("预算绩效管理，。、（）abcW 0123456789.%\n", max_size=200)
WIDTHS = st.floats(3, 120)
SIZES = st.sampled_from([6.0, 9.0, 10.5, 16.0])


@given(TEXTS, TEXTS, WIDTHS, SIZES)
def test_more_text_is_never_lower(text: str, more: str, width: float, size: float) -> None:
    assert height(text + more, width, size) >= height(text, width, size)


@given(TEXTS, WIDTHS, st.floats(0, 60), SIZES)
def test_a_wider_column_is_never_higher(text: str, width: float, wider: float, size: float) -> None:
    assert height(text, width + wider, size) <= height(text, width, size)


@given(TEXTS, WIDTHS, SIZES)
def test_every_line_has_its_height(text: str, width: float, size: float) -> None:
    room = inner_width(width)
    least = sum(max(1, text_width(line, size) / room) for line in text.split("\n"))
    assert height(text, width, size) >= least * size * 1.35 - 1e-6


@given(TEXTS, WIDTHS, SIZES)
def test_fitted_keeps_within_the_limit(text: str, width: float, size: float) -> None:
    smaller, needed = fit(text, width, size)
    assert smaller <= size
    assert needed <= TALLEST_ROW


@pytest.mark.parametrize(
    ("text", "size", "width"),
    [("预算", 10.5, 21.0), ("98", 10.0, 11.2), ("（）", 10.0, 20.0), ("", 10.0, 0.0)],
)
def test_a_chinese_character_is_as_wide_as_high(text: str, size: float, width: float) -> None:
    assert text_width(text, size) == pytest.approx(width)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("预算绩效", 40.0, 1),
        ("预算绩效", 39.0, 2),
        ("预算\n绩效", 100.0, 2),
        ("预算绩效。", 40.0, 2),
        ("", 40.0, 1),
        ("255171.89", 20.0, 3),
        ("共 255171.89", 55.0, 2),
    ],
)
def test_lines(text: str, width: float, lines: int) -> None:
    assert line_count(text, width, 10.0) == lines


def test_a_long_text_shrinks_only_when_no_row_is_high_enough() -> None:
    assert fit("预" * 40, 20, 10.5)[0] == 10.5
    assert fit("预" * 400, 20, 10.5)[0] < 10.5
    assert fit("预" * 4000, 20, 10.5) == (6.0, TALLEST_ROW)


def test_a_number_gets_a_column_that_shows_it_whole() -> None:
    assert text_width("255,171.89", 10.5) <= inner_width(characters_for("255,171.89", 10.5))


def test_a_column_widens_for_long_texts_only() -> None:
    assert width_for(["短"], 10, 10.5) == 10
    assert 10 < width_for(["预" * 200], 10, 10.5) <= 60
    assert width_for(["预" * 9000], 10, 10.5) == 60
