"""A second run: figures of an edited report are updated where they stand now, and nothing else is touched."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from corrected import corrected
from docx import Document
from openpyxl import load_workbook

from perfxl.cli.main import main
from perfxl.report.reading import read_report

Capture = pytest.CaptureFixture[str]
DOCUMENT = "word/document.xml"


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """Write a report, and edit it as staff do: words changed, a sentence added, a paragraph moved to the end."""
    book, path = corrected(tmp_path / "改正.xlsx"), tmp_path / "报告.docx"
    assert main(["report", str(book), "-o", str(path), "--quiet"]) == 0
    document = Document(str(path))
    body = document.element.body
    moved = next(one for one in document.paragraphs if "年末财政拨款结转和结余为" in "".join(one._p.itertext()))
    body.insert(len(body) - 1, moved._p)
    gap = next(one for one in document.paragraphs if "存在问题】" in "".join(one._p.itertext()))
    next(gap._p.iter("{*}t")).text = "人手不足，共涉及3个科室。"
    document.add_paragraph("以上结余11.57万元已上缴。")
    document.save(str(path))
    return path


def texts(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in read_report(path))


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_same_workbook_changes_nothing(edited: Path, capsys: Capture) -> None:
    target = edited.with_name("新.docx")
    book = edited.with_name("改正.xlsx")
    assert main(["report", str(book), "--update", str(edited), "-o", str(target)]) == 0
    assert "没有变化。" in capsys.readouterr().out
    assert parts(target) == parts(edited)


def test_figures_are_updated_where_they_stand_now(edited: Path, tmp_path: Path, capsys: Capture) -> None:
    book = corrected(tmp_path / "新数.xlsx", 结转结余_B5=20.5, 季度支出_D5=0.84)
    target = tmp_path / "新.docx"
    assert main(["report", str(book), "--update", str(edited), "-o", str(target)]) == 0
    out = capsys.readouterr().out
    assert "结转结余·年末结转结余：11.57万元 → 20.50万元" in out
    assert "图 1 个" in out
    told = texts(target)
    assert "年末财政拨款结转和结余为20.50万元" in told.splitlines()[-2]
    assert told.endswith("以上结余11.57万元已上缴。")
    assert "人手不足，共涉及3个科室。" in told
    before, after = parts(edited), parts(target)
    assert set(before) == set(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {DOCUMENT, "word/charts/chart1.xml", "word/embeddings/chart1.xlsx"}
    old, new = (re.sub(rb"<w:t[^>]*>[^<]*</w:t>", b"", one[DOCUMENT]) for one in (before, after))
    assert old == new, "nothing but texts"


def test_a_gap_is_filled_once_and_words_are_kept(edited: Path, tmp_path: Path) -> None:
    path = tmp_path / "有文字.xlsx"
    book = load_workbook(corrected(path))
    for row in (("存在问题", "工作簿里的文字。"), ("主要履职目标", "第一段。\n第二段。")):
        book["文字材料"].append(row)
    book["封面说明"]["B4"] = "甲"
    book.save(path)
    target = tmp_path / "新.docx"
    assert main(["report", str(path), "--update", str(edited), "-o", str(target), "--quiet"]) == 0
    told = texts(target)
    assert "人手不足，共涉及3个科室。" in told
    assert "工作簿里的文字" not in told
    assert "第一段。\n第二段。" in told
    assert "填报人：甲" in told
    filled = next(one for one in Document(str(target)).paragraphs if "第一段。" in "".join(one._p.itertext()))
    assert filled._p.find(".//{*}highlight") is None


def test_what_the_workbook_lost_is_told_and_left(edited: Path, tmp_path: Path, capsys: Capture) -> None:
    book = corrected(tmp_path / "缺.xlsx", 结转结余_B5=None)
    assert main(["report", str(book), "--update", str(edited), "-o", str(tmp_path / "新.docx")]) == 0
    assert "工作簿里已经没有，没有动，请核对：结转结余·年末结转结余" in capsys.readouterr().out
    assert "年末财政拨款结转和结余为11.57万元" in texts(tmp_path / "新.docx")
