"""Stored numbers, shared formulas, coded texts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from perfxl.files.parts.content import decode_text, encode_text, number_text, parse_number, serial_number
from perfxl.formulas.shifting import shift
from perfxl.sheets.address import cell_address, column_letters


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.27729999999999999", "0.2773"),
        ("1E2", "100"),
        ("1.5E-7", "0.00000015"),
        ("-0", "0"),
        (" 12.50 ", "12.5"),
        ("123456789012345678", "123456789012346000"),
        ("0.30000000000000004", "0.3"),
    ],
)
def test_exact(text: str, number: str) -> None:
    assert f"{parse_number(text):f}" == number


@pytest.mark.parametrize("text", ["", "x", "1e999", "NaN", "1,5"])
def test_no_numbers(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_number(text)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_money_survives_storing(value: Decimal) -> None:
    assert parse_number(number_text(value)) == value
    assert "E" not in number_text(value)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_long_decimals_keep_the_double(value: float) -> None:
    assert float(number_text(Decimal(value))) == value


@pytest.mark.parametrize(
    ("text", "mac", "number"),
    [
        ("2021-01-01", False, "44197"),
        ("2021-01-01T12:00:00", False, "44197.5"),
        ("2021-01-01T12:00:00Z", False, "44197.5"),
        ("06:00:00", False, "0.25"),
        ("2021-01-01", True, "42735"),
    ],
)
def test_serial(text: str, mac: bool, number: str) -> None:
    assert serial_number(text, mac=mac) == Decimal(number)


@pytest.mark.parametrize(
    ("formula", "rows", "columns", "moved"),
    [
        ("A1+$A1+A$1+$A$1", 2, 1, "B3+$A3+B$1+$A$1"),
        ('"A1"&A1', 1, 0, '"A1"&A2'),
        ('"引""A1"&A1', 1, 0, '"引""A1"&A2'),
        ("'A1''B1'!A1", 1, 0, "'A1''B1'!A2"),
        ("表1!A1+数据2024!B2", 1, 1, "表1!B2+数据2024!C3"),
        ("LOG10(A1)+ATAN2(B1,C1)", 1, 0, "LOG10(A2)+ATAN2(B2,C2)"),
        ("SUM(A:A,$B:B,1:1,2:$3)", 1, 1, "SUM(B:B,$B:C,2:2,3:$3)"),
        ("SUM(A1:B2)", 1, 1, "SUM(B2:C3)"),
        ("表[[#This Row],[A1]]*A1", 1, 0, "表[[#This Row],[A1]]*A2"),
        ("[1]Sheet1!A1", 1, 0, "[1]Sheet1!A2"),
        ("A1E5+1E5+A1.B2+_A1", 1, 0, "A1E5+1E5+A1.B2+_A1"),
        ("A2", -2, 0, "#REF!"),
        ("A1:C1", 0, -1, "#REF!"),
        ("A:B", 0, -1, "#REF!"),
        ("XFD1", 0, 1, "#REF!"),
        ("TRUE+MAX(A1)+#N/A", 1, 0, "TRUE+MAX(A2)+#N/A"),
        ("单价A1+A1", 1, 0, "单价A1+A2"),
    ],
)
def test_shift(formula: str, rows: int, columns: int, moved: str) -> None:
    assert shift(formula, rows, columns) == moved


REFERENCE = st.builds(
    lambda row, column, absolute_row, absolute_column: (
        f"{'$' if absolute_column else ''}{column_letters(column)}{'$' if absolute_row else ''}{row}"
    ),
    st.integers(1, 999),
    st.integers(1, 99),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(REFERENCE, min_size=1, max_size=4), st.integers(0, 50), st.integers(0, 50))
def test_shifting_agrees_with_openpyxl(references: list[str], rows: int, columns: int) -> None:
    formula = "SUM(" + ",".join(references) + ')&"A1"'
    expected = Translator("=" + formula, "A1").translate_formula(cell_address(1 + rows, 1 + columns))
    assert "=" + shift(formula, rows, columns) == expected


@given(st.text())
def test_texts_survive_coding(text: str) -> None:
    if not any("\ud800" <= char <= "\udfff" for char in text):
        plain = encode_text(text)
        for entity, mark in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
            plain = plain.replace(entity, mark)
        assert decode_text(plain) == text


def test_coded_characters() -> None:
    assert decode_text("甲_x000D_\n乙_x005F_x000D_") == "甲\r\n乙_x000D_"
    assert encode_text("\r_x000D_\x01") == "_x000D__x005F_x000D__x0001_"
