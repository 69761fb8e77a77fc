"""Notes: read, written beside what stands there, taken away again, everything else to the byte."""

from __future__ import annotations

import re
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfxl.errors import RefusedError
from perfxl.files.parts.geometry import Grid, grid_of, note_size
from perfxl.files.read.reading import read
from perfxl.files.write import vml
from perfxl.files.write.sheetend import with_legacy_drawing, without_legacy_drawing
from perfxl.files.write.writing import write
from perfxl.package.archive import open_archive
from perfxl.package.save import save
from perfxl.sheets.changeset import ChangeSet, NoteWrite

Parts = Callable[[Path], dict[str, bytes]]
SHEET = "表"
STRICT = {"main": "http://purl.oclc.org/ooxml/spreadsheetml/main"} | {
    "office": "http://purl.oclc.org/ooxml/officeDocument/relationships"
}
LONG = "【错误】PX105 比率\n“合计”写的是27.73%，应为27.71%。\n处理建议：请核对决算数、预算数。" * 3


def noted(*writes: NoteWrite) -> ChangeSet:
    return ChangeSet(notes=writes)


def notes(path: Path, sheet: str = SHEET) -> dict[tuple[int, int], str]:
    found = read(path).sheet(sheet)
    assert found is not None
    return dict(found.notes)


def theirs(path: Path, sheet: str = SHEET) -> dict[str, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rows = openpyxl.load_workbook(path)[sheet].iter_rows()
    return {cell.coordinate: cell.comment.text for row in rows for cell in row if cell.comment}


@pytest.fixture
def commented(tmp_path: Path) -> Path:
    """Return a book whose first sheet has notes, a form button and a table, whose second has none of them."""
    path = tmp_path / "批注.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet, bare = book.add_worksheet(SHEET), book.add_worksheet("空")
    sheet.write("B2", "甲")
    sheet.write_comment("B2", "旧批注", {"author": "张三"})
    sheet.write_comment("C4", "第二条")
    sheet.insert_button("F8", {"caption": "计算"})
    bare.write("A1", 1)
    bare.add_table("D1:E4")
    bare.conditional_format("A1:A9", {"type": "data_bar", "data_bar_2010": True})
    bare.insert_textbox("G3", "文字")
    book.close()
    return path


def test_read_as_openpyxl_does(commented: Path) -> None:
    assert notes(commented) == {(2, 2): "旧批注", (4, 3): "第二条"}
    assert theirs(commented) == {"B2": "旧批注", "C4": "第二条"}


def test_beside_notes_and_buttons(commented: Path, tmp_path: Path, parts: Parts) -> None:
    target = tmp_path / "新.xlsx"
    write(commented, noted(NoteWrite(SHEET, "D5", LONG)), target)
    assert notes(target) == {(2, 2): "旧批注", (4, 3): "第二条", (5, 4): LONG}
    assert theirs(target) == {"B2": "旧批注", "C4": "第二条", "D5": LONG}
    before, after = parts(commented), parts(target)
    assert {part for part in after if before.get(part) != after[part]} == {
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    old, new = (each["xl/drawings/vmlDrawing1.vml"] for each in (before, after))
    assert new.startswith(old.rstrip().removesuffix(b"</xml>"))
    assert b'ObjectType="Button"' in new
    assert len(set(re.findall(rb'id="(_x0000_s\d+)"', new))) == 4


def test_on_a_sheet_without_notes(commented: Path, tmp_path: Path, parts: Parts) -> None:
    target = tmp_path / "新.xlsx"
    write(commented, noted(NoteWrite("空", "B9", "新")), target)
    assert notes(target, "空") == {(9, 2): "新"}
    assert theirs(target, "空") == {"B9": "新"}
    after = parts(target)
    tail = re.findall(rb"<(drawing|legacyDrawing|tableParts|extLst) ?", after["xl/worksheets/sheet2.xml"])
    assert tail[-4:] == [b"drawing", b"legacyDrawing", b"tableParts", b"extLst"]
    shapes = after["xl/drawings/vmlDrawing2.vml"]
    assert b"visibility:hidden" in shapes
    assert b"<x:Row>8</x:Row><x:Column>1</x:Column>" in shapes
    assert not vml.blocks([shapes]) & vml.blocks([after["xl/drawings/vmlDrawing1.vml"]])
    assert after["[Content_Types].xml"].count(b'Extension="vml"') == 1


@pytest.mark.parametrize("sheet", [SHEET, "空"])
def test_taken_away_again(commented: Path, tmp_path: Path, parts: Parts, sheet: str) -> None:
    there, back = tmp_path / "有.xlsx", tmp_path / "无.xlsx"
    write(commented, noted(NoteWrite(sheet, "H9", LONG), NoteWrite(sheet, "H10", "短")), there)
    write(there, noted(NoteWrite(sheet, "H9", None, LONG), NoteWrite(sheet, "H10", None, "短")), back)
    assert notes(back, sheet) == notes(commented, sheet)
    before, after = parts(commented), parts(back)
    assert before.keys() == after.keys()
    changed = {part for part in after if before[part] != after[part]}
    assert changed <= {"xl/comments1.xml", "[Content_Types].xml"}  # the author stays, and the type of drawings


def test_the_last_note_leaves_the_buttons(commented: Path, tmp_path: Path, parts: Parts) -> None:
    target = tmp_path / "新.xlsx"
    gone = NoteWrite(SHEET, "B2", None, "旧批注"), NoteWrite(SHEET, "C4", None, "第二条")
    write(commented, noted(*gone), target)
    after = parts(target)
    assert notes(target) == {}
    assert "xl/comments1.xml" not in after
    assert b"comments1" not in after["xl/worksheets/_rels/sheet1.xml.rels"] + after["[Content_Types].xml"]
    assert b'ObjectType="Button"' in after["xl/drawings/vmlDrawing1.vml"]
    assert b'ObjectType="Note"' not in after["xl/drawings/vmlDrawing1.vml"]
    assert b"<legacyDrawing" in after["xl/worksheets/sheet1.xml"]


def test_another_text_for_a_note(commented: Path, tmp_path: Path, parts: Parts) -> None:
    target = tmp_path / "新.xlsx"
    write(commented, noted(NoteWrite(SHEET, "B2", LONG, "旧批注")), target)
    assert notes(target) == {(2, 2): LONG, (4, 3): "第二条"}
    assert parts(target)["xl/drawings/vmlDrawing1.vml"].count(b'ObjectType="Note"') == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (NoteWrite(SHEET, "B2", "新"), "批注与读取时不同"),
        (NoteWrite(SHEET, "B2", None, "别的"), "批注与读取时不同"),
        (NoteWrite(SHEET, "A1", None, "没有"), "批注与读取时不同"),
        (NoteWrite("没有", "A1", "新"), "没有工作表"),
        (NoteWrite(SHEET, "1A", "新"), "不是单元格地址"),
        (NoteWrite(SHEET, "A1", "长" * 32_768), "超过 32767 个字符"),
        (NoteWrite(SHEET, "A1", "😀" * 16_384), "超过 32767 个字符"),
    ],
)
def test_refused(commented: Path, tmp_path: Path, change: NoteWrite, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        write(commented, noted(change), tmp_path / "新.xlsx")
    assert not (tmp_path / "新.xlsx").exists()


def test_written_twice(commented: Path, tmp_path: Path) -> None:
    twice = NoteWrite(SHEET, "A1", "新")
    with pytest.raises(RefusedError, match="被改两次"):
        write(commented, noted(twice, twice), tmp_path / "新.xlsx")


@pytest.fixture
def threaded(commented: Path) -> Path:
    """Return the book with a thread on C4, behind a placeholder as Excel writes it."""
    archive = open_archive(commented)
    rels, comments = "xl/worksheets/_rels/sheet1.xml.rels", "xl/comments1.xml"
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    link = f'<Relationship Id="rIdT" Type="{kind}" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    placeholder = re.sub(
        rb'(<comment ref="C4" authorId=")\d+',
        rb"\g<1>2",
        archive.read(comments).replace(b"</authors>", b"%s</authors>"),
    )
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    thread = (
        f'<ThreadedComments xmlns="{space}"><threadedComment ref="C4" id="{{1}}"><text>请核对</text></threadedComment>'
        '<threadedComment ref="C4" id="{2}" parentId="{1}"><text>已核对 &amp; 无误</text></threadedComment>'
        "</ThreadedComments>"
    )
    changes = {
        rels: archive.read(rels).replace(b"</Relationships>", link.encode()),
        comments: placeholder,
        "xl/threadedComments/threadedComment1.xml": thread.encode(),
    }
    save(archive, commented, changes)
    return commented


