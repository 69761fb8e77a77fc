"""Writing change sets: untouched parts to the byte, preconditions, refusals."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from perfxl.errors import InputError, RefusedError
from perfxl.files.read.reading import read
from perfxl.files.write.writing import fingerprint, write
from perfxl.package.archive import open_archive
from perfxl.package.save import save
from perfxl.sheets.changeset import CellWrite, ChangeSet

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")  # openpyxl's own limits

Parts = Callable[[Path], dict[str, bytes]]
BASE = "基础 数据"


def cells(*writes: CellWrite) -> ChangeSet:
    return ChangeSet(cells=writes)


EDIT = cells(
    CellWrite(BASE, "B2", Decimal("123.45"), old_value=Decimal(100)),
    CellWrite(BASE, "E2", "说明", number_format="@"),
    CellWrite("备注", "C9", Decimal(7)),
)


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {part for part in before | after if before.get(part) != after.get(part)}


def test_only_touched_parts_change(rich_book: Path, tmp_path: Path, parts: Parts) -> None:
    target = tmp_path / "新.xlsx"
    write(rich_book, EDIT, target)
    before, after = parts(rich_book), parts(target)
    assert list(before) == list(after)
    assert changed(before, after) == {"xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml"}
    sheet = read(target).sheet(BASE)
    assert sheet is not None
    assert sheet.cells[2, 2].value == Decimal("123.45")
    assert (sheet.cells[2, 5].value, sheet.cells[2, 5].number_format) == ("说明", "@")
    assert openpyxl.load_workbook(target)["备注"]["C9"].value == 7


def test_the_sheet_part_changes_in_the_cells_only(rich_book: Path, tmp_path: Path, parts: Parts) -> None:
    target = tmp_path / "新.xlsx"
    write(rich_book, cells(CellWrite(BASE, "B3", Decimal(201), old_value=Decimal(200))), target)
    before, after = (parts(path)["xl/worksheets/sheet1.xml"] for path in (rich_book, target))
    assert after == before.replace(b'<c r="B3"><v>200</v></c>', b'<c r="B3"><v>201</v></c>')
    assert after != before


def test_same_input_same_bytes(rich_book: Path, tmp_path: Path) -> None:
    for name in ("一.xlsx", "二.xlsx"):
        write(rich_book, EDIT, tmp_path / name)
    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()


def test_empty_change_set_is_a_copy(rich_book: Path, tmp_path: Path) -> None:
    write(rich_book, ChangeSet(), tmp_path / "新.xlsx")
    assert (tmp_path / "新.xlsx").read_bytes() == rich_book.read_bytes()


def test_formula_over_formula_keeps_the_style(rich_book: Path, tmp_path: Path) -> None:
    old = CellWrite(BASE, "D2", Decimal("0.2750"), "ROUND(C2/B2,4)", old_value=Decimal("0.275"), old_formula="C2/B2")
    write(rich_book, cells(old), tmp_path / "新.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "新.xlsx")[BASE]["D2"]
    assert (cell.value, cell.number_format, cell.font.b) == ("=ROUND(C2/B2,4)", "0.00%", True)


def test_another_number_format_keeps_the_rest_of_the_style(rich_book: Path, tmp_path: Path) -> None:
    write(rich_book, cells(CellWrite(BASE, "D7", Decimal(1), number_format="0.0000")), tmp_path / "一.xlsx")
    again = CellWrite(BASE, "D3", Decimal(1), None, "0.0000", Decimal("0.275"), "C3/B3")
    write(tmp_path / "一.xlsx", cells(again), tmp_path / "二.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "二.xlsx")[BASE]
    assert (sheet["D3"].number_format, sheet["D3"].font.b, sheet["D3"].border.left.style) == ("0.0000", True, "thin")
    assert (sheet["D7"].number_format, sheet["D7"].font.b) == ("0.0000", False)
    assert (sheet["D4"].number_format, sheet["D4"].font.b) == ("0.00%", True)


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>1</v></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>'
    '<row r="3"><c r="A3"><f t="array" ref="A3:A4">B1:B2</f><v>3</v></c></row><row r="4"><c r="A4"><v>4</v></c></row>'
    '</sheetData><mergeCells><mergeCell ref="C1:D2"/></mergeCells></worksheet>'
)
ONE = Decimal(1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (CellWrite("表", "A3", ONE, None, None, Decimal(3), "B1:B2"), "数组公式"),
        (CellWrite("表", "A4", ONE, None, None, Decimal(4)), "数组公式"),
        (CellWrite("表", "D2", ONE), "合并单元格"),
        (CellWrite("表", "A4", ONE, old_value=Decimal(5)), "读取时不同"),
        (CellWrite("表", "A4", ONE), "读取时不同"),
        (CellWrite("表", "A9", ONE, old_value=True), "读取时不同"),
        (CellWrite("表", "A2", ONE, old_value=Decimal(2), old_formula="B9"), "读取时不同"),
        (CellWrite("没有", "A1", ONE), "没有工作表"),
        (CellWrite("表", "1A", ONE), "不是单元格地址"),
    ],
)
def test_refused_cells(by_hand: Callable[..., Path], tmp_path: Path, change: CellWrite, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        write(by_hand(SHEET), cells(change), tmp_path / "新.xlsx")
    assert not (tmp_path / "新.xlsx").exists()


def test_true_is_not_one(by_hand: Callable[..., Path], tmp_path: Path) -> None:
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">' + (
        '<c r="A1" t="b"><v>1</v></c></row></sheetData></worksheet>'
    )
    with pytest.raises(RefusedError, match="读取时不同"):
        write(by_hand(sheet), cells(CellWrite("表", "A1", Decimal(2), old_value=ONE)), tmp_path / "新.xlsx")


def test_a_child_of_a_shared_formula_may_leave(by_hand: Callable[..., Path], tmp_path: Path) -> None:
    change = CellWrite("表", "A2", Decimal(9), "B2+7", old_value=Decimal(2), old_formula="B2")
    write(by_hand(SHEET), cells(change, CellWrite("表", "C1", "甲")), tmp_path / "新.xlsx")
    sheet = read(tmp_path / "新.xlsx").sheets[0]
    assert (sheet.cells[1, 1].formula, sheet.cells[2, 1].formula) == ("B1", "B2+7")
    assert sheet.cells[1, 3].value == "甲"


def test_written_twice(rich_book: Path, tmp_path: Path) -> None:
    twice = CellWrite("备注", "C9", ONE)
    with pytest.raises(RefusedError, match="被写两次"):
        write(rich_book, cells(twice, twice), tmp_path / "新.xlsx")


@pytest.mark.parametrize(("formula", "dropped"), [(None, False), ("1+1", True)])
def test_calculation_chain_goes_only_with_formulas(
    by_hand: Callable[..., Path], tmp_path: Path, parts: Parts, formula: str | None, dropped: bool
) -> None:
    chain = '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="A1" i="1"/></calcChain>'
    book = by_hand(SHEET, calcChain=chain)
    write(book, cells(CellWrite("表", "F9", Decimal(2), formula)), tmp_path / "新.xlsx")
    after = parts(tmp_path / "新.xlsx")
    assert ("xl/calcChain.xml" not in after) == dropped
    assert (b"calcChain" not in after["xl/_rels/workbook.xml.rels"]) == dropped
    assert b"fullCalcOnLoad" not in after["xl/workbook.xml"]


def test_no_styles_part_yet(by_hand: Callable[..., Path], tmp_path: Path) -> None:
    write(by_hand(SHEET), cells(CellWrite("表", "F9", ONE, number_format="0.000")), tmp_path / "新.xlsx")
    assert read(tmp_path / "新.xlsx").sheets[0].cells[9, 6].number_format == "0.000"


def test_sixteen_bit_parts(by_hand: Callable[..., Path], tmp_path: Path) -> None:
    book = by_hand(SHEET)
    _replace_part(book, "xl/worksheets/sheet1.xml", SHEET.encode("utf-16"))
    write(book, cells(CellWrite("表", "F9", "甲")), tmp_path / "新.xlsx")
    assert read(tmp_path / "新.xlsx").sheets[0].cells[9, 6].value == "甲"


def _replace_part(book: Path, part: str, data: bytes) -> None:
    save(open_archive(book), book, {part: data})


def test_signed_books(by_hand: Callable[..., Path], tmp_path: Path) -> None:
    book = by_hand(SHEET)
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId9" Type="{kind}" Target="_xmlsignatures/origin.sigs"/></Relationships>'
    )
    _replace_part(book, "_rels/.rels", rels.encode())
    with pytest.raises(RefusedError, match="数字签名"):
        write(book, cells(CellWrite("表", "F9", ONE)), tmp_path / "新.xlsx")


def test_in_place_only_when_asked(rich_book: Path) -> None:
    before = rich_book.read_bytes()
    with pytest.raises(RefusedError, match="与原文件"):
        write(rich_book, EDIT, rich_book)
    assert rich_book.read_bytes() == before
    backup = write(rich_book, EDIT, rich_book, in_place=True)
    assert backup is not None
    assert backup.read_bytes() == before
    assert rich_book.read_bytes() != before
    assert write(rich_book, ChangeSet(), rich_book, in_place=True) is None


def test_failed_in_place_leaves_no_backup(rich_book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise RefusedError("满。")

    monkeypatch.setattr("perfxl.files.write.writing.save", refuse)
    with pytest.raises(RefusedError, match="满"):
        write(rich_book, EDIT, rich_book, in_place=True)
    assert [path.name for path in rich_book.parent.iterdir()] == [rich_book.name]


def test_paths(rich_book: Path, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="扩展名"):
        write(rich_book, EDIT, tmp_path / "新.xlsm")
    with pytest.raises(RefusedError, match="不存在"):
        write(rich_book, EDIT, tmp_path / "无" / "新.xlsx")
    with pytest.raises(InputError, match="找不到文件"):
        write(tmp_path / "无.xlsx", EDIT, tmp_path / "新.xlsx")
    (tmp_path / "~$新.xlsx").touch()
    with pytest.raises(RefusedError, match="正在别处打开"):
        write(rich_book, EDIT, tmp_path / "新.xlsx")


def test_changed_since_read(rich_book: Path, tmp_path: Path) -> None:
    seen = fingerprint(rich_book)
    write(rich_book, EDIT, tmp_path / "一.xlsx", expected=seen)
    write(rich_book, EDIT, rich_book, in_place=True)
    with pytest.raises(RefusedError, match="读取之后被改动"):
        write(rich_book, ChangeSet(), tmp_path / "二.xlsx", expected=seen)
