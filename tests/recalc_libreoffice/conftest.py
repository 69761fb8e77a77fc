"""Workbooks as engines take them, recalculated by LibreOffice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from perfxl.files.read.formulas import read_calculation
from perfxl.formulas.calculation import Calculation, Computed
from perfxl.recalc.libreoffice.engine import LibreOffice

DEADLINE = 240.0
Recalculate = Callable[[Path], tuple[Calculation, Computed]]


@pytest.fixture(scope="session")
def recalculate(needs: Callable[[str], str]) -> Recalculate:
    """Return what reads a workbook and has LibreOffice compute it."""
    needs("soffice")

    def run(book: Path) -> tuple[Calculation, Computed]:
        calculation = read_calculation(book)
        return calculation, LibreOffice(deadline=DEADLINE).compute(calculation)

    return run
