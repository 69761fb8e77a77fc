"""A workbook known already is not recognised anew after filling: reading the written cells again gives the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfxl.files.read.reading import read
from perfxl.filling.filling import As
from perfxl.jobs.evaluate import evaluate_after, understand
from perfxl.jobs.fill import due_writes


@pytest.mark.parametrize("as_", ["formulas", "values"])
@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("book", ["pingshan-2020", "template"])
def test_written_cells_are_read_as_recognition_would(root: Path, book: str, replace: bool, as_: As) -> None:
    evaluated = understand(read(root / "workbooks" / f"{book}.xlsx"))
    filled = evaluate_after(evaluated, due_writes(evaluated, as_, replace))
    assert filled.evaluation == understand(filled.snapshot, evaluated.rules).evaluation
