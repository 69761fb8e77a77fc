"""Writing among formulas that span cells: shared ones keep their meaning, arrays are not torn."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from perfxl.errors import RefusedError
from perfxl.files.read.reading import read
from perfxl.files.write.writing import write
from perfxl.sheets.address import cell_address, position_of
from perfxl.sheets.changeset import CellWrite, ChangeSet
from perfxl.sheets.snapshot import Cell

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ByHand = Callable[[str], Path]


@pytest.fixture
def by_hand(tmp_path: Path) -> ByHand:
    """Return a function that makes a workbook which every program opens, its one sheet from XML."""

    def make(sheet: str) -> Path:
        whole, path = tmp_path / "空.xlsx", tmp_path / "手工.xlsx"
        book = xlsxwriter.Workbook(str(whole))
        book.add_worksheet("表")
        book.close()
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
        return path

    return make


def worksheet(rows: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def shared(master: str = '<f t="shared" ref="C1:C5" si="7">A1*B$1</f>', odd: str = "") -> str:
    """A column of one shared formula beside its operands: A is 1 to 5, B1 is 10."""
    rows = [f'<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>10</v></c><c r="C1" s="0">{master}<v>10</v></c></row>']
    for row in range(2, 6):
        formula = f'<f t="shared" si="7"/><v>{row * 10}</v>'
        rows.append(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c>{odd}<c r="C{row}">{formula}</c></row>')
    return worksheet("".join(rows))


def written(book: Path, target: Path, *writes: tuple[str, Decimal, str | None]) -> dict[str, Cell]:
    """Write cells of the first sheet and return all of it, by address."""
    sheet = read(book).sheets[0]
    changes = []
    for address, value, formula in writes:
        old = sheet.cells.get(position_of(address), Cell())
        changes.append(CellWrite(sheet.name, address, value, formula, None, old.value, old.formula))
    write(book, ChangeSet(cells=tuple(changes)), target)
    return {cell_address(*place): cell for place, cell in read(target).sheets[0].cells.items()}


def formulas(path: Path) -> dict[str, str]:
    """Return the formulas as openpyxl reads them."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return {cell.coordinate: cell.value for row in sheet for cell in row if str(cell.value).startswith("=")}


@pytest.mark.parametrize("odd", ["", "<!-- a comment, so that only a walk can tell -->"])
def test_the_next_cell_becomes_the_master(
    by_hand: ByHand, tmp_path: Path, parts: Callable[[Path], dict[str, bytes]], odd: str
) -> None:
    book, target = by_hand(shared(odd=odd)), tmp_path / "新.xlsx"
    cells = written(book, target, ("C1", Decimal(3), None))
    assert (cells["C1"].formula, cells["C1"].value) == (None, 3)
    assert {row: cells[f"C{row}"].formula for row in range(2, 6)} == {row: f"A{row}*B$1" for row in range(2, 6)}
    assert formulas(target) == {f"C{row}": f"=A{row}*B$1" for row in range(2, 6)}
    after = parts(target)["xl/worksheets/sheet1.xml"]
    assert b'<c r="C2"><f t="shared" si="7" ref="C2:C5">A2*B$1</f><v>20</v></c>' in after
    assert after.count(b'<f t="shared" si="7"/>') == 3


def test_the_first_cell_that_is_left_becomes_the_master(by_hand: ByHand, tmp_path: Path) -> None:
    target = tmp_path / "新.xlsx"
    written(by_hand(shared()), target, ("C1", Decimal(3), None), ("C2", Decimal(4), "A2+1"), ("C4", Decimal(0), None))
    assert formulas(target) == {"C2": "=A2+1", "C3": "=A3*B$1", "C5": "=A5*B$1"}


def test_the_whole_group(by_hand: ByHand, tmp_path: Path) -> None:
    target = tmp_path / "新.xlsx"
    written(by_hand(shared()), target, *((f"C{row}", Decimal(row), None) for row in range(1, 6)))
    assert formulas(target) == {}
    assert [openpyxl.load_workbook(target).worksheets[0][f"C{row}"].value for row in range(1, 6)] == [1, 2, 3, 4, 5]


def test_a_child_leaves_alone(by_hand: ByHand, tmp_path: Path) -> None:
    target = tmp_path / "新.xlsx"
    written(by_hand(shared()), target, ("C3", Decimal(9), "A3+6"))
    assert formulas(target) == {f"C{row}": "=A3+6" if row == 3 else f"=A{row}*B$1" for row in range(1, 6)}


@pytest.mark.parametrize("address", ["C1", "C4"])
def test_a_new_result_keeps_the_shared_formula(
    by_hand: ByHand, tmp_path: Path, parts: Callable[[Path], dict[str, bytes]], address: str
) -> None:
    book, target = by_hand(shared()), tmp_path / "新.xlsx"
    sheet = read(book).sheets[0]
    old = sheet.cells[position_of(address)]
    write(book, ChangeSet((CellWrite(sheet.name, address, "甲", old.formula, None, old.value, old.formula),)), target)
    before, after = (parts(path)["xl/worksheets/sheet1.xml"].decode() for path in (book, target))
    assert after.count('t="shared"') == before.count('t="shared"') == 5
    assert "<v>甲</v>" in after
    assert read(target).sheets[0].cells[position_of(address)] == Cell("甲", old.formula)


