"""Protected sheets and structures, signatures, hidden own sheets, a workbook of perfxl's sheets alone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from perfxl.errors import RefusedError
from perfxl.files.read.reading import read
from perfxl.files.write.newbook import create
from perfxl.files.write.writing import write
from perfxl.package.archive import open_archive
from perfxl.package.save import save
from perfxl.sheets.address import cell_address
from perfxl.sheets.changeset import CellWrite, ChangeSet, FillWrite, NoteWrite, SheetSpec, SheetWrite, SpecCell
from perfxl.sheets.ownership import content_digest, ownership_of

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")  # openpyxl's own limits

Parts = Callable[[Path], dict[str, bytes]]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def unlocked(path: Path, sheet: str) -> set[str] | None:
    found = read(path).sheet(sheet)
    assert found is not None
    return None if found.unlocked is None else {cell_address(*place) for place in found.unlocked}


@pytest.fixture
def protected(tmp_path: Path) -> Path:
    path = tmp_path / "保护.xlsx"
    book = xlsxwriter.Workbook(str(path))
    free = book.add_format({"locked": False})
    sheet, other, column = (book.add_worksheet(name) for name in ("保护", "不保护", "整列"))
    sheet.write_row("A1", ["项目", "预算", "执行"])
    sheet.write_row("A2", ["甲", 1])
    sheet.write_blank("C2", None, free)
    sheet.write("B2", 1, free)
    sheet.write_row("A3", ["乙", 1, 2])
    sheet.protect("口令")
    other.write("A1", 1, free)
    column.set_column("B:B", None, free)
    column.write_row("A1", ["项目", "预算"])
    column.write("A2", "甲")
    column.write("A3", "乙")
    column.protect()
    sheet.unprotect_range("C3:D9")
    sheet.unprotect_range("A3", "有口令", "口令")
    book.close()
    return path


def test_which_cells_may_be_edited(protected: Path) -> None:
    assert unlocked(protected, "保护") == {"B2", "C2", "C3"}
    assert unlocked(protected, "不保护") is None
    assert unlocked(protected, "整列") == {"B1", "B2", "B3"}
    assert not read(protected).structure_locked


def test_every_cell_unlocked_by_the_default_style(by_hand: Callable[..., Path]) -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"><protection locked="0"/></xf>'
        '<xf numFmtId="0"/></cellXfs></styleSheet>'
    )
    sheet = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="C1" s="1"><v>2</v></c></row>'
        '<row r="3"><c r="A3" s="1"><v>1</v></c></row></sheetData><sheetProtection sheet="1"/></worksheet>'
    )
    assert unlocked(by_hand(sheet, styles=styles), "表") == {"A1", "C3"}


def structure_locked(path: Path) -> Path:
    archive = open_archive(path)
    part = archive.read("xl/workbook.xml").replace(
        b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>'
    )
    save(archive, path, {"xl/workbook.xml": part})
    return path


def test_a_locked_structure(rich_book: Path, tmp_path: Path, spec: SheetSpec) -> None:
    book = structure_locked(rich_book)
    assert read(book).structure_locked
    with pytest.raises(RefusedError, match="结构受保护"):
        write(book, ChangeSet(sheets=(SheetWrite(spec, ownership_of(spec), "附件"),)), tmp_path / "新.xlsx")
    change = CellWrite("备注", "C9", Decimal(7))
    write(book, ChangeSet((change,), fills=(FillWrite("备注", "C9", "F8CBAD"),)), tmp_path / "新.xlsx")
    assert openpyxl.load_workbook(tmp_path / "新.xlsx")["备注"]["C9"].value == 7


def test_a_sheet_hidden_from_people(rich_book: Path, tmp_path: Path) -> None:
    spec, target = SheetSpec("marks", "记录", {(1, 1): SpecCell("甲")}, hidden=True), tmp_path / "新.xlsx"
    write(rich_book, ChangeSet(sheets=(SheetWrite(spec, ownership_of(spec), "记录"),)), target)
    assert openpyxl.load_workbook(target)["记录"].sheet_state == "veryHidden"
    sheet = read(target).sheet("记录")
    assert sheet is not None
    assert (sheet.hidden, sheet.ownership) == (True, ownership_of(spec))


def test_a_workbook_of_own_sheets_alone(tmp_path: Path, spec: SheetSpec, office: Callable[..., Path]) -> None:
    one, two = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    for path in (one, two):
        create((SheetWrite(spec, ownership_of(spec), "附件"),), path)
    assert one.read_bytes() == two.read_bytes()
    assert openpyxl.load_workbook(one)["附件"]["A1"].value == "项目支出绩效自评表"
    for path in (one, office(one)):
        (sheet,) = read(path).sheets
        assert sheet.ownership == ownership_of(spec)
        assert content_digest(sheet) == sheet.ownership.digest


VBA = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


@pytest.fixture
def macros(by_hand: Callable[..., Path]) -> Path:
    """Return a macro workbook whose VBA project is signed, three signatures as Excel writes them."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    path = by_hand(sheet, name="宏.xlsm")
    archive = open_archive(path)
    kinds = {"vbaProjectSignature": "", "vbaProjectSignatureAgile": "Agile", "vbaProjectSignatureV3": "V3"}
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{VBA.replace("vbaProject", kind)}" Target="{kind}.bin"/>'
        for number, kind in enumerate(kinds, 1)
    )
    rels = archive.read("xl/_rels/workbook.xml.rels").replace(
        b"</Relationships>", f'<Relationship Id="rIdV" Type="{VBA}" Target="vbaProject.bin"/></Relationships>'.encode()
    )
    changes = {f"xl/{kind}.bin": f"签名{kind}".encode() for kind in kinds}
    changes |= {
        "xl/_rels/workbook.xml.rels": rels,
        "xl/vbaProject.bin": bytes(range(256)),
        "xl/_rels/vbaProject.bin.rels": f'<Relationships xmlns="{PACKAGE_RELATIONS}">{links}</Relationships>'.encode(),
    }
    save(archive, path, changes)
    return path