def test_threads_are_read_and_left_alone(threaded: Path, tmp_path: Path, parts: Parts) -> None:
    assert notes(threaded) == {(2, 2): "旧批注", (4, 3): "请核对\n已核对 & 无误"}
    target = tmp_path / "新.xlsx"
    write(threaded, noted(NoteWrite(SHEET, "D5", "旁边")), target)
    assert notes(target) == {**notes(threaded), (5, 4): "旁边"}
    thread = "xl/threadedComments/threadedComment1.xml"
    assert parts(target)[thread] == parts(threaded)[thread]
    for change in (NoteWrite(SHEET, "C4", "新"), NoteWrite(SHEET, "C4", None, "请核对\n已核对 & 无误")):
        with pytest.raises(RefusedError, match="讨论串"):
            write(threaded, noted(change), tmp_path / "拒.xlsx")


@pytest.mark.parametrize("main", [{}, STRICT])
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_by_hand_strict_and_prefixed(
    by_hand: Callable[..., Path], tmp_path: Path, parts: Parts, main: dict[str, str], prefix: str
) -> None:
    space = main.get("main", "http://schemas.openxmlformats.org/spreadsheetml/2006/main")
    p, declared = prefix, f'xmlns{":" + prefix[:-1] if prefix else ""}="{space}"'
    sheet = f"<{p}worksheet {declared}><{p}sheetData/><{p}pageMargins/><{p}extLst/></{p}worksheet>"
    target = tmp_path / "新.xlsx"
    write(by_hand(sheet, **main), noted(NoteWrite(SHEET, "B2", "甲<&>")), target)
    assert notes(target) == {(2, 2): "甲<&>"}
    after = parts(target)
    office = main.get("office", "http://schemas.openxmlformats.org/officeDocument/2006/relationships")
    part = after["xl/worksheets/sheet1.xml"].decode()
    assert re.search(rf'<{p}pageMargins/><{p}legacyDrawing xmlns:r="{office}" r:id="rId\d"/><{p}extLst/>', part)
    assert f"{office}/comments".encode() in after["xl/worksheets/_rels/sheet1.xml.rels"]
    assert space.encode() in after["xl/comments1.xml"]


