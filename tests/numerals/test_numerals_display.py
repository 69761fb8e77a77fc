import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from perfxl.numerals.display import decimals, display, is_date, is_percent, own_quantum, percent
from perfxl.numerals.reading import read
from perfxl.numerals.rounding import half_up

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "display.yaml").read_text("utf-8"))
VALUES = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**13), max_value=10**13, places=6)
ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '
FORMATS = ["0", "0.00", "#,##0", "#,##0.00", "0%", "0.00%", "#,##0.00_);(#,##0.00)", "¥#,##0.00", ACCOUNTING]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['value']} as {case['format']}")
def test_what_excel_shows(case):
    assert display(Decimal(case["value"]), case["format"]) == case["shown"]


@given(VALUES.filter(bool), st.sampled_from(FORMATS))
def test_what_is_shown_reads_back_as_the_rounded_value(value, number_format):
    numeral = read(display(value, number_format))
    assert numeral.value == half_up(value, decimals(number_format))
    assert numeral.quantum == Decimal(1).scaleb(-decimals(number_format))
    assert numeral.malformed == ""


@given(VALUES)
def test_general_shows_ten_digits(value):
    shown = display(value, "General")
    assert len(shown.removeprefix("-")) <= 11
    assert abs(read(shown).value - value) <= max(abs(value) * Decimal("1e-5"), Decimal("1e-9"))
    if abs(value) < 10**4:
        assert read(shown).value == value


@given(st.decimals(allow_nan=False, allow_infinity=False), st.text() | st.text('0#?.,%E+-_*"\\[];@ymdh万'))
def test_no_format_breaks_display(value, number_format):
    display(value, number_format)
    decimals(number_format)
    is_percent(number_format)


@pytest.mark.parametrize(
    ("number_format", "places"),
    [
        ("0", 0),
        ("0.00", 2),
        ("#,##0.00", 2),
        ("0%", 2),
        ("0.00%", 4),
        ("0.0#", 2),
        ("#,##0,", -3),
        (ACCOUNTING, 2),
        ("General", None),
        ("@", None),
        ("yyyy-mm-dd", None),
        ("0.00E+00", None),
        ('"无"', None),
    ],
)
def test_decimals_in_terms_of_the_value(number_format, places):
    assert decimals(number_format) == places


@pytest.mark.parametrize(
    "number_format", ["yyyy-mm-dd", "yyyy年m月d日", "m/d/yy h:mm", "[h]:mm", "[$-804]yyyy", "YYYY/M/D"]
)
def test_dates(number_format):
    assert is_date(number_format)
    assert not is_percent(number_format)


@pytest.mark.parametrize(
    "number_format", ["General", "0.00", "@", '0"day"', "[Red]0", r"0\d", "G/通用格式", "[$USD]0", "_d0"]
)
def test_no_dates(number_format):
    assert not is_date(number_format)


def test_percent_formats_are_known_by_an_unquoted_sign():
    assert is_percent("0.00%")
    assert is_percent("0.00%_);(0.00%)")
    assert not is_percent('0.00"%"')


@pytest.mark.parametrize(
    ("value", "quantum"), [("0.2773", "0.0001"), ("100", "1"), ("1.50", "0.01"), ("1E+5", "1"), ("0", "1")]
)
def test_own_quantum_is_the_last_digit(value, quantum):
    assert own_quantum(Decimal(value)) == Decimal(quantum)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [("0.277142", 2, "27.71%"), ("0.99995", 2, "100.00%"), ("0.5", 0, "50%"), ("-0.3", 1, "-30.0%")],
)
def test_percent(value, places, text):
    assert percent(Decimal(value), places) == text


@given(VALUES)
def test_percent_reads_back(value):
    assert re.fullmatch(r"-?\d+\.\d\d%", percent(value))
    assert read(percent(value)).value == half_up(value, 4)
