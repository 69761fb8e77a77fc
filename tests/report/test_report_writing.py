"""Reports written from a workbook: what they say, where they leave gaps, what templates may and may not."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from corrected import corrected
from docx import Document
from openpyxl import load_workbook
from wordmaker.document import template as shipped

from perfxl.cli.main import main
from perfxl.files.read.reading import read
from perfxl.jobs.evaluate import understand
from perfxl.model.figure import State
from perfxl.report.reading import read_report
from perfxl.report.writing import KINDS

Capture = pytest.CaptureFixture[str]
ROOT = Path(__file__).resolve().parents[2]
DEPARTMENT_SHEETS = {
    "部门预算",
    "预算执行",
    "季度支出",
    "三公经费",
    "政府采购",
    "结转结余",
    "资产情况",
    "人员编制",
    "支出控制",
    "整体评分",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corrected(tmp_path_factory.mktemp("book") / "改正.xlsx")


@pytest.fixture(scope="module")
def report(book: Path) -> Path:
    target = book.with_name("报告.docx")
    assert main(["report", str(book), "-o", str(target), "--quiet"]) == 0
    return target


@pytest.fixture
def template(tmp_path: Path) -> Callable[..., Path]:
    def save(*lines: str) -> Path:
        document = Document()
        for line in lines:
            document.add_paragraph(line)
        document.save(tmp_path / "模板.docx")
        return tmp_path / "模板.docx"

    return save


def text(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in read_report(path))


def test_every_figure_of_the_department_sheets_is_in_the_report(book: Path, report: Path) -> None:
    told = text(report).replace(",", "")
    for table in understand(read(book)).derived.evaluation.tables:
        if table.sheet in DEPARTMENT_SHEETS:
            for row, key, figure in table.figures():
                if figure.state is State.NUMBER and figure.value is not None and key != "number":
                    value = figure.value * 100 if figure.unit == "%" else figure.value
                    shown = f"{value:.2f}".removesuffix("0") if value % 1 else f"{value:.0f}"
                    assert shown.rstrip("0").rstrip(".") in told, (table.sheet, row and row.label, key, shown)


def test_gaps_are_marked_and_never_filled(report: Path) -> None:
    told = text(report)
    assert "【待填：存在问题】" in told
    assert "【待填：填报人】" in told
    assert "负责全区发展规划的编制" in told
    assert re.search("一是加强培训。\n二是细化指标。", told), "every line has a paragraph of its own"
    runs = [run for paragraph in Document(str(report)).paragraphs for run in paragraph._p.iter("{*}r")]
    marked = [run for run in runs if run.find("{*}rPr/{*}highlight") is not None]
    assert all("【待填：" in "".join(run.itertext()) for run in marked)
    assert len(marked) == told.count("【待填：")


def test_texts_of_cells_are_no_template(report: Path) -> None:
    assert "报销流程规范，{{ 年度 }}与{%p if 预算执行 %}只是文字。" in text(report)


def test_the_sheet_of_texts_is_accounted_for(book: Path, capsys: Capture, tmp_path: Path) -> None:
    evaluation = understand(read(book)).evaluation
    assert "文字材料" not in {table.sheet for table in evaluation.tables} | {block.sheet for block in evaluation.unread}
    assert main(["report", str(book), "-o", str(tmp_path / "报告.docx")]) == 0
    out = capsys.readouterr().out
    assert "文字材料里有 1 处的位置报告里没有，没有写入：没有这个位置。" in out
    assert "处错误" not in out


def test_errors_in_the_workbook_are_told(tmp_path: Path, capsys: Capture) -> None:
    example = ROOT / "workbooks" / "pingshan-2020.xlsx"
    assert main(["report", str(example), "-o", str(tmp_path / "报告.docx")]) == 0
    assert "工作簿有 6 处错误" in capsys.readouterr().out


def test_the_same_workbook_gives_the_same_bytes(book: Path, report: Path, tmp_path: Path) -> None:
    again = tmp_path / "再.docx"
    assert main(["report", str(book), "-o", str(again), "--quiet"]) == 0
    assert again.read_bytes() == report.read_bytes()


def test_charts_are_native_with_their_numbers(report: Path) -> None:
    with zipfile.ZipFile(report) as package:
        charts = [package.read(f"word/charts/chart{number}.xml").decode() for number in (1, 2)]
        assert {"word/embeddings/chart1.xlsx", "word/embeddings/chart2.xlsx"} <= set(package.namelist())
    assert "<c:v>83.90</c:v>" in charts[0]
    assert "<c:v>54.03</c:v>" in charts[1]


@pytest.mark.parametrize(
    "line",
    [
        "{{ 预算执行.合计.执行律 }}",
        "{{ 没有的 }}",
        "{%p if 预算.有 %}",
        "{{ 增减(预算执行) }}",
        "{{ 1 + }}",
        "{{p 年度 }}",
    ],
)
def test_a_template_that_names_what_there_is_not(
    line: str, book: Path, template: Callable[..., Path], tmp_path: Path, capsys: Capture
) -> None:
    mine = template("第一段", line, *(["{%p endif %}"] if "if" in line else []))
    target = tmp_path / "报告.docx"
    assert main(["report", str(book), "-o", str(target), "--template", str(mine)]) == 2
    told = capsys.readouterr()
    assert not target.exists()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "模板" in told.err


def test_an_unknown_field_is_located(
    book: Path, template: Callable[..., Path], tmp_path: Path, capsys: Capture
) -> None:
    mine = template("第一段", "{{ 预算执行.合计.全年执行数 }}", "执行率为{{ 预算执行.合计.执行律 }}。")
    assert main(["report", str(book), "-o", str(tmp_path / "报告.docx"), "--template", str(mine)]) == 2
    assert "第3段的写法“执行律”不认识" in capsys.readouterr().err


@pytest.mark.parametrize(
    "line",
    [
        "{{ 年度.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ 增减.__globals__ }}",
        "{% for i in range(10**9) %}{% endfor %}",
    ],
)
def test_a_template_cannot_leave_its_box(line: str, book: Path, template: Callable[..., Path], tmp_path: Path) -> None:
    assert main(["report", str(book), "-o", str(tmp_path / "报告.docx"), "--template", str(template(line))]) == 2
    assert not (tmp_path / "报告.docx").exists()


def test_a_template_of_ones_own(book: Path, template: Callable[..., Path], tmp_path: Path) -> None:
    mine = template(
        "{{ 年度 }}年执行{{ 预算执行.合计.全年执行数 }}，比年初{{ 增减(预算执行.合计.全年执行数, 预算执行.合计.年初预算数) }}。",
        "{%p for 行 in 三公经费.行 %}", "{{ 行.名称 }}{{ 行.决算数.数 }}", "{%p endfor %}", "{{ 文字.单位主要职能 }}",
    )  # fmt: skip
    assert main(["report", str(book), "-o", str(tmp_path / "报告.docx"), "--template", str(mine)]) == 0
    told = text(tmp_path / "报告.docx").splitlines()
    assert told[0] == "2020年执行255,383.97万元，比年初增加249,610.63万元，增长4323.50%。"
    assert told[-2:] == ["合计1.94", "负责全区发展规划的编制、统计调查和投资管理。"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_templates_are_those_of_their_texts(kind: str, tmp_path: Path, capsys: Capture) -> None:
    assert main(["report", "--template-out", str(tmp_path / "模板.docx"), "--kind", kind]) == 0
    assert "已写入模板" in capsys.readouterr().out
    source = (ROOT / "templates" / f"{kind}.txt").read_text(encoding="utf-8")
    assert (tmp_path / "模板.docx").read_bytes() == shipped(source)


def test_a_report_of_a_project_and_of_the_accounts(book: Path, tmp_path: Path, capsys: Capture) -> None:
    project, accounts = tmp_path / "项目.docx", tmp_path / "决算.docx"
    assert main(["report", str(book), "--kind", "project", "-o", str(project)]) == 2
    assert "21 个项目" in capsys.readouterr().err
    assert main(["report", str(book), "--kind", "project", "--project", "节能", "-o", str(project)]) == 2
    assert main(["report", str(book), "--kind", "project", "--project", "节能管理", "-o", str(project)]) == 0
    assert "项目预算执行得分9.81分，自评总分99.81分" in text(project)
    assert main(["report", str(book), "--kind", "accounts", "-o", str(accounts)]) == 0
    assert "自评等级为“优”的项目20个，自评等级为“良”的项目1个。" in text(accounts)


def test_somebodys_file_is_not_overwritten(book: Path, tmp_path: Path) -> None:
    mine = tmp_path / "报告.docx"
    mine.write_bytes(b"somebody's work")
    for arguments in (
        [str(book), "-o", str(mine)],
        [str(book), "-o", str(tmp_path / "报告.doc")],
        [str(book)],
        ["--template-out", str(mine)],
    ):
        assert main(["report", *arguments]) == 2
    assert mine.read_bytes() == b"somebody's work"
    assert main(["report", str(book), "-o", str(mine), "--overwrite", "--quiet"]) == 0


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("截断.docx", b"PK\x03\x04 cut", "已损坏"),
        ("旧.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为 .docx"),
        ("文字.docx", "只是文字".encode(), "扩展名"),
    ],
)
@pytest.mark.parametrize("option", ["--template", "--update"])
def test_a_file_that_is_no_document_is_refused_in_one_sentence(
    option: str, name: str, content: bytes, told: str, book: Path, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / name).write_bytes(content)
    assert main(["report", str(book), option, str(tmp_path / name), "-o", str(tmp_path / "报告.docx")]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert told in said.err
    assert not (tmp_path / "报告.docx").exists()


def test_the_blank_workbook_has_a_place_for_every_text(tmp_path: Path, capsys: Capture) -> None:
    book, target = tmp_path / "新.xlsx", tmp_path / "报告.docx"
    assert main(["new", "-o", str(book)]) == 0
    filled = load_workbook(book)
    page = filled["文字材料"]
    places = [row for row in page.iter_rows(min_row=1, max_col=2) if row[0].value and row[0].row > 2]
    for place, written in (row for row in places if not str(row[0].value).strip().startswith(("位置", "注", "2."))):
        written.value = f"写在{place.value}的文字。"
    filled.save(book)
    assert main(["report", str(book), "-o", str(target)]) == 0
    assert "没有写入" not in capsys.readouterr().out
    told = text(target)
    assert told.count("的文字。") == 21
    assert "写在存在问题的文字。" in told
