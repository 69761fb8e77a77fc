"""The shared fixtures: a missing program is loud in CI, and LibreOffice opens a workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from python_calamine import load_workbook
from xlsxwriter import Workbook


def test_a_missing_program_fails_in_ci(needs: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no-such-program"):
        needs("no-such-program")


def test_a_missing_program_skips_elsewhere(needs: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-program"):
        needs("no-such-program")


def test_libreoffice_recalculates_and_saves(office: Callable[..., Path], tmp_path: Path) -> None:
    book = tmp_path / "表.xlsx"
    with Workbook(book) as workbook:
        sheet = workbook.add_worksheet("表")
        sheet.write_number("A1", 2)
        sheet.write_formula("A2", "=A1*21", value=0)
    assert load_workbook(office(book)).get_sheet_by_index(0).to_python()[1][0] == 42