def test_a_macro_workbook_keeps_its_project_and_its_signatures(macros: Path, tmp_path: Path, parts: Parts) -> None:
    target = tmp_path / "新.xlsm"
    own = SheetSpec("findings", "检查结果", {(1, 1): SpecCell("甲", formula="1+1")})
    change = ChangeSet(
        (CellWrite("表", "A1", Decimal(2), "1+1"),),
        (SheetWrite(own, ownership_of(own), "检查结果"),),
        fills=(FillWrite("表", "A1", "F8CBAD"),),
        notes=(NoteWrite("表", "A1", "批注"),),
    )
    write(macros, change, target)
    before, after = parts(macros), parts(target)
    kept = [part for part in before if "vba" in part]
    assert len(kept) == 5
    assert all(before[part] == after[part] for part in kept)
    assert b"vbaProject.bin" in after["xl/_rels/workbook.xml.rels"]


def test_a_signed_package_is_refused_with_what_to_do(macros: Path, tmp_path: Path) -> None:
    archive = open_archive(macros)
    kind = f"{PACKAGE_RELATIONS}/digital-signature/origin"
    link = f'<Relationship Id="rId9" Type="{kind}" Target="_xmlsignatures/origin.sigs"/></Relationships>'
    rels = archive.read("_rels/.rels").replace(b"</Relationships>", link.encode())
    save(archive, macros, {"_rels/.rels": rels, "_xmlsignatures/origin.sigs": b""})
    assert read(macros).sheets
    with pytest.raises(RefusedError, match="请先在 Excel 中删除签名"):
        write(macros, ChangeSet(notes=(NoteWrite("表", "A1", "批注"),)), tmp_path / "新.xlsm")


def test_parts_with_a_byte_order_mark_stay(rich_book: Path, tmp_path: Path, parts: Parts) -> None:
    archive, marked = open_archive(rich_book), ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml")
    save(archive, rich_book, {part: b"\xef\xbb\xbf" + archive.read(part) for part in marked})
    target = tmp_path / "新.xlsx"
    write(rich_book, ChangeSet((CellWrite("备注", "C9", Decimal(7)),)), target)
    before, after = parts(rich_book), parts(target)
    assert [part for part in before if before[part] != after[part]] == ["xl/worksheets/sheet3.xml"]
