"""Formulas made plain: each concern by a few formulas, and copies of a formula as if each stood alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from perfxl.files.read.formulas import read_calculation
from perfxl.formulas.calculation import Block, Calculation, Computed, FormulaSheet, Name, Table
from perfxl.formulas.parsing import parse
from perfxl.formulas.writing import write_explicitly
from perfxl.recalc.engine import EngineError
from perfxl.recalc.formualizer import Formualizer
from perfxl.recalc.formualizer.library import Library
from perfxl.recalc.normal.normalise import Normaliser, snap_last
from perfxl.recalc.normal.scope import Scope, Site
from perfxl.sheets.address import Box, position_of

SHEETS = tuple(FormulaSheet(name) for name in ("本级", "一 季", "二季", "三季"))
NAMES = (
    Name("税率", "0.13"),
    Name("合计区", "本级!$B$2:$B$9"),
    Name("左边", "本级!A1"),
    Name("自己", "自己+1"),
    Name("别处", "[1]Sheet1!$A$1"),
    Name("税率", "0.06", "二季"),
)
TABLES = (Table("明细", "本级", (1, 4, 6, 6), ("单位", "金额", "备注[万]"), totals=1),)
BOOK = Scope.of(Calculation(Path("x.xlsx"), SHEETS, NAMES, TABLES))


def plain(formula: str, place: str = "C5", sheet: str = "本级", array: bool = False) -> str:
    return Normaliser(BOOK).normalise(formula, Site(BOOK, sheet, position_of(place), array)).text


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("_xlfn.IFNA(A1,2)", "IFNA(A1,2)"),
        ("SUM(_xlfn._xlws.SORT(A1:A3))", "SUM(SORT(A1:A3))"),
        ("_xldudf_PX_SHARE(A1,B1)", "INDEX(PX_SHARE(A1,B1),1,1)"),
        ("[1]!PX_SHARE(A1,B1)", "INDEX(PX_SHARE(A1,B1),1,1)"),
        ("税率*2", "(0.13)*2"),
        ("SUM(合计区)", "SUM(('本级'!B2:B9))"),
        ("左边+1", "('本级'!C5)+1"),
        ("没有的名称", "#NAME?"),
        ("SUM(明细[金额])", "SUM(E2:E5)"),
        ("明细[[#This Row],[金额]]*2", "E5*2"),
        ("明细[@金额]*2", "E5*2"),
        ("SUM(明细[[单位]:[金额]])", "SUM(D2:E5)"),
        ("SUM(明细[#All])", "SUM(D1:F6)"),
        ("明细[[#Totals],[备注'[万']]]", "F6"),
        ("明细[没有]", "#REF!"),
        ("SUM('一 季:三季'!A1)", "SUM('一 季'!A1,'二季'!A1,'三季'!A1)"),
        ("SUM(二季:三季!A1:B2)", "SUM('二季'!A1:B2,'三季'!A1:B2)"),
        ("SUM((A1,B2:B3))", "SUM(A1,B2:B3)"),
        ("SUM(A1:C3 B2:D4)", "SUM(B2:C3)"),
        ("SUM(A1 B2)", "SUM(#NULL!)"),
        ("没有的表!A1", "#REF!"),
        ("A1:A9*2", "A5*2"),
        ("@A1:A9", "A5"),
        ("A1:A3", "#VALUE!"),
        ("_xlfn.SINGLE(A1:A9)", "A5"),
        ("SUMPRODUCT(A1:A3*B1:B3)", "SUMPRODUCT(A1:A3*B1:B3)"),
        ("ROW()*10+COLUMN()", "(5*10)+3"),
        ("SUM(ROW(A1:A3))", "SUM(SEQUENCE(3,1,1))"),
        ("_xlfn.LET(_xlpm.x,A1,_xlpm.x*_xlpm.x)", "A1*A1"),
        ("_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)(4)", "4+1"),
        ('A1="甲"', 'A1="甲"'),
        ("A1>0", "A1>0"),
        ("SUM(A1:A2)=A3", "XL.CMP(0,SUM(A1:A2),A3)"),
        ("-2^2", "(-2)^2"),
        ("B3:A1", "#VALUE!"),
        ("SUM(B3:A1)", "SUM(A1:B3)"),
        ('$A$1&"A1:B2"', 'A1&"A1:B2"'),
    ],
)
def test_one_formula(formula: str, expected: str) -> None:
    assert plain(formula) == expected


def test_an_array_formula_is_not_intersected() -> None:
    assert plain("A1:A9*2", array=True) == "A1:A9*2"


def test_a_name_of_the_sheet_goes_before_that_of_the_workbook() -> None:
    assert plain("税率*2", sheet="二季") == "(0.06)*2"


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("[1]Sheet1!A1+1", "别的工作簿"),
        ("别处*2", "别的工作簿"),
        ("自己", "互相引用"),
        ("1+", "无法识别"),
        ("SUM(A1", "无法识别"),
        ("RANK(1,(A1,B1))", "联合"),
    ],
)
def test_what_cannot_be_made_plain_is_told(formula: str, reason: str) -> None:
    with pytest.raises(EngineError, match=reason):
        plain(formula)


CELL = st.builds(
    lambda column, row, fixed: f"{'$' if fixed & 1 else ''}{column}{'$' if fixed & 2 else ''}{row}",
    st.sampled_from(["A", "B", "AA"]),
    st.integers(1, 30),
    st.integers(0, 3),
)
ATOM = st.one_of(
    CELL,
    st.builds("{}:{}".format, CELL, CELL).map("SUM({})".format),
    st.integers(0, 30).map(str),
    st.sampled_from(['"甲"', "税率", "左边", "ROW()", "明细[@金额]", "A:A", "二季!B5"]),
)
FORMULA = st.recursive(
    ATOM,
    lambda inner: st.one_of(
        st.builds("{}{}{}".format, inner, st.sampled_from(["+", "-", "*", "=", ">=", "&"]), inner),
        st.builds("IF({},{},{})".format, inner, inner, inner),
        st.builds("ROUND({},{})".format, inner, inner),
        inner.map("({})".format),
    ),
    max_leaves=5,
)


@given(FORMULA, st.lists(st.integers(1, 30), min_size=3, max_size=6))
def test_copies_are_made_plain_as_if_each_stood_alone(formula: str, rows: list[int]) -> None:
    shared = Normaliser(BOOK)
    for row in rows:
        site = Site(BOOK, "本级", (row, 3))
        found, alone = shared.normalise(formula, site), Normaliser(BOOK).normalise(formula, site)
        assert (masked(found.text), found.traits) == (masked(alone.text), alone.traits)


def masked(text: str) -> str:
    """Return a formula without what may differ: how its cells are fixed, and the number under which a part is kept."""
    return re.sub(r"(XL\.EACH\([0-9]+),[0-9]+", r"\1,#", text.replace("$", ""))


@given(FORMULA.filter(lambda formula: "[" not in formula))
def test_what_is_written_means_what_was_read(formula: str) -> None:
    tree = parse(formula)
    assert write_explicitly(parse(write_explicitly(tree))) == write_explicitly(tree)


def test_a_last_subtraction_is_snapped() -> None:
    assert snap_last("(A1-B1)-C1") == "XL.SNAP(1,(A1-B1),C1)"


def computed(formulas: dict[str, str], values: dict[str, object], blocks: dict[str, Block] | None = None) -> Computed:
    sheet = FormulaSheet(
        "表",
        {position_of(place): value for place, value in values.items()},
        {position_of(place): formula for place, formula in formulas.items()},
        {position_of(place): block for place, block in (blocks or {}).items()},
    )
    return Formualizer().compute(Calculation(Path("x.xlsx"), (sheet,)))


def test_an_array_fills_its_cells() -> None:
    found = computed({"C1": "A1:A3*2"}, {"A1": 1.0, "A2": 2.0, "A3": 3.0}, {"C1": Block(Box(1, 3, 3, 3), "array")})
    assert found.values == {("表", 1, 3): 2.0, ("表", 2, 3): 4.0, ("表", 3, 3): 6.0}


def test_a_dynamic_array_of_another_size_keeps_its_cells() -> None:
    values = {"A1": 1.0, "A2": 2.0, "C1": 1.0}
    found = computed({"C1": "A1:A2*1", "D1": "C1+1"}, values, {"C1": Block(Box(1, 3, 1, 3), "spill")})
    assert set(found.skipped) == {("表", 1, 3)}
    assert found.values["表", 1, 4] == 2.0


def test_functions_of_single_values_spread_over_ranges() -> None:
    values = {"A1": 1.25, "A2": 2.35, "B1": "甲乙", "B2": "丙"}
    found = computed({"C1": "SUMPRODUCT(ROUND(A1:A2,1))", "C2": "SUMPRODUCT(LEN(B1:B2))"}, values)
    assert found.values == {("表", 1, 3): 3.7, ("表", 2, 3): 3.0}


def test_a_formula_that_stops_the_library_is_parted_with(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Library.set_formula
    broken = "XL.CMP(0,SUM(A1),7)"

    def evaluate(self: Library) -> None:
        if any(broken in formula for formula in self.told):
            raise EngineError("计算引擎中途失败")

    def start(self: Library, sheets: object, *args: object, **named: object) -> None:
        kept = list(sheets)
        self.told = [formula for _, _, formulas in kept for formula in formulas.values()]
        made(self, kept, *args, **named)

    def told(self: Library, cell: object, formula: str) -> None:
        self.told = [formula]
        real(self, cell, formula)

    made, original = Library.__init__, Library.evaluate
    monkeypatch.setattr(Library, "__init__", start)
    monkeypatch.setattr(Library, "set_formula", told)
    monkeypatch.setattr(Library, "evaluate", lambda self: (evaluate(self), original(self))[1])
    found = computed({"B1": "A1*2", "B2": "SUM(A1)=7"}, {"A1": 4.0, "B2": True})
    assert found.values == {("表", 1, 2): 8.0}
    assert list(found.skipped) == [("表", 2, 2)]


@pytest.mark.parametrize(
    ("formula", "filtered", "expected"),
    [
        ("SUBTOTAL(9,A1:A4)", False, 15.0),
        ("SUBTOTAL(9,A1:A4)", True, 9.0),
        ("SUBTOTAL(109,A1:A4)", False, 9.0),
        ("SUBTOTAL(103,A1:A4)", True, 2.0),
        ("AGGREGATE(9,5,A1:A4)", False, 9.0),
        ("AGGREGATE(9,4,A1:A4)", False, 15.0),
    ],
)
def test_hidden_rows_are_left_out(formula: str, filtered: bool, expected: float) -> None:
    values = {(row, 1): float(2 ** (row - 1)) for row in range(1, 5)}
    sheet = FormulaSheet("表", values, {(9, 2): formula}, {}, frozenset({2, 3}), filtered)
    found = Formualizer().compute(Calculation(Path("x.xlsx"), (sheet,)))
    assert found.values == {("表", 9, 2): expected}


def test_a_filter_is_told_from_hiding_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "筛选.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("筛选", "隐藏", "表格"):
            sheet = book.add_worksheet(name)
            sheet.write_column(0, 0, ["金额", 1, 2, 4])
            sheet.set_row(2, None, None, {"hidden": True})
            sheet.write_formula("C1", "=SUBTOTAL(9,A2:A4)")
        book.get_worksheet_by_name("筛选").autofilter("A1:A4")
        book.get_worksheet_by_name("筛选").filter_column(0, "x != 2")
        book.get_worksheet_by_name("表格").add_table("A1:A4", {"columns": [{"header": "金额"}]})
    found = Formualizer().compute(read_calculation(path))
    assert found.values == {("筛选", 1, 3): 5.0, ("隐藏", 1, 3): 7.0, ("表格", 1, 3): 7.0}
