"""Every formula that perfxl writes gives in LibreOffice the value that perfxl stored with it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from perfxl.files.read.reading import read
from perfxl.sheets.snapshot import Snapshot


def formulas(book: Snapshot) -> dict[tuple[str, tuple[int, int]], object]:
    return {
        (sheet.name, spot): cell.value
        for sheet in book.sheets
        for spot, cell in sheet.cells.items()
        if cell.formula is not None
    }


def test_every_formula_recomputes_to_its_stored_value(
    output: Path, written: Snapshot, office: Callable[..., Path]
) -> None:
    stored = formulas(written)
    assert {name for name, _ in stored} >= {"预算执行", "三公经费", "项目清单", "附件1", "附件2", "附件22"}
    assert None not in stored.values(), "a formula without a stored value compares equal to nothing at all"
    recomputed = read(office(output))
    wrong = {}
    for (name, spot), value in stored.items():
        sheet = recomputed.sheet(name)
        now = sheet.cells[spot].value if sheet else None
        if isinstance(value, Decimal) and isinstance(now, Decimal):
            if float(now) != pytest.approx(float(value), rel=1e-14, abs=1e-12):
                wrong[name, spot] = (value, now)
        elif now != value:
            wrong[name, spot] = (value, now)
    assert not wrong


def test_an_independent_reader_sees_the_same_values_and_formulas(output: Path, written: Snapshot) -> None:
    values, texts = (openpyxl.load_workbook(output, data_only=cached) for cached in (True, False))
    for (name, spot), value in formulas(written).items():
        formula = written.sheet(name).cells[spot].formula
        assert texts[name].cell(*spot).value == f"={formula}"
        seen = values[name].cell(*spot).value
        assert seen == (pytest.approx(float(value), rel=1e-14) if isinstance(value, Decimal) else value), (name, spot)