def test_a_broken_drawing_is_refused(commented: Path, tmp_path: Path) -> None:
    archive = open_archive(commented)
    save(archive, commented, {"xl/drawings/vmlDrawing1.vml": b"<xml><v:shape"})
    with pytest.raises(RefusedError, match="图形部件不完整"):
        write(commented, noted(NoteWrite(SHEET, "D5", "新")), tmp_path / "新.xlsx")
    save(open_archive(commented), commented, {"xl/drawings/vmlDrawing1.vml": None})
    with pytest.raises(RefusedError, match="图形部件缺失"):
        write(commented, noted(NoteWrite(SHEET, "D5", "新")), tmp_path / "新.xlsx")


def test_a_drawing_of_openpyxl(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = SHEET
    book.active["B2"].comment = openpyxl.comments.Comment("旧", "张三")
    path, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    book.save(path)
    write(path, noted(NoteWrite(SHEET, "C3", "新"), NoteWrite(SHEET, "B2", None, "旧")), target)
    assert theirs(target) == {"C3": "新"}
    shapes = open_archive(target).read(drawing(target))
    assert shapes.count(b'ObjectType="Note"') == 1


def drawing(path: Path) -> str:
    return next(entry.filename for entry in open_archive(path).entries if entry.filename.endswith(".vml"))


def test_libreoffice_shows_the_notes(commented: Path, tmp_path: Path, office: Callable[..., Path]) -> None:
    target = tmp_path / "新.xlsx"
    write(commented, noted(NoteWrite("空", "A1", LONG), NoteWrite(SHEET, "D5", "第三条\n下一行")), target)
    saved = office(target)
    assert notes(saved, "空") == {(1, 1): LONG}
    assert notes(saved) == {(2, 2): "旧批注", (4, 3): "第二条", (5, 4): "第三条\n下一行"}


TEXTS = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("\r\n\t_x0D<&\"'>=😀")), min_size=1, max_size=60
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=1, max_size=4))
def test_whatever_is_written_is_read(by_hand: Callable[..., Path], texts: list[str]) -> None:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    source = by_hand(f'<worksheet xmlns="{space}"><sheetData/></worksheet>')
    with tempfile.TemporaryDirectory() as folder:
        there, back = Path(folder) / "有.xlsx", Path(folder) / "无.xlsx"
        write(source, noted(*(NoteWrite(SHEET, f"B{row}", text) for row, text in enumerate(texts, 1))), there)
        assert notes(there) == {(row, 2): text for row, text in enumerate(texts, 1)}
        write(there, noted(*(NoteWrite(SHEET, f"B{row}", None, text) for row, text in enumerate(texts, 1))), back)
        assert notes(back) == {}


@given(row=st.integers(1, 1_048_576), column=st.integers(1, 16_384), text=st.text(max_size=3000))
def test_a_box_lies_on_the_sheet_and_has_room(row: int, column: int, text: str) -> None:
    width, height = note_size(text)
    left, _, top, _, right, _, bottom, _ = Grid((), {}).anchor(row, column, width, height)
    assert 0 <= left < right < 16_384
    assert 0 <= top < bottom < 1_048_576
    assert 0 < width <= 1104
    assert height >= 17 * (text.count("\n") + 1)


def test_the_box_reckons_with_sizes_of_the_sheet() -> None:
    data = (
        b'<worksheet xmlns="m"><sheetFormatPr defaultRowHeight="30"/><cols><col min="2" max="3" width="20"/>'
        b'<col min="4" max="4" width="9" hidden="1"/></cols><sheetData><row r="3" ht="150" customHeight="1"/>'
        b"</sheetData></worksheet>"
    )
    assert grid_of(data).anchor(3, 1, 280, 120) == (1, 5, 1, 5, 4, 5, 2, 85)


def test_a_reference_to_a_drawing_comes_and_goes() -> None:
    cells = b"<sheetData><row/></sheetData><mergeCells><mergeCell/></mergeCells>"
    part = b'<worksheet xmlns="m" xmlns:q="rel">' + cells + b"</worksheet>"
    there = with_legacy_drawing(part, "rId7", "rel")
    assert there == part.replace(b"</mergeCells>", b'</mergeCells><legacyDrawing q:id="rId7"/>')
    assert without_legacy_drawing(there) == part
