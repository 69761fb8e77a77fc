"""The forms and the summary as they are printed: read back whole, recomputed by LibreOffice, safe in HTML."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from books import month_book
from openpyxl import load_workbook

from perfxl.cli.main import main
from perfxl.files.read.reading import read
from perfxl.recognition.recognise import recognise

PROJECTS = {
    "图书采购": (Decimal("100.00"), Decimal("70.00")),
    "设备维护": (Decimal("85.00"), Decimal("30.00")),
    "零预算": (Decimal(0), Decimal(0)),
}


def monitored(tmp_path: Path, projects: dict[str, tuple[Decimal, Decimal]] | None = None) -> Path:
    book = month_book(tmp_path / "b.xlsx", 7, projects or PROJECTS)
    assert main(["monitor", str(book), "-o", str(tmp_path / "out"), "--quiet"]) == 0
    return tmp_path / "out"


def test_each_project_gets_the_official_form(tmp_path: Path) -> None:
    book = load_workbook(monitored(tmp_path) / "b-2020年7月.xlsx", data_only=True)
    forms = [name for name in book.sheetnames if name.startswith("监控7月")]
    assert len(forms) == len(PROJECTS)
    sheet = book[forms[1]]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    wanted = ("1-7月执行数", "全年预计执行数", "经费保障", "硬件条件保障", "确定能", "完全不可能", "【待填：偏差原因】")
    assert not [text for text in wanted if text not in texts]
    assert (sheet["F6"].value, sheet["G6"].value) == (0.3529, 51.43)
    assert sheet.page_setup.orientation == "landscape"


def test_a_form_is_read_back_as_what_it_is(tmp_path: Path) -> None:
    """As if the department had made it: without perfxl's mark, the sheet alone in a workbook."""
    book = load_workbook(monitored(tmp_path) / "b-2020年7月.xlsx")
    for name in book.sheetnames:
        if name != "监控7月 图书采购":
            del book[name]
    for name in list(book.worksheets[0].defined_names):
        del book.worksheets[0].defined_names[name]
    book.save(tmp_path / "alone.xlsx")
    table = recognise(read(tmp_path / "alone.xlsx")).of("monitoring_form")[0]
    assert (table.month, table.text("project_name"), table.unit) == (7, "图书采购", "万元")


def test_forms_lie_beside_a_workbook_whose_structure_is_locked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, out = month_book(tmp_path / "b.xlsx", 7, PROJECTS), tmp_path / "out"
    locking = load_workbook(book)
    locking.security.lockStructure = True
    locking.save(book)
    assert main(["monitor", str(book), "-o", str(out)]) == 0
    assert "结构受保护" in capsys.readouterr().out
    assert load_workbook(out / "b-2020年7月.xlsx").sheetnames == ["监控汇总"]
    forms = load_workbook(out / "b-2020年7月-附件.xlsx")
    assert forms.sheetnames == [f"监控7月 {name}" for name in PROJECTS]
    assert forms.worksheets[0]["E6"].value == 70
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert main(["monitor", str(book), "-o", str(out), "--quiet"]) == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    (out / "b-2020年7月-附件.xlsx").write_bytes(b"mine")
    assert main(["monitor", str(book), "-o", str(out), "--quiet"]) == 2


def test_formulas_recompute(tmp_path: Path, office: Callable[..., Path]) -> None:
    out = monitored(tmp_path)
    for name in ("b-2020年7月.xlsx", "b-2020年7月监控.xlsx"):
        before = load_workbook(out / name, data_only=True)
        after = load_workbook(office(out / name), data_only=True)
        formulas = load_workbook(out / name)
        for sheet in formulas:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        stored, computed = (book[sheet.title][cell.coordinate].value for book in (before, after))
                        assert abs(stored - computed) < 1e-9, (name, sheet.title, cell.coordinate)


def test_the_page_needs_no_network_and_takes_any_name(tmp_path: Path) -> None:
    out = monitored(tmp_path, {"<script>alert(1)</script>&": (Decimal(10), Decimal(1))})
    page = (out / "b-2020年7月监控.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in page
    assert "http" not in page
    summary = load_workbook(out / "b-2020年7月监控.xlsx")
    assert summary.sheetnames == ["监控汇总", "需说明事项"]
    assert len(summary["监控汇总"]._charts) == 2
