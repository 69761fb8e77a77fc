"""The stand-in for Excel has Excel's habits, and the real engine of xlwings for Windows talks to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
import xlwings
from excelbooks import EXAMPLE, Excel
from fake.com import UnknownMemberError
from fake.pywin32 import ComError
from fake.windows import engine

from perfxl.excel.com import ATTEMPTS
from perfxl.ribbon.callback import act, dispatch
from perfxl.ribbon.commands import NO_BOOK

Open = Callable[..., Excel]


@pytest.fixture
def live(tmp_path: Path, excel: Open) -> Excel:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["A3"], sheet["A4"] = 1, dt.datetime(2020, 12, 31), "#DIV/0!", True
    sheet["B1"] = "合并"
    sheet.merge_cells("B1:C2")
    sheet["A1"].number_format = "0.00"
    book.save(tmp_path / "习惯.xlsx")
    return excel(tmp_path / "习惯.xlsx")


def test_xlwings_reads_it_by_its_own_engine(live: Excel) -> None:
    assert type(live.book.impl).__module__ == engine().__name__
    sheet = live.book.sheets[0]
    assert sheet.range("B1").api.Value2 == "合并"
    assert sheet.range("A1:A4").api.Value2 == ((1.0,), (44196.0,), (-2146826281,), (True,))


def test_habits(live: Excel) -> None:
    sheet = live.book.sheets[0].api
    assert sheet.Range("A1").Value2 == 1.0
    assert sheet.Range("B1:C2").Value2 == (("合并", None), (None, None))
    assert sheet.Range("A1:A2").NumberFormat is None
    assert sheet.Range("A1:C1").MergeCells is None
    assert sheet.Range("C2").Formula == ""


def test_an_entry_is_parsed_unless_it_is_told_to_be_text(live: Excel) -> None:
    sheet = live.book.sheets[0].api
    for given, kept in (("007", 7.0), ("'007", "007"), ("2020年1月5日", 43835.0), ("TRUE", True), ("优", "优")):
        sheet.Range("E1").NumberFormat = "General"
        sheet.Range("E1").Formula = given
        assert sheet.Range("E1").Value2 == kept
    sheet.Range("E2").NumberFormat = "@"
    sheet.Range("E2").Formula = "=A1"
    assert sheet.Range("E2").Value2 == "=A1"
    sheet.Range("E3").Formula = "=A1*2"
    assert (sheet.Range("E3").Value2, sheet.Range("E3").NumberFormat) == (2.0, "0.00")


def test_what_excel_does_not_have_is_an_error(live: Excel) -> None:
    sheet = live.book.sheets[0].api
    with pytest.raises(UnknownMemberError):
        _ = sheet.Nonsense
    with pytest.raises(UnknownMemberError):
        sheet.Nonsense = 1
    with pytest.raises(ComError):
        sheet.Range(",".join(f"A{row}" for row in range(1, 90)))
    with pytest.raises(ComError):
        sheet.Delete()


def test_what_follows_an_argument_left_out_is_lost(live: Excel) -> None:
    """As in pywin32's late-bound calls: `Copy(After=sheet)` makes a new workbook, `PrintOut(Preview=True)` prints."""
    book = live.book.api
    book.Worksheets(["Sheet"]).PrintOut(Preview=True)
    assert live.app._printed == [["Sheet"]]
    assert live.app._previewed == []
    book.Worksheets(["Sheet"]).Copy(After=book.Sheets(1))
    assert book.Sheets.Count == 1
    book.Worksheets(["Sheet"]).Copy(None, book.Sheets(1))
    assert book.Sheets.Count == 2
    with pytest.raises(UnknownMemberError):
        book.Worksheets(["Sheet"]).Copy(Behind=book.Sheets(1))


def test_every_member_is_counted(live: Excel) -> None:
    before = live.app._total
    _ = live.book.api.Worksheets("Sheet").Range("A1").Value2
    assert live.app._total - before == 4


@pytest.fixture
def in_front(excel: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Excel]:
    """The worked example in an Excel whose add-in calls, which writes where the user agrees."""
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    live = excel(EXAMPLE)
    live.book.set_mock_caller()
    yield live
    del xlwings.Book._mock_caller


def test_the_add_ins_call_reaches_the_workbook_in_front(in_front: Excel, tmp_path: Path) -> None:
    assert dispatch("fill").startswith("Q将填写单元格")
    assert act(True).startswith("T填写单元格")
    assert (tmp_path / "perfxl" / "perfxl.log").exists()
    assert dispatch("undo").startswith("Q将撤销")
    assert act(True).startswith("T已撤销")


def test_a_cell_being_edited_is_told_at_the_first_call_too(in_front: Excel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Left to itself xlwings asks a busy Excel for ever."""
    monkeypatch.setattr(engine(), "N_COM_ATTEMPTS", 0)
    object.__setattr__(in_front.app, "_editing", True)
    assert dispatch("fill").startswith("TExcel 正在编辑单元格")
    assert in_front.app._total <= 3 * ATTEMPTS


def test_the_workbook_of_another_excel_is_never_taken(in_front: Excel, excel: Open) -> None:
    """Where none is open in the Excel that called, one that is open in another is not meant."""
    other = excel(EXAMPLE)
    object.__setattr__(in_front.app, "_active", None)
    assert dispatch("fill") == f"T{NO_BOOK}"
    del xlwings.Book._mock_caller
    try:
        assert dispatch("fill") == f"T{NO_BOOK}"
    finally:
        in_front.book.set_mock_caller()
    assert other.app._total == 0


def test_no_workbook_in_front_is_told(in_front: Excel) -> None:
    object.__setattr__(in_front.app, "_active", None)
    assert dispatch("fill") == f"T{NO_BOOK}"
    assert "可用的规则包" in dispatch("packs")
    assert "撤销上次操作" in dispatch("help")
    assert dispatch("doctor").startswith("T")
