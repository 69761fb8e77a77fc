from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from perfxl.numerals.reading import Numeral, is_not_applicable, read
from perfxl.numerals.rounding import half_up

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "reading.yaml").read_text("utf-8"))
FULL_WIDTH = str.maketrans("0123456789,.%-+", "０１２３４５６７８９，．％－＋")
NUMBERISH = st.text("0123456789０１５,，.．%％-－()（）≥≤<>= \u3000\n元万人年内以上eE+/¥")
WRITTEN = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=2)


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case["text"]))
def test_reading(case):
    if case.get("unreadable"):
        assert read(case["text"]) is None
        return
    assert read(case["text"]) == Numeral(
        value=Decimal(case["value"]),
        unit=case.get("unit", ""),
        sign=case.get("sign", ""),
        quantum=Decimal(case["quantum"]),
        malformed=case.get("malformed", ""),
        text=case["text"],
        power=case.get("power", 0),
    )


@given(st.text() | NUMBERISH)
def test_reading_never_raises_and_its_quantum_divides_its_value(text):
    numeral = read(text)
    is_not_applicable(text)
    if numeral:
        assert numeral.value.is_finite()
        assert numeral.value == half_up(numeral.value, -numeral.quantum.adjusted())


@given(WRITTEN, st.sampled_from(["", "%", "万元", "人"]))
def test_thousands_separators_change_nothing(value, unit):
    assert _without_text(read(f"{value:,f}{unit}")) == _without_text(read(f"{value:f}{unit}"))


@given(WRITTEN, st.sampled_from(["", "%", "万元", "人"]))
def test_full_width_characters_change_nothing_but_the_remark(value, unit):
    half, full = read(f"{value:,f}{unit}"), read(f"{value:,f}{unit}".translate(FULL_WIDTH))
    assert half.malformed == ""
    assert "全角数字" in full.malformed
    assert (half.value, half.unit, half.quantum) == (full.value, full.unit, full.quantum)


@pytest.mark.parametrize("digits", [28, 40, 60])
def test_long_numbers_lose_no_digit(digits):
    assert f"{read('1' * digits + '%').value:f}" == "1" * (digits - 2) + ".11"


@pytest.mark.parametrize(
    "text",
    ["—", "——", "-", "－", "–", "--", "/", "／", "\\", " 不适用 ", "（不适用）", "无", "N/A", "n/a", "ＮＡ", "不涉及"],
)
def test_nothing_to_state(text):
    assert is_not_applicable(text)


@pytest.mark.parametrize("text", ["", " ", "0", "（空）", "无偏差", "完成", "-5", "()", "无、"])
def test_something_or_nothing_at_all_is_not_not_applicable(text):
    assert not is_not_applicable(text)


def _without_text(numeral):
    return {key: value for key, value in asdict(numeral).items() if key != "text"}
