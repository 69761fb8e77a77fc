"""Definitions as forms print them, read as arithmetic; rows that only number the columns."""

from __future__ import annotations

import pytest

from perfxl.numerals.definitions import column_numbers, definition, own_name


@pytest.mark.parametrize(
    ("text", "name", "above", "below"),
    [
        ("3=1+2", "3", (("1", 1), ("2", 1)), ""),
        ("③=②-①", "3", (("2", 1), ("1", -1)), ""),
        ("（5）=（3）+（4）", "5", (("3", 1), ("4", 1)), ""),
        ("6=4/3×100%", "6", (("4", 1),), "3"),
        ("9=6+…+8", "9", (("6", 1), ("7", 1), ("8", 1)), ""),
        ("资金合计(C=A+B)", "C", (("A", 1), ("B", 1)), ""),
        ("执行率（B/A×100%）", "", (("B", 1),), "A"),
        ("增长率(5)=((4)-(3))/(3)", "5", (("4", 1), ("3", -1)), "3"),
        ("结余 （2－1）", "", (("2", 1), ("1", -1)), ""),
    ],
)
def test_a_printed_definition_is_read(text: str, name: str, above: object, below: str) -> None:
    told = definition(text)
    assert told is not None
    assert (own_name(text), told.above, told.below) == (name, above, below)


def test_a_product_is_read() -> None:
    told = definition("得分(D=A×C)")
    assert told is not None
    assert (told.times, told.names) == (True, {"A", "C"})


@pytest.mark.parametrize(
    "text", ["结余(1-2月)", "2023-2024", "产出指标(50分)", "预算数", "1-6月支出", "（一）", "A/B类"]
)
def test_what_is_no_definition_is_none(text: str) -> None:
    assert definition(text) is None


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["栏次", "1", "2", "3=1+2"], True),
        (["1", "2", "3"], True),
        (["甲", "乙", "1", "2"], True),
        (["合计", "1", "2", "3"], False),
        (["1", "2"], False),
        (["栏次", "1", "3"], False),
        (["5", "6", "7"], False),
        (["第一季度", "1", "2"], False),
    ],
)
def test_rows_that_number_the_columns(texts: list[str], told: bool) -> None:
    assert column_numbers(texts) is told