def test_beyond_the_edge(by_hand: ByHand, tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="C1"><f t="shared" ref="A1:C2" si="0">B1+1</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>1</v></c><c r="B2"><f t="shared" si="0"/><v>1</v></c></row>'
    )
    with pytest.raises(RefusedError, match=r"C1 是共享公式的首格.*A2"):
        written(by_hand(worksheet(rows)), tmp_path / "新.xlsx", ("C1", Decimal(3), None))
    assert not (tmp_path / "新.xlsx").exists()


def test_libreoffice_agrees(by_hand: ByHand, tmp_path: Path, office: Callable[[Path], Path]) -> None:
    target = tmp_path / "新.xlsx"
    written(by_hand(shared()), target, ("C1", Decimal(3), None), ("A3", Decimal(7), None))
    sheet = openpyxl.load_workbook(office(target), data_only=True).worksheets[0]
    assert [sheet[f"C{row}"].value for row in range(1, 6)] == [3, 20, 70, 40, 50]


@pytest.fixture
def arrays(tmp_path: Path) -> Path:
    """A CSE box at C1:C3, a dynamic array that spills over E1:E3, a one-cell array at G1, a plain cell."""
    path = tmp_path / "数组.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("数组 表")
    sheet.write_column("A1", [1, 2, 3])
    sheet.write_array_formula("C1:C3", "{=A1:A3*2}", None, 2)
    sheet.write_dynamic_array_formula("E1:E3", "=_xlfn.SORT(A1:A3)", None, 1)
    sheet.write_array_formula("G1", "{=SUM(A1:A3*2)}", None, 12)
    book.close()
    return path


@pytest.mark.parametrize(
    ("address", "formula", "span"),
    [("C1", None, "C1:C3"), ("C2", "A2*2", "C1:C3"), ("E1", None, "E1:E3"), ("E3", None, "E1:E3")],
)
def test_arrays_are_not_torn(arrays: Path, tmp_path: Path, address: str, formula: str | None, span: str) -> None:
    with pytest.raises(RefusedError, match=f"“数组 表”的单元格 {address} 属于数组公式.*{span}，不能单独改写"):
        written(arrays, tmp_path / "新.xlsx", ("A1", Decimal(5), None), (address, Decimal(5), formula))
    assert not (tmp_path / "新.xlsx").exists()


def test_a_data_table_is_not_torn(by_hand: ByHand, tmp_path: Path) -> None:
    table = (
        '<c r="B2"><f t="dataTable" ref="B2:C3" dt2D="1" dtr="1" r1="E1" r2="E2"/><v>1</v></c><c r="C2"><v>2</v></c>'
    )
    with pytest.raises(RefusedError, match="C2 属于模拟运算表 B2:C3"):
        written(by_hand(worksheet(f'<row r="2">{table}</row>')), tmp_path / "新.xlsx", ("C2", Decimal(5), None))


def test_an_array_of_one_cell_may_be_overwritten(arrays: Path, tmp_path: Path) -> None:
    written(arrays, tmp_path / "新.xlsx", ("G1", Decimal(5), None), ("A1", Decimal(9), None))
    sheet = openpyxl.load_workbook(tmp_path / "新.xlsx").worksheets[0]
    assert (sheet["G1"].value, sheet["A1"].value) == (5, 9)


def test_an_array_may_get_new_results(arrays: Path, tmp_path: Path, parts: Callable[[Path], dict[str, bytes]]) -> None:
    target = tmp_path / "新.xlsx"
    old = read(arrays).sheets[0].cells[1, 3]
    cells = written(arrays, target, ("C1", Decimal(8), old.formula), ("C2", Decimal(16), None))
    assert (cells["C1"].value, cells["C2"].value, cells["C1"].formula) == (8, 16, old.formula)
    assert b'<f t="array" ref="C1:C3">' in parts(target)["xl/worksheets/sheet1.xml"]


def test_a_dynamic_array_stays_dynamic(arrays: Path, tmp_path: Path, parts: Callable[[Path], dict[str, bytes]]) -> None:
    target = tmp_path / "新.xlsx"
    old = read(arrays).sheets[0].cells[1, 5]
    written(arrays, target, ("E1", Decimal(4), old.formula))
    assert b'<c r="E1" cm="1"><f t="array" ref="E1:E3">' in parts(target)["xl/worksheets/sheet1.xml"]


def test_an_array_may_give_way_as_a_whole(arrays: Path, tmp_path: Path) -> None:
    target = tmp_path / "新.xlsx"
    written(arrays, target, *((f"{column}{row}", Decimal(row), None) for column in "CE" for row in (1, 2, 3)))
    sheet = openpyxl.load_workbook(target).worksheets[0]
    assert [[sheet[f"{column}{row}"].value for row in (1, 2, 3)] for column in "CE"] == [[1, 2, 3], [1, 2, 3]]
    assert read(target).sheets[0].arrays == ()


def test_arrays_of_several_cells_are_told(arrays: Path) -> None:
    assert read(arrays).sheets[0].arrays == ((1, 3, 3, 3), (1, 5, 3, 5))
