"""Workbooks as other programs and other times made them: each is read and edited, or refused with one sentence."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from perfxl.errors import InputError
from perfxl.files.read.reading import read
from perfxl.files.write.writing import write
from perfxl.jobs.check import check
from perfxl.sheets.changeset import CellWrite, ChangeSet, NoteWrite, SheetSpec, SheetWrite, SpecCell
from perfxl.sheets.ownership import ownership_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
WPS = "http://www.wps.cn/officeDocument/2017/etCustomData"
SECONDS = 10
ByHand = Callable[..., Path]
Rename = Callable[[str], str]
Parts = Callable[[Path], dict[str, bytes]]


def edited(book: Path, tmp_path: Path, sheet: str = "表", cell: str = "B900") -> Path:
    target = tmp_path / f"改{book.suffix}"
    spec = SheetSpec("findings", "检查", {(1, 1): SpecCell("甲")})
    own = (SheetWrite(spec, ownership_of(spec), "检查"),)
    write(book, ChangeSet((CellWrite(sheet, cell, "写"),), own, notes=(NoteWrite(sheet, "C1", "注"),)), target)
    again = read(target)
    found = again.sheet(sheet)
    assert found
    assert found.notes[1, 3] == "注"
    assert again.sheet("检查")
    assert "写" in {each.value for each in found.cells.values()}
    return target


def renamed(source: Path, target: Path, rename: Rename) -> Path:
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            entry = zipfile.ZipInfo(name)
            entry.filename = rename(name)  # the class itself would mend it on Windows
            after.writestr(entry, before.read(name))
    return target


@pytest.mark.parametrize(
    "rename",
    [
        pytest.param(lambda name: name.replace("/", "\\"), id="backslashes"),
        pytest.param(str.upper, id="upper"),
        pytest.param(lambda name: name.replace("worksheets", "WorkSheets").replace("styles", "Styles"), id="mixed"),
    ],
)
def test_other_spellings_of_part_names(rich_book: Path, tmp_path: Path, parts: Parts, rename: Rename) -> None:
    book = renamed(rich_book, tmp_path / "别名.xlsx", rename)
    assert read(book).sheets == read(rich_book).sheets
    before, after = parts(book), parts(edited(book, tmp_path, "图"))
    assert len({name.replace("\\", "/").casefold() for name in after}) == len(after)
    assert set(before) - set(after) == set()
    assert sum(before[name] != after[name] for name in before) <= 6


def test_absolute_targets(by_hand: ByHand, tmp_path: Path) -> None:
    book = by_hand(
        worksheet("<c r='A1' t='s'><v>0</v></c>"), target="/xl/worksheets/sheet1.xml", sharedStrings=strings("甲")
    )
    assert read(book).sheets[0].cells[1, 1].value == "甲"
    edited(book, tmp_path)


def test_strict(by_hand: ByHand, tmp_path: Path) -> None:
    sheet = worksheet("<c r='A1'><v>1.5</v></c>").replace(MAIN, STRICT)
    book = by_hand(sheet, main=STRICT, office=STRICT_OFFICE)
    assert read(book).sheets[0].cells[1, 1].value == Decimal("1.5")
    edited(book, tmp_path)


def test_shared_strings_that_are_missing(by_hand: ByHand, tmp_path: Path) -> None:
    """Without the part no text refers to it, or the file is broken; with a dangling relationship too."""
    book = by_hand(worksheet("<c r='A1'><v>1</v></c>"))
    with zipfile.ZipFile(book, "a") as package:
        package.writestr("xl/unused.xml", "<a/>")
    edited(book, tmp_path)
    broken = by_hand(worksheet("<c r='A1' t='s'><v>3</v></c>"), name="缺.xlsx")
    with pytest.raises(InputError, match="A1 内容无效"):
        read(broken)


def test_new_relationships_have_a_content_type(by_hand: ByHand, tmp_path: Path) -> None:
    """Some programs state that type for each part of theirs, and not for the extension."""
    with zipfile.ZipFile(edited(by_hand(worksheet("")), tmp_path)) as package:
        types = package.read("[Content_Types].xml").decode()
        assert "xl/worksheets/_rels/sheet1.xml.rels" in package.namelist()
    assert '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' in types


@pytest.mark.parametrize(
    "styles",
    ["", '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellXfs>', "<cellStyleXfs/>"],
)
def test_no_style_names_one_that_is_not_there(styles: str, by_hand: ByHand, tmp_path: Path) -> None:
    book = by_hand(worksheet(""), styles=f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>')
    with zipfile.ZipFile(edited(book, tmp_path)) as package:
        made = package.read("xl/styles.xml").decode()
    assert "<xf " in made
    assert "xfId" not in made


def test_made_by_wps(by_hand: ByHand, tmp_path: Path) -> None:
    """Its own namespaces, a picture inside of a cell, and a style that only it knows."""
    picture = '_xlfn.DISPIMG("ID_1",1)'
    cells = f'<c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="B1" t="str"><f>{picture}</f><v>={picture}</v></c>'
    sheet = worksheet(cells).replace("<sheetData>", '<sheetPr/><dimension ref="A1:B1"/><sheetData>')
    styles = (
        f'<styleSheet xmlns="{MAIN}" xmlns:etc="{WPS}"><numFmts count="1"><numFmt numFmtId="176" formatCode="0.00_ "/>'
        '</numFmts><fonts count="1"><font><sz val="11"/><name val="宋体"/><charset val="134"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="1"><xf numFmtId="176" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
        '<extLst><ext uri="{x}"><etc:own/></ext></extLst></styleSheet>'
    )
    images = f'<etc:cellImages xmlns:etc="{WPS}"/>'
    book = by_hand(sheet, styles=styles, cellimages=images)
    found = read(book).sheets[0]
    assert found.cells[1, 2].formula == picture
    assert found.cells[1, 1].number_format == "0.00_ "
    with zipfile.ZipFile(edited(book, tmp_path)) as package:
        assert package.read("xl/cellimages.xml").decode() == images
        assert "<etc:own/>" in package.read("xl/styles.xml").decode()


def test_a_million_rows_that_are_only_formatting(tmp_path: Path, by_hand: ByHand) -> None:
    rows = "".join(f'<row r="{row}" s="1" customFormat="1"><c r="A{row}" s="1"/></row>' for row in range(2, 1_048_577))
    sheet = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>{rows}</sheetData></worksheet>'
    )
    book = by_hand(sheet)
    with zipfile.ZipFile(book) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    start = time.process_time()
    snapshot = read(book)
    assert set(snapshot.sheets[0].cells) == {(1, 1)}
    check(snapshot)
    assert time.process_time() - start < SECONDS
    start = time.process_time()
    write(book, ChangeSet((CellWrite("表", "B900", "写"),)), tmp_path / "改.xlsx")
    assert time.process_time() - start < SECONDS


def test_thousands_of_merges(tmp_path: Path) -> None:
    book = tmp_path / "合并.xlsx"
    with xlsxwriter.Workbook(str(book)) as made:
        sheet = made.add_worksheet("表")
        for row in range(1, 5001):
            sheet.merge_range(row, 0, row, 3, f"合并{row}")
    start = time.process_time()
    snapshot = read(book)
    assert len(snapshot.sheets[0].merges) == 5000
    check(snapshot)
    edited(book, tmp_path, cell="F900")
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("kind", ["xlsx", "xlsm", "xltx", "xltm"])
def test_every_kind_that_is_edited(rich_book: Path, tmp_path: Path, kind: str) -> None:
    book = rich_book.rename(tmp_path / f"书.{kind}")
    assert edited(book, tmp_path, "图").suffix == f".{kind}"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("网页.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>", "网页"),
        ("导出.xls", "项目\t金额\n甲\t1\n".encode("gb18030"), "文本"),
        ("导出.csv", b"a,b\n1,2\n", "文本"),
        ("文档.xlsx", bytes.fromhex("D0CF11E0A1B11AE1") + "WordDocument".encode("utf-16-le"), "Word"),
        ("加密.xls", bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("空.et", b"", "空文件"),
        ("图.ods", b"\x89PNG\r\n\x1a\n\0", "不是"),
    ],
)
def test_what_only_looks_like_a_workbook(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=words) as caught:
        read(path)
    assert str(caught.value).endswith("。")
    assert name in str(caught.value)


def worksheet(cells: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>'.replace("'", '"')


def strings(*texts: str) -> str:
    return f'<sst xmlns="{MAIN}">{"".join(f"<si><t>{text}</t></si>" for text in texts)}</sst>'
