"""Workbooks as engines take them, recalculated by LibreOffice."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from perfxl.files.reading import read
from perfxl.functions.signature import ErrorValue, Scalar
from perfxl.model import a1
from perfxl.recalc.libreoffice.engine import LibreOffice
from perfxl.workbook.calculation import Block, Calculation, Computed, FormulaSheet
from perfxl.workbook.snapshot import Cell, Sheet

DEADLINE = 240.0
Recalculate = Callable[[Path], tuple[Calculation, Computed]]


@pytest.fixture(scope="session")
def recalculate(needs: Callable[[str], str]) -> Recalculate:
    """Return what reads a workbook and has LibreOffice compute it."""
    needs("soffice")

    def run(book: Path) -> tuple[Calculation, Computed]:
        calculation = calculation_of(book)
        return calculation, LibreOffice(deadline=DEADLINE).compute(calculation)

    return run


def calculation_of(book: Path) -> Calculation:
    """Return a workbook as engines take it, with its arrays."""
    blocks = {sheet.title: dict(_blocks(sheet)) for sheet in openpyxl.load_workbook(book)}
    sheets = (
        FormulaSheet(
            sheet.name,
            {spot: value for spot, cell in sheet.cells.items() if (value := _value(cell)) is not None},
            {spot: cell.formula for spot, cell in sheet.cells.items() if cell.formula is not None},
            blocks[sheet.name],
        )
        for sheet in read(book).sheets
    )
    return Calculation(book, tuple(sheets))


def _blocks(sheet: Sheet):
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, ArrayFormula):
                yield (cell.row, cell.column), Block(a1.box(cell.value.ref), "array")


def _value(cell: Cell) -> Scalar:
    if cell.error:
        return ErrorValue(cell.error)
    return float(cell.value) if isinstance(cell.value, Decimal) else cell.value


def same(computed: Scalar, stored: Scalar) -> bool:
    """Whether two values are the same to Excel's 15 digits; a truth value is not a number."""
    if isinstance(computed, float) and isinstance(stored, float):
        return f"{computed:.15g}" == f"{stored:.15g}"
    return computed == stored and isinstance(computed, bool) == isinstance(stored, bool)
