"""The workbook of functions: made from the registry, its formulas are real and show what the functions give."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from perfxl.functions.registry import REGISTRY, call
from perfxl.sheets.values import ErrorValue, Missing

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "workbooks" / "functions.xlsx"
CALL = re.compile(r"=(PX_[A-Z]+)\((.*)\)")


@pytest.fixture(scope="module")
def formulas():
    return openpyxl.load_workbook(BOOK)


@pytest.fixture(scope="module")
def values():
    return openpyxl.load_workbook(BOOK, data_only=True)


def given(sheet, reference):
    if not reference:
        return Missing.MISSING
    cells = sheet[reference]
    if not isinstance(cells, tuple):
        return plain(cells)
    return [[plain(cell) for cell in row] for row in cells]


def plain(cell):
    if cell.data_type == "e":
        return ErrorValue(cell.value)
    return float(cell.value) if isinstance(cell.value, int) and not isinstance(cell.value, bool) else cell.value


def called(formulas):
    """Yield (sheet name, range of the result, function, references) of every worked formula."""
    for sheet in formulas.worksheets[1:]:
        for row in sheet.iter_rows():
            for cell in row:
                array = isinstance(cell.value, ArrayFormula)
                text = cell.value.text if array else cell.value
                match = CALL.fullmatch(text) if array or cell.data_type == "f" else None
                if match:
                    where = cell.value.ref if array else cell.coordinate
                    yield sheet.title, where, match[1], match[2].split(",")


def test_a_rebuild_gives_the_committed_bytes(tmp_path):
    subprocess.run([sys.executable, ROOT / "workbooks" / "build.py", tmp_path], check=True)
    assert (tmp_path / BOOK.name).read_bytes() == BOOK.read_bytes()


def test_one_sheet_a_function_behind_the_index(formulas):
    assert formulas.sheetnames == ["目录", *REGISTRY]


def test_every_formula_shows_what_the_function_gives(formulas, values):
    seen = []
    for title, where, name, references in called(formulas):
        result = call(name, [given(values[title], reference) for reference in references])
        assert result == given(values[title], where), (title, where)
        seen.append(name)
    assert {name: seen.count(name) for name in REGISTRY} == {
        name: len(function.examples) for name, function in REGISTRY.items()
    }


def test_arrays_are_entered_as_arrays(formulas):
    ranges = [where for _, where, _, _ in called(formulas) if ":" in where]
    expected = [e for f in REGISTRY.values() for e in f.examples if isinstance(e.result, list)]
    assert len(ranges) == len(expected) > 10


def test_every_result_is_held_against_what_it_must_be(formulas, values):
    verdicts = 0
    for sheet in values.worksheets:
        found = [cell.value for row in sheet.iter_rows() for cell in row if cell.value in ("相符", "不符")]
        assert "不符" not in found
        verdicts += len(found)
    assert verdicts > 80
    assert str(formulas["目录"]["C22"].value).startswith("=IF(COUNTIF(")


def test_opening_it_without_the_add_in_does_not_wipe_the_results():
    with zipfile.ZipFile(BOOK) as archive:
        assert b"fullCalcOnLoad" not in archive.read("xl/workbook.xml")
