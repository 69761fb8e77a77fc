"""Backgrounds of cells: read by style, set by appended styles, restored; what the cells hold stays."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Color, GradientFill, PatternFill

from perfxl.errors import RefusedError
from perfxl.files.parts.content import Context
from perfxl.files.parts.styles import EMPTY, Styles
from perfxl.files.read.reading import read
from perfxl.files.read.worksheet import read_worksheet
from perfxl.files.write.fills import restyled
from perfxl.files.write.writing import write
from perfxl.sheets.address import cell_address
from perfxl.sheets.changeset import CellWrite, ChangeSet, FillWrite

Parts = Callable[[Path], dict[str, bytes]]
SHEET = "表"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def filled(*writes: FillWrite) -> ChangeSet:
    return ChangeSet(fills=writes)


def fills(path: Path, sheet: str = SHEET) -> dict[str, str]:
    found = read(path).sheet(sheet)
    assert found is not None
    return {cell_address(*place): fill for place, fill in found.fills.items()}


@pytest.fixture
def colored(tmp_path: Path) -> Path:
    """Return a book with all sorts of backgrounds, made by openpyxl."""
    path = tmp_path / "底色.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    looks = {
        "A1": PatternFill("solid", fgColor="FFFFC7CE"),
        "B1": PatternFill("solid", fgColor=Color(theme=4, tint=0.5999)),
        "C1": PatternFill("solid", fgColor=Color(indexed=13)),
        "D1": PatternFill("darkGrid", fgColor="FF000000"),
        "E1": GradientFill(stop=("FFFFFF", "000000")),
        "F1": PatternFill("solid", fgColor=Color(theme=0)),
        "A2": PatternFill("solid", fgColor="FF00B050"),
    }
    for number, (cell, look) in enumerate(looks.items()):
        sheet[cell].fill = look
        sheet[cell] = None if cell == "A2" else number
    sheet["F3"] = "=F1*2"
    sheet["F3"].number_format = "0.00%"
    book.save(path)
    return path


EXPECTED = {
    "A1": "FFC7CE",
    "B1": "theme:4:0.5999",
    "C1": "indexed:13",
    "D1": "other",
    "E1": "other",
    "F1": "theme:0:0",
    "A2": "00B050",
}


def test_read_by_style(colored: Path) -> None:
    assert fills(colored) == EXPECTED


def test_set_and_restored_to_the_byte(colored: Path, tmp_path: Path, parts: Parts) -> None:
    there, back = tmp_path / "有.xlsx", tmp_path / "无.xlsx"
    new = {"A1": "F8CBAD", "B1": "FFEB9C", "C1": "FFEB9C", "F1": "indexed:5", "A2": "theme:5:-0.25", "F3": "DDEBF7"}
    write(colored, filled(*(FillWrite(SHEET, c, f, EXPECTED.get(c, "")) for c, f in new.items())), there)
    assert fills(there) == {c: f for c, f in (EXPECTED | new).items() if f}
    sheet = openpyxl.load_workbook(there)[SHEET]
    assert sheet["A1"].fill.fgColor.rgb == "FFF8CBAD"
    assert (sheet["F3"].value, sheet["F3"].number_format) == ("=F1*2", "0.00%")
    write(there, filled(*(FillWrite(SHEET, c, EXPECTED.get(c, ""), f) for c, f in new.items())), back)
    before, after = parts(colored), parts(back)
    assert {part for part in after if before.get(part) != after[part]} == {"xl/styles.xml"}
    assert styles_stand(before["xl/styles.xml"], after["xl/styles.xml"])


def styles_stand(before: bytes, after: bytes) -> bool:
    """Whether all styles of `before` still stand at their places in `after`."""
    old, new = (
        data.partition(b"<cellXfs")[2].partition(b">")[2].partition(b"</cellXfs>")[0] for data in (before, after)
    )
    return new.startswith(old)


def test_a_background_taken_away(colored: Path, tmp_path: Path) -> None:
    target = tmp_path / "新.xlsx"
    write(colored, filled(FillWrite(SHEET, "C1", "", "indexed:13"), FillWrite(SHEET, "F1", "", "theme:0:0")), target)
    assert fills(target) == {cell: fill for cell, fill in EXPECTED.items() if cell not in {"C1", "F1"}}


def test_a_cell_that_is_not_there_yet(colored: Path, tmp_path: Path) -> None:
    target = tmp_path / "新.xlsx"
    write(colored, filled(FillWrite(SHEET, "C2", "F8CBAD")), target)
    assert fills(target)["C2"] == "F8CBAD"


def test_with_a_value_and_a_format_at_once(colored: Path, tmp_path: Path) -> None:
    target = tmp_path / "新.xlsx"
    value = CellWrite(SHEET, "A2", Decimal("0.5"), number_format="0.0%")
    write(colored, ChangeSet(cells=(value,), fills=(FillWrite(SHEET, "A2", "F8CBAD", "00B050"),)), target)
    cell = openpyxl.load_workbook(target)[SHEET]["A2"]
    assert (cell.value, cell.number_format, cell.fill.fgColor.rgb) == (0.5, "0.0%", "FFF8CBAD")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (FillWrite(SHEET, "A1", "F8CBAD"), "底色与读取时不同"),
        (FillWrite(SHEET, "A1", "F8CBAD", "000000"), "底色与读取时不同"),
        (FillWrite(SHEET, "F3", "other"), "不能设成底色"),
        (FillWrite(SHEET, "F3", 'FF"><x'), "不能设成底色"),
        (FillWrite("没有", "A1", "F8CBAD"), "没有工作表"),
        (FillWrite(SHEET, "1A", "F8CBAD"), "不是单元格地址"),
    ],
)
def test_refused(colored: Path, tmp_path: Path, change: FillWrite, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        write(colored, filled(change), tmp_path / "新.xlsx")
    assert not (tmp_path / "新.xlsx").exists()


def test_written_twice(colored: Path, tmp_path: Path) -> None:
    twice = FillWrite(SHEET, "F3", "F8CBAD")
    with pytest.raises(RefusedError, match="被改两次"):
        write(colored, filled(twice, twice), tmp_path / "新.xlsx")


def test_rows_and_columns_lend_their_background(tmp_path: Path) -> None:
    path, target = tmp_path / "行列.xlsx", tmp_path / "新.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet(SHEET)
    sheet.set_column("C:C", None, book.add_format({"bg_color": "#FFFF00"}))
    sheet.set_row(2, None, book.add_format({"bg_color": "#00FF00"}))
    sheet.write("A1", 1)
    sheet.write("C1", 1, book.add_format({"bg_color": "#FFFF00"}))
    sheet.write("A2", 1)
    sheet.write("A3", 1)
    sheet.write("A4", 1)
    book.close()
    stands = {"C1": "FFFF00", "C2": "FFFF00", "C4": "FFFF00", "A3": "00FF00", "C3": "00FF00"}
    assert fills(path) == stands
    write(path, filled(FillWrite(SHEET, "C2", "F8CBAD", "FFFF00"), FillWrite(SHEET, "C3", "", "00FF00")), target)
    assert fills(target) == {"C1": "FFFF00", "C2": "F8CBAD", "C4": "FFFF00", "A3": "00FF00"}


ODD = (
    '<x:worksheet xmlns:x="{main}"><x:sheetData><x:row><x:c s="1"><x:v>1</x:v></x:c><x:c s="2" t="inlineStr"><x:is>'
    '<x:t><![CDATA[<x:c s="1">]]></x:t></x:is></x:c></x:row>'
    "<x:row r='5'><x:c s='1' r='C5'/></x:row></x:sheetData></x:worksheet>"
)


def test_cells_without_addresses_in_a_prefixed_part() -> None:
    data = ODD.format(main=MAIN).encode()
    context = Context(MAIN, fills=("", "AA0000", "BB0000"))
    assert read_worksheet(data, "表.xml", context).fills == {(1, 1): "AA0000", (1, 2): "BB0000"}
    more = data.replace(b"<x:c s='1' r='C5'/>", b"<x:c s='1' r='C5'><x:v>1</x:v></x:c>")
    assert read_worksheet(more, "表.xml", context).fills == {(1, 1): "AA0000", (1, 2): "BB0000", (5, 3): "AA0000"}
    new = restyled(data, {(1, 2): lambda style: style + 5, (5, 3): lambda _: 0})
    assert new == data.replace(b's="2"', b's="7"').replace(b" s='1' r='C5'", b" r='C5'")


def test_the_quick_way_finds_what_the_slow_one_does(corpus: Path) -> None:
    for path in sorted(corpus.glob("xlsxwriter/*.xlsx"))[::7]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheets = openpyxl.load_workbook(path).worksheets
        snapshot = read(path)
        for sheet in sheets:
            ours = snapshot.sheet(sheet.title)
            solid = {
                (cell.row, cell.column)
                for row in sheet.iter_rows()
                for cell in row
                if cell.fill.fill_type is not None and cell.value is not None
            }
            assert ours is not None
            assert solid == {
                place for place in ours.fills if place in ours.cells and sheet.cell(*place).value is not None
            }


def test_one_style_for_the_same_look() -> None:
    styles = Styles(EMPTY.format(namespace=MAIN).encode(), "styles.xml")
    first = styles.refilled(0, "F8CBAD")
    assert styles.refilled(0, "F8CBAD") == first != 0
    assert styles.refilled(first, "") == 0
    assert styles.fill_of(first) == "F8CBAD"
    assert styles.fill_of(styles.reformatted(first, "0.000")) == "F8CBAD"


COLORS = st.one_of(
    st.from_regex(r"[0-9A-F]{6}", fullmatch=True),
    st.integers(0, 65).map(lambda number: f"indexed:{number}"),
    st.tuples(st.integers(0, 11), st.sampled_from(["0", "-0.25", "0.59999389629810485"])).map(
        lambda pair: f"theme:{pair[0]}:{pair[1]}"
    ),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(looks=st.dictionaries(st.tuples(st.integers(1, 9), st.integers(1, 5)), COLORS, min_size=1, max_size=8))
def test_whatever_is_set_is_read(by_hand: Callable[..., Path], looks: dict[tuple[int, int], str]) -> None:
    cells = '<row r="9"><c r="I9"><v>1</v></c></row>'
    source = by_hand(f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>')
    with tempfile.TemporaryDirectory() as folder:
        there, back = Path(folder) / "有.xlsx", Path(folder) / "无.xlsx"
        named = {cell_address(*place): fill for place, fill in looks.items()}
        write(source, filled(*(FillWrite(SHEET, cell, fill) for cell, fill in named.items())), there)
        assert fills(there) == named
        write(there, filled(*(FillWrite(SHEET, cell, "", fill) for cell, fill in named.items())), back)
        assert fills(back) == {}


def test_a_styles_part_without_styles_keeps_what_style_0_means(by_hand: Callable[..., Path], tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    source = by_hand(
        f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>',
        styles=f'<styleSheet xmlns="{MAIN}"></styleSheet>',
    )
    write(source, filled(FillWrite(SHEET, "A1", "F8CBAD")), tmp_path / "新.xlsx")
    assert fills(tmp_path / "新.xlsx") == {"A1": "F8CBAD"}
