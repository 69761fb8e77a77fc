"""An empty text is not a blank cell: formulas tell them apart, whether a formula gave it or somebody pasted it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from perfxl.files.read.formulas import read_calculation
from perfxl.jobs.recalc import engines
from perfxl.sheets.values import ErrorValue

FORMULAS = ("COUNTA(A1:A3)", "ISBLANK(A1)", "A1+1", "A3+1", 'A1=""')


@pytest.fixture(params=[b' t="str">', b"  t='str'>"], ids=["by pattern", "by element"])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a workbook whose A1 holds a pasted empty text and A2 one that a formula gives; A3 is blank."""
    made, path = tmp_path / "made.xlsx", tmp_path / "空文本.xlsx"
    with xlsxwriter.Workbook(str(made)) as out:
        sheet = out.add_worksheet("表")
        sheet.write_string("A1", "text")
        sheet.write_formula("A2", '=""', None, "none")
        for row, formula in enumerate(FORMULAS):
            sheet.write_formula(row, 2, f"={formula}")
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w") as target:
        for part in source.namelist():
            data = source.read(part).replace(b"<t>text</t>", b"<t></t>").replace(b"<v>none</v>", b"<v></v>")
            target.writestr(part, data.replace(b' t="str">', request.param))
    return path


def test_an_empty_text_counts(book: Path) -> None:
    calculation = read_calculation(book)
    assert [calculation.sheets[0].values.get((row, 1)) for row in (1, 2, 3)] == ["", "", None]
    computed = engines("formualizer")[0].compute(calculation).values
    results = [computed["表", row, 3] for row in range(1, 6)]
    assert results == [2.0, False, ErrorValue.VALUE, 1.0, True]
