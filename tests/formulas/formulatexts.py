"""Formulas of every shape for property tests, and how Excel would say where they end."""

from __future__ import annotations

from hypothesis import strategies as st

from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, column_letters

SHEETS = ("", "", "表1!", "'三公 经费'!", "'它''表'!", "2024年!", "[1]Sheet1!", "'[预算 1.xlsx]汇总'!", "一月:三月!")
ROWS = st.one_of(st.integers(1, 99), st.integers(LAST_ROW - 3, LAST_ROW))
COLUMNS = st.one_of(st.integers(1, 60), st.integers(LAST_COLUMN - 2, LAST_COLUMN))


def _fixed(text: str, fixed: bool) -> str:
    return f"${text}" if fixed else text


CELLS = st.builds(
    lambda row, column, row_fixed, column_fixed: (
        _fixed(column_letters(column), column_fixed) + _fixed(str(row), row_fixed)
    ),
    ROWS,
    COLUMNS,
    st.booleans(),
    st.booleans(),
)
WHOLE = st.one_of(
    st.builds(
        lambda one, other, fixed: f"{_fixed(column_letters(one), fixed)}:{column_letters(other)}",
        COLUMNS,
        COLUMNS,
        st.booleans(),
    ),
    st.builds(lambda one, other, fixed: f"{one}:{_fixed(str(other), fixed)}", ROWS, ROWS, st.booleans()),
)
AREAS = st.builds(
    "{}{}".format, st.sampled_from(SHEETS), st.one_of(CELLS, st.builds("{}:{}".format, CELLS, CELLS), WHOLE)
)
NAMES = st.sampled_from(
    ["YJS2020", "ABCD123", "年度预算", "XFE1", "A1048577", "表1!单价", "[1]!税率", "_x1", "单价㎡", "R1C1年", "TRUE"]
)
CONSTANTS = st.sampled_from(['"A1"', '"引""B2"', "1.5E3", "0.5", "12", "#N/A", "#REF!", '{1,-2;"甲",TRUE}', "1E5"])
TABLES = st.sampled_from(
    ["表1[金额]", "Table1[[#This Row],[金额]]", "明细[@金额]", "T1年[[#All],[A1]:[B'[2']]]", "[@单价]"]
)
ATOMS = st.one_of(AREAS, NAMES, CONSTANTS, TABLES)
OPERATORS = ["+", "-", "*", "/", "^", "&", "=", "<>", ">=", " + "]


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{}{}{}".format, inner, st.sampled_from(OPERATORS), inner),
        st.builds("{}({},{})".format, st.sampled_from(["SUM", "_xlfn.IFNA", "LOG10", "ATAN2", "自定义"]), inner, inner),
        st.builds("IF({},,{})".format, inner, inner),
        st.builds("({},{})".format, AREAS, AREAS),
        st.builds("{}:INDEX({},1)".format, CELLS, AREAS),
        inner.map("({})".format),
        inner.map("-{}".format),
        inner.map("({})%".format),
        AREAS.map("@{}".format),
        CELLS.map("{}#".format),
    )


FORMULAS = st.recursive(ATOMS, _grown, max_leaves=8)
