"""LibreOffice opens what perfxl wrote, and perfxl knows its sheets again after LibreOffice has saved them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from perfxl.files.read.reading import read
from perfxl.files.write.writing import write
from perfxl.sheets.changeset import CellWrite, ChangeSet, SheetSpec, SheetWrite
from perfxl.sheets.ownership import content_digest, ownership_of


def test_saved_by_libreoffice(rich_book: Path, tmp_path: Path, spec: SheetSpec, office: Callable[..., Path]) -> None:
    target = tmp_path / "生成.xlsx"
    fill = CellWrite("基础 数据", "E2", Decimal(1), "ROUND(C2/B2*4,2)", "0.00")
    write(rich_book, ChangeSet((fill,), (SheetWrite(spec, ownership_of(spec), "附件"),)), target)
    saved = read(office(target))
    base, sheet = saved.sheet("基础 数据"), saved.sheet("附件")
    assert base is not None
    assert base.cells[2, 5].value == Decimal("1.1")
    assert sheet is not None
    assert sheet.ownership == ownership_of(spec)
    assert content_digest(sheet) == sheet.ownership.digest
    assert sheet.cells[4, 2].value == Decimal(2469)
    assert sheet.cells[4, 3].value == "优"
