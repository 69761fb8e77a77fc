"""Reading reports: paragraphs in document order, whatever they stand in, and files that are none."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from wordfile import paragraph, run, save, table, textbox

from perfxl.errors import InputError
from perfxl.prose.passages import Shape
from perfxl.report.reading import read_report

OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def texts(path: Path) -> list[tuple[int, str]]:
    return [(one.number, one.text) for one in read_report(path)]


def test_paragraphs_tables_and_notes_in_document_order(tmp_path: Path) -> None:
    path = save(
        tmp_path / "报告.docx",
        paragraph("一、基本情况", style="a1"),
        paragraph("本年支出", "100.00", "万元。"),
        table(("项目", "金额"), ("甲", "60.00")),
        paragraph("完。"),
        footnotes=(paragraph("含上年结转5.00万元。"),),
    )
    assert texts(path) == [
        (1, "一、基本情况"), (2, "本年支出100.00万元。"), (3, "项目"), (4, "金额"), (5, "甲"), (6, "60.00"),
        (7, "完。"), (8, "含上年结转5.00万元。"),
    ]  # fmt: skip
    shapes = [one.shape for one in read_report(path)]
    assert shapes[:4] == [Shape.HEADING, None, Shape.ROW, Shape.ROW]
    assert [one.row for one in read_report(path)][2:6] == [(1, 0), (1, 0), (1, 1), (1, 1)]


def test_insertions_are_read_and_deletions_are_not(tmp_path: Path) -> None:
    inserted = f'<w:ins w:id="1" w:author="甲">{run("增加5.00万元")}</w:ins>'
    deleted = '<w:del w:id="2" w:author="甲"><w:r><w:delText>减少</w:delText></w:r></w:del>'
    hidden = run("内部口径", "<w:vanish/>")
    path = save(tmp_path / "修订.docx", paragraph("比上年", deleted, inserted, hidden, "。"))
    assert texts(path) == [(1, "比上年增加5.00万元。")]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    path = save(tmp_path / "框.docx", paragraph("正文", textbox(paragraph("框内10.00万元"))), paragraph("后文"))
    assert texts(path) == [(1, "正文"), (2, "框内10.00万元"), (3, "后文")]


def test_fields_links_and_signs(tmp_path: Path) -> None:
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    link = f"<w:hyperlink>{run('附件')}</w:hyperlink>"
    path = save(tmp_path / "域.docx", paragraph(field, link, "<w:r><w:tab/></w:r>", "2<w"))
    assert texts(path) == [(1, "附件\t2<w")]


def test_another_prefix_for_the_same_elements(tmp_path: Path) -> None:
    path = save(tmp_path / "前缀.docx", paragraph("支出10.00万元。"), prefix="ns0")
    assert texts(path) == [(1, "支出10.00万元。")]


def test_running_text_in_a_cell_is_read_as_text(tmp_path: Path) -> None:
    prose = "全年预算数100.00万元，执行数90.00万元，预算执行率95.00%，主要用于保障日常工作。"
    found = read_report(save(tmp_path / "表.docx", table(("完成情况", prose))))
    assert [(one.shape, one.text) for one in found] == [(Shape.ROW, "完成情况"), (Shape.ROW, ""), (Shape.TEXT, prose)]


def test_tables_in_tables(tmp_path: Path) -> None:
    inner = table(("甲", "1.00")) + paragraph("")
    path = save(tmp_path / "套.docx", table(("外", inner)))
    assert [text for _, text in texts(path)] == ["外", "甲", "1.00", ""]


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("旧.doc", OLE, "请用 Word 或 WPS 另存为 .docx"),
        ("改名.docx", OLE + b"\0" * 600, "旧版格式（.doc），请用 Word"),
        ("加密.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "取消密码"),
        ("空.docx", b"", "是空文件"),
        ("网页.docx", b"<html></html>", "实为网页"),
        ("截断.docx", b"PK\x03\x04" + b"\0" * 100, "已损坏"),
        ("图.png", b"\x89PNG", "不是可读的报告"),
        ("扫描.pdf", b"%PDF-1.4", "是 PDF"),
        ("二进制.txt", b"\0\1\2\3", "不是文本文件"),
    ],
)
def test_what_is_no_report_gets_one_sentence(tmp_path: Path, name: str, content: bytes, part: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=part) as caught:
        read_report(path)
    assert "\n" not in str(caught.value)
    assert "Excel" not in str(caught.value)


def test_a_workbook_is_no_report(tmp_path: Path) -> None:
    path = tmp_path / "改名.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("_rels/.rels", "<Relationships/>")
    with pytest.raises(InputError, match="不是 Word 文档"):
        read_report(path)


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "报告.docx", paragraph("支出。"))
    hostile = tmp_path / "实体.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(hostile, "w") as new:
        for item in old.namelist():
            data = old.read(item)
            new.writestr(item, data.replace(b"<w:document", b"<!DOCTYPE x [<!ENTITY a 'b'>]><w:document", 1))
    with pytest.raises(InputError, match="可能是恶意文件"):
        read_report(hostile)


def test_old_encodings_of_text(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes("支出10.00万元。".encode("gb18030"))
    assert texts(path) == [(1, "支出10.00万元。")]


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="找不到报告"):
        read_report(tmp_path / "没有.docx")


def test_what_was_moved_is_read_where_it_stands_now(tmp_path: Path) -> None:
    gone = f'<w:moveFrom w:id="4" w:author="甲">{run("减少3.00万元")}</w:moveFrom>'
    here = f'<w:moveTo w:id="5" w:author="甲">{run("减少3.00万元")}</w:moveTo>'
    path = save(tmp_path / "移动.docx", paragraph("比上年", gone, "，"), paragraph("其中", here, "。"))
    assert texts(path) == [(1, "比上年，"), (2, "其中减少3.00万元。")]
