"""Names that look like cells beyond the sheet, and references to tables, stay what they are wherever formulas go."""

from __future__ import annotations

import json
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from perfxl.cli.main import main
from perfxl.files.read.formulas import read_calculation
from perfxl.files.read.reading import read
from perfxl.files.write.writing import write
from perfxl.sheets.changeset import CellWrite, ChangeSet

SHARED = (
    '<c r="C2"><f t="shared" ref="C2:C4" si="0">{name}*B2</f><v>10</v></c>',
    '<c r="C3"><f t="shared" si="0"/><v>20</v></c>',
    '<c r="C4"><f t="shared" si="0"/><v>30</v></c>',
)


@pytest.fixture(params=["YJS2020", "ABCD123", "XFE1", "A1048577"])
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def book(name: str, tmp_path: Path) -> Path:
    """B2:B4 hold 5, 10, 15; the name is 2; C2:C4 share one formula, their product."""
    plain, path = tmp_path / "空.xlsx", tmp_path / "书.xlsx"
    with xlsxwriter.Workbook(str(plain)) as out:
        sheet = out.add_worksheet("表")
        sheet.write_column(1, 1, [5, 10, 15])
        sheet.write_column(1, 2, [0, 0, 0])
        out.define_name("换名", "=2")
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            text = old.read(part).decode()
            for row, cell in enumerate(SHARED, 2):
                text = text.replace(f'<c r="C{row}"><v>0</v></c>', cell.format(name=name))
            new.writestr(part, text.replace("换名", name))
    return path


def formulas(path: Path) -> list[object]:
    """Return what stands in C2:C4, as openpyxl reads it."""
    return [openpyxl.load_workbook(path).worksheets[0][f"C{row}"].value for row in (2, 3, 4)]


def test_children_of_a_shared_formula_keep_the_name(book: Path, name: str) -> None:
    expected = [f"{name}*B{row}" for row in (2, 3, 4)]
    assert [read(book).sheets[0].cells[row, 3].formula for row in (2, 3, 4)] == expected
    assert list(read_calculation(book).sheets[0].formulas.values()) == expected


def test_right_caches_stay_right(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recalc", str(book), "--check"]) == 0
    assert "缓存不符 0 个" in capsys.readouterr().out
    assert main(["recalc", str(book), "-o", str(tmp_path / "新.xlsx")]) == 0
    values = openpyxl.load_workbook(tmp_path / "新.xlsx", data_only=True).worksheets[0]
    assert [values[f"C{row}"].value for row in (2, 3, 4)] == [10, 20, 30]


def test_a_write_to_the_master_leaves_the_others_their_formula(book: Path, name: str, tmp_path: Path) -> None:
    old = read(book).sheets[0].cells[2, 3]
    changes = ChangeSet((CellWrite("表", "C2", Decimal(7), None, None, old.value, old.formula),))
    write(book, changes, tmp_path / "新.xlsx")
    values = openpyxl.load_workbook(tmp_path / "新.xlsx").worksheets[0]
    assert (values["C2"].value, values["C3"].value) == (7, f"={name}*B3")


def test_explain_names_the_name(book: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(book), "表!C3", "--format", "json"]) == 0
    tree = json.loads(capsys.readouterr().out)["precedents"]
    assert [each["reference"] for each in tree["precedents"]] == [name, "表!B3"]


def test_explain_keeps_a_reference_to_a_table_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "表格.xlsx"
    with xlsxwriter.Workbook(str(path)) as out:
        sheet = out.add_worksheet("表")
        columns = [
            {"header": "单位"},
            {"header": "金额"},
            {"header": "加倍", "formula": "=Table1[[#This Row],[金额]]*2"},
        ]
        sheet.add_table("A1:C3", {"name": "Table1", "columns": columns, "data": [["甲", 1, 2], ["乙", 2, 4]]})
    assert main(["explain", str(path), "表!C2", "--format", "json"]) == 0
    tree = json.loads(capsys.readouterr().out)["precedents"]
    assert [each["reference"] for each in tree["precedents"]] == ["Table1[[#This Row],[金额]]"]
