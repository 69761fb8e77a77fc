import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfxl.numerals.rounding import half_up


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("0.285", 2, "0.29"),
        ("-2.5", 0, "-3"),
        ("1.005", 2, "1.01"),
        ("2.4999", 0, "2"),
        ("15", -1, "2E+1"),
        ("7", 2, "7.00"),
    ],
)
def test_half_goes_away_from_zero(value, places, expected):
    assert str(half_up(Decimal(value), places)) == expected


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15), st.integers(0, 8))
def test_half_up_agrees_with_exact_fractions(value, places):
    step = Fraction(1, 10**places)
    size = abs(Fraction(value)) / step + Fraction(1, 2)
    expected = (size.numerator // size.denominator) * step
    assert abs(Fraction(half_up(value, places))) == expected


@pytest.mark.parametrize(("value", "rounded"), [("1E+300", "1E+300"), ("1E-300", "0"), ("9" * 80, "9" * 80)])
def test_extreme_numbers_do_not_break_rounding(value, rounded):
    assert half_up(Decimal(value), 2) == Decimal(rounded)


def test_numerals_load_nothing_heavy():
    heavy = {"yaml", "pydantic", "openpyxl", "lxml", "xlwings", "pandas", "numpy", "argparse"}
    modules = "perfxl.numerals.reading, perfxl.numerals.units, perfxl.numerals.display, perfxl.scoring.ratios"
    code = f"import sys, {modules}; print(*{heavy!r} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []
