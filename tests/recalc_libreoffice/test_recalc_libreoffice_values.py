"""LibreOffice as the oracle: our functions, and every formula that we write, give there what they give here."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from px_calls import CALLS, Draw, same, write

from perfxl.cli.main import main
from perfxl.errors import InputError
from perfxl.formulas.calculation import Calculation, Computed
from perfxl.recalc.formualizer import Formualizer
from perfxl.recalc.libreoffice.engine import LibreOffice
from perfxl.sheets.values import ErrorValue, Scalar

Recalculate = Callable[[Path], tuple[Calculation, Computed]]

SEED = int(os.environ.get("SEED", "20260101"))
SCALARS, ARRAYS = 9000, 1000


def differing(calculation: Calculation, computed: Computed) -> dict[object, object]:
    """Return the cells whose value is not the stored one, and those that were skipped."""
    stored = {(sheet.name, *spot): value for sheet in calculation.sheets for spot, value in sheet.values.items()}
    wrong = {
        cell: (value, stored.get(cell)) for cell, value in computed.values.items() if not same(value, stored.get(cell))
    }
    return {**wrong, **computed.skipped}


def as_libreoffice_keeps(value: Scalar, *, in_array: bool) -> Scalar:
    """Return a value as a cell of LibreOffice holds it: blank is 0, and truth values in arrays are 1 and 0."""
    return float(value or 0) if value is None or (in_array and isinstance(value, bool)) else value


def test_ten_thousand_calls_by_both_engines(recalculate: Recalculate, tmp_path: Path) -> None:
    calls = write(tmp_path / "calls.xlsx", Draw(SEED), SCALARS, ARRAYS)
    calculation, office = recalculate(tmp_path / "calls.xlsx")
    own = Formualizer().compute(calculation)
    assert not {**own.skipped, **office.skipped}
    wrong = {}
    for each in calls:
        for row, column, expected in each.cells():
            cell = (CALLS, row, column)
            kept = as_libreoffice_keeps(expected, in_array=each.box[1] > 1)
            if not same(office.values[cell], kept) or not same(own.values[cell], expected):
                wrong[row, column] = (each.formula, office.values[cell], own.values[cell], expected)
    assert not wrong, f"SEED={SEED}, {len(wrong)}: {dict(list(wrong.items())[:10])}"


def test_functions_workbook(recalculate: Recalculate, root: Path) -> None:
    calculation, computed = recalculate(root / "workbooks" / "functions.xlsx")
    assert len(computed.values) > 100
    assert not differing(calculation, computed)


@pytest.mark.parametrize("form", ["formulas", "functions"])
def test_worked_example(form: str, recalculate: Recalculate, root: Path, tmp_path: Path) -> None:
    """What `perfxl run` writes, attachments too, with plain formulas or with our functions."""
    book = root / "workbooks" / "pingshan-2020.xlsx"
    filled = tmp_path / "filled.xlsx"
    main(["fill", str(book), "-o", str(filled), "--as", form, "--quiet"])
    main(["attach", str(filled), "-o", str(tmp_path / "attached.xlsx"), "--quiet"])
    calculation, computed = recalculate(tmp_path / "attached.xlsx")
    assert len(computed.values) > 100
    assert not differing(calculation, computed)


CASES: dict[str, tuple[str, Scalar | None]] = {
    "number": ("PX_EXECRATE(A1,B1)", 0.5),
    "blank": ("PX_EXECRATE(A1,C1)", ErrorValue.NA),
    "empty text": ("PX_EXECRATE(A1,D1)", ErrorValue.VALUE),
    "truth": ("PX_EXECRATE(A1,E1)", ErrorValue.VALUE),
    "computed truth": ("PX_EXECRATE(A1,F1)", ErrorValue.VALUE),
    "error": ("PX_EXECRATE(A1,G1)", ErrorValue.REF),
    "division by zero": ("PX_EXECRATE(A1,0)", ErrorValue.DIV0),
    "caught": ('IFERROR(PX_EXECRATE(A1,0),"无")', "无"),
    "kind of error": ("ISNA(PX_EXECRATE(A1,C1))", True),
    "nested": ("ROUND(PX_EXECRATE(PX_WAN(A1),PX_WAN(B1)),2)*2", 1.0),
    "whole column": ("PX_TOTAL(A:A)", 6.0),
    "name of cells": ("PX_TOTAL(合计区)", 3.0),
    "name of a number": ("PX_EXECRATE(A1,常数)", 0.25),
    "name that calls": ("率+1", 1.5),
    "array that is computed": ("PX_TOTAL({1,2}*2)", 6.0),
    "cells by OFFSET": ("PX_EXECRATE(A1,OFFSET(B1,0,1))", ErrorValue.NA),
    "yes or no": ("PX_TIES(3,A1:A2)", True),
    "yes or no, asked": ('IF(PX_TIES(3,A1:A2),"平","不平")', "平"),
    "text compared": ("PX_GRADE(95)=PX_GRADE(96)", True),
    "text looked up": ('VLOOKUP(PX_GRADE(95),H1:I2,2,FALSE)', 10.0),
    "built in": ("SUM(A1:A3)/B1", 3.0),
    "true reference error": ("#REF!+1", ErrorValue.REF),
    "unknown function": ("无此函数(1)", None),
    "on an unknown function": ("IFERROR(B23,0)+1", None),
    "illegal argument": ("SQRT(-1)", None),
    "circular": ("B26+1", None),
    "from the network": ('WEBSERVICE("http://127.0.0.1:9/")', None),
}  # fmt: skip


def test_what_functions_are_handed_and_what_is_skipped(recalculate: Recalculate, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([1, 2, None, '=""', True, "=1=1", "#REF!", "优", 10])
    sheet.append([2, None, None, None, None, None, None, "良", 8])
    sheet.append([3])
    for name, text in {"合计区": "Sheet!$A$1:$A$2", "常数": "4", "率": "PX_EXECRATE(Sheet!$A$1,Sheet!$B$1)"}.items():
        book.defined_names[name] = DefinedName(name, attr_text=text)
    answers = book.create_sheet("算")
    for row, (formula, _) in enumerate(CASES.values(), 1):
        text = formula.replace("B23", "算!B23").replace("B26", "算!B26")
        answers.cell(row, 2, "=" + _on(text, "Sheet"))
    book.save(tmp_path / "cases.xlsx")
    _, computed = recalculate(tmp_path / "cases.xlsx")
    for row, (name, (formula, expected)) in enumerate(CASES.items(), 1):
        cell = ("算", row, 2)
        value = computed.values.get(cell)
        assert same(value, expected), f"{name}: {formula}: {value}, {computed.skipped.get(cell)}"
        assert (cell in computed.skipped) == (expected is None), name


def _on(formula: str, sheet: str) -> str:
    """Return a formula whose bare references are to cells of another sheet."""
    return re.sub(r"(?<![\w!\"$:])(?=[A-I]\d(?!\d)|A:A)", f"{sheet}!", formula)


def test_a_file_that_is_no_workbook(needs: Callable[[str], str], tmp_path: Path) -> None:
    needs("soffice")
    with pytest.raises(InputError):
        LibreOffice(deadline=60).compute(Calculation(tmp_path / "none.xlsx", ()))


def test_nothing_is_left_behind(
    recalculate: Recalculate, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "scratch"
    room.mkdir()
    shutil.copy(root / "workbooks" / "template.xlsx", tmp_path / "book.xlsx")
    before = (tmp_path / "book.xlsx").read_bytes()
    monkeypatch.setattr("tempfile.tempdir", str(room))
    recalculate(tmp_path / "book.xlsx")
    assert not list(room.iterdir())
    assert (tmp_path / "book.xlsx").read_bytes() == before
    assert {each.name for each in tmp_path.iterdir()} == {"book.xlsx", "scratch"}
