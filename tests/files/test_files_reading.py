"""Reading workbooks: every way in which files store the same things."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from perfxl.errors import InputError
from perfxl.files.read.reading import read
from perfxl.sheets.snapshot import Cell, Ownership, Sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"

ByHand = Callable[..., Path]


def worksheet(rows: str, *, before: str = "", after: str = "", main: str = MAIN) -> str:
    return f'<worksheet xmlns="{main}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def values(sheet: Sheet) -> dict[tuple[int, int], object]:
    return {position: cell.value for position, cell in sheet.cells.items()}


def test_kinds_of_cells(by_hand: ByHand) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>0.27729999999999999</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c>'
        '<c r="D1" t="b"><v>1</v></c><c r="E1" t="e"><v>#DIV/0!</v></c><c r="F1" t="str"><f>"甲"</f><v>甲</v></c>'
        '<c r="G1" t="inlineStr"><is><r><t>行</t></r><r><t>内</t></r></is></c><c r="H1"><f>A1*2</f></c>'
        '<c r="I1" t="d"><v>2021-01-01</v></c><c r="J1" t="str"><f>""</f><v></v></c><c r="K1" t="s"><v>2</v></c></row>'
    )
    strings = (
        f'<sst xmlns="{MAIN}"><si><t>预_x000D_\n算</t></si>'
        "<si><r><t>绩</t></r><!-- c --><r><rPr><b/></rPr><t>效</t></r><rPh><t>jixiao</t></rPh></si><si><t/></si></sst>"
    )
    sheet = read(by_hand(worksheet(rows), sharedStrings=strings)).sheets[0]
    assert sheet.cells == {
        (1, 1): Cell(Decimal("0.2773")),
        (1, 2): Cell("预\r\n算"),
        (1, 3): Cell("绩效"),
        (1, 4): Cell(True),
        (1, 5): Cell(error="#DIV/0!"),
        (1, 6): Cell("甲", '"甲"'),
        (1, 7): Cell("行内"),
        (1, 8): Cell(None, "A1*2"),
        (1, 9): Cell(Decimal(44197)),
        (1, 10): Cell("", '""'),
    }


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ('dt2D="0" dtr="1" r1="A1"', "TABLE(A1,)"),
        ('dtr="true" r1="A1"', "TABLE(A1,)"),
        ('dt2D="0" dtr="0" r1="A1"', "TABLE(,A1)"),
        ('r1="A1"', "TABLE(,A1)"),
        ('dt2D="1" dtr="1" r1="B8" r2="B7"', "TABLE(B8,B7)"),
        ('dtr="1" r1="A1" del1="1"', "TABLE(#REF!,)"),
        ('dt2D="1" r1="A2" r2="A1" del2="1"', "TABLE(A2,#REF!)"),
    ],
)
def test_a_data_table_is_shown_as_excel_shows_it(by_hand: ByHand, stored: str, shown: str) -> None:
    rows = f'<row r="4"><c r="C4"><f t="dataTable" ref="C4:C8" {stored}/><v>10</v></c></row>'
    sheet = read(by_hand(worksheet(rows))).sheets[0]
    assert sheet.cells[4, 3].formula == shown


def test_shared_and_array_formulas(by_hand: ByHand) -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" si="1"/><v>1</v></c>'
        '<c r="B1"><f t="shared" ref="A1:B2" si="1">$C1+D$1</f><v>2</v></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="1"/></c>'
        '<c r="C2"><f t="array" ref="C2:C3">A1:A2*2</f><v>4</v></c></row>'
        '<row r="3"><c r="C3"><v>5</v></c></row>'
    )
    sheet = read(by_hand(worksheet(rows))).sheets[0]
    formulas = {position: cell.formula for position, cell in sheet.cells.items()}
    assert formulas == {(1, 1): "$C1+C$1", (1, 2): "$C1+D$1", (2, 2): "$C2+D$1", (2, 3): "A1:A2*2", (3, 3): None}


def test_positions_implied(by_hand: ByHand) -> None:
    rows = (
        "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/>"
        '<row><c r="D3"><v>4</v></c><c><v>5</v></c></row><row><c r="B9"><v>6</v></c></row>'
    )
    assert set(values(read(by_hand(worksheet(rows))).sheets[0])) == {(1, 1), (1, 3), (3, 4), (3, 5), (9, 2)}


def test_prefixes_strict_and_absolute_names(by_hand: ByHand) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    plain = by_hand(worksheet(rows))
    absolute = by_hand(worksheet(rows), name="绝对.xlsx", target="/xl/worksheets/sheet1.xml")
    strict = by_hand(worksheet(rows, main=STRICT), name="严格.xlsx", main=STRICT, office=STRICT_OFFICE)
    prefixed = by_hand(
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData>'
        "</x:worksheet>",
        name="前缀.xlsx",
    )
    for book in (plain, absolute, strict, prefixed):
        assert values(read(book).sheets[0]) == {(1, 1): Decimal(1)}, book.name


def test_blank_cells_keep_formats_inside_the_used_box_only(by_hand: ByHand) -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="10"/></cellXfs></styleSheet>'
    rows = (
        '<row r="1"><c r="A1" s="1"/><c r="B1" s="0"/><c r="C1"><v>1</v></c><c r="F1" s="1"/></row>'
        '<row r="2"><c r="A2" s="1"/></row><row r="4" hidden="1"><c r="A4" s="1"/></row>'
        '<row r="5" hidden="1"><c r="A5" s="1"/></row>'
    )
    merges = '<mergeCells><mergeCell ref="A3:D4"/><mergeCell ref="A1"/></mergeCells>'
    columns = '<cols><col min="2" max="3" hidden="1"/><col min="4" max="16384" hidden="true"/></cols>'
    sheet = read(by_hand(worksheet(rows, before=columns, after=merges), styles=styles)).sheets[0]
    percent = Cell(number_format="0.00%")
    assert sheet.cells == {(1, 1): percent, (1, 3): Cell(Decimal(1)), (2, 1): percent, (4, 1): percent}
    assert sheet.merges == ((3, 1, 4, 4),)
    assert sheet.hidden_rows == {4}
    assert sheet.hidden_columns == {2, 3, 4}


def test_many_formatted_rows(by_hand: ByHand) -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="10"/></cellXfs></styleSheet>'
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>' + "".join(
        f'<row r="{row}" s="1"><c r="A{row}" s="1"/></row>' for row in range(2, 60_000)
    )
    assert len(read(by_hand(worksheet(rows), styles=styles)).sheets[0].cells) == 1


def test_controls_are_no_rows(by_hand: ByHand) -> None:
    anchor = '<controls><a:row xmlns:a="urn:a">9</a:row><a:col xmlns:a="urn:a" hidden="1">9</a:col></controls>'
    sheet = read(by_hand(worksheet("<row><c><v>1</v></c></row>", after=anchor))).sheets[0]
    assert values(sheet) == {(1, 1): Decimal(1)}


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" t="s"><v>7</v></c>',
        '<c r="A1" t="s"><v>-1</v></c>',
        '<c r="A1"><v>十</v></c>',
        '<c r="A1"><v>1e999</v></c>',
        '<c r="A1" s="x"><v>1</v></c>',
        '<c r="1A"><v>1</v></c>',
        '<c r="XFE1"><v>1</v></c>',
        '<c r="A1"><f t="shared" si="3"/></c>',
        '<c r="A1"><f t="array" ref="?">1</f></c>',
        '<c r="A1" t="d"><v>昨天</v></c>',
    ],
)
def test_unreadable_cells_are_named(by_hand: ByHand, cell: str) -> None:
    with pytest.raises(InputError, match=r"单元格 \w+ 内容无效"):
        read(by_hand(worksheet(f'<row r="1">{cell}</row>')))


@pytest.mark.parametrize("row", ["0", "1048577", "99999999999999999999", "-1", "一"])
def test_impossible_rows(by_hand: ByHand, row: str) -> None:
    with pytest.raises(InputError, match="内容无效"):
        read(by_hand(worksheet(f'<row r="{row}"><c><v>1</v></c></row>')))


def test_impossible_merges(by_hand: ByHand) -> None:
    with pytest.raises(InputError, match="合并区域"):
        read(by_hand(worksheet("", after='<mergeCells><mergeCell ref="A1:?"/></mergeCells>')))


def test_no_workbook(tmp_path: Path, by_hand: ByHand) -> None:
    wrong = by_hand("<x/>", main="urn:else")
    with pytest.raises(InputError, match="不是 Excel 工作簿"):
        read(wrong)


def test_made_by_openpyxl(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "自评"
    sheet["B2"], sheet["C2"], sheet["D2"] = "名称", 0.1 + 0.2, "=C2*2"
    sheet["C2"].number_format = '#,##0.00"万元"'
    sheet.merge_cells("B4:D5")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("藏").sheet_state = "veryHidden"
    book.create_chartsheet("图")
    book.save(tmp_path / "甲.xlsx")
    snapshot = read(tmp_path / "甲.xlsx")
    assert snapshot.book == "甲.xlsx"
    assert [(found.name, found.hidden) for found in snapshot.sheets] == [("自评", False), ("藏", True)]
    first = snapshot.sheets[0]
    assert first.cells[2, 3] == Cell(Decimal("0.3"), None, '#,##0.00"万元"')
    assert first.cells[2, 4] == Cell(None, "C2*2")
    assert (first.merges, first.hidden_rows, first.hidden_columns) == (((4, 2, 5, 4),), {2}, {3})


def test_mark(tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for name in ("一", "二"):
        book.add_worksheet(name)
    book.define_name("二!_perfxl_mark", '="findings|00ff"')
    book.define_name("_perfxl_mark", '="全局|不算"')
    book.close()
    assert [sheet.ownership for sheet in read(path).sheets] == [None, Ownership("findings", "00ff")]
