"""Buttons whose results lie beside the workbook, or whose input does: reports, monitoring, forms that offices sent."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from comparing import differences
from docx import Document
from excelbooks import EXAMPLE, GUESTS, Excel, shifted

from perfxl.cli.main import main
from perfxl.files.read.reading import read
from perfxl.files.write.writing import write
from perfxl.jobs.collect import collect
from perfxl.jobs.monitor import monitor
from perfxl.recognition.teaching import NAME
from perfxl.ribbon.brief import MOST_LINES

Open = Callable[..., Excel]


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Return the worked example in a folder of the user's."""
    (tmp_path / "资料").mkdir()
    return Path(shutil.copy(EXAMPLE, tmp_path / "资料" / "自评表.xlsx"))


def beside(book: Path) -> set[str]:
    return {path.name for path in book.parent.iterdir()} - {book.name}


# 生成报告


def test_the_report_is_the_one_that_the_command_line_writes(example: Path, excel: Open, tmp_path: Path) -> None:
    live = excel(example)
    told = live.press("report")
    assert main(["report", str(example), "-o", str(tmp_path / "报告.docx"), "--quiet"]) == 0
    written = example.with_name("自评表-报告.docx")
    assert written.read_bytes() == (tmp_path / "报告.docx").read_bytes()
    assert str(written) in told
    assert len(told.splitlines()) <= MOST_LINES
    assert live.ui.opened == [written]
    assert list(differences(live.fake, example)) == []


def test_a_report_that_nobody_touched_is_written_anew_and_one_that_was_edited_stays(example: Path, excel: Open) -> None:
    live = excel(example)
    live.press("report")
    live.press("report")
    assert beside(example) == {"自评表-报告.docx"}
    first = example.with_name("自评表-报告.docx")
    document = Document(first)
    document.add_paragraph("我写的一段。")
    document.save(first)
    edited = first.read_bytes()
    assert "没有改动" in live.press("report")
    assert beside(example) == {"自评表-报告.docx"}
    number = next(c for r in live.fake._book["预算执行"].iter_rows() for c in r if type(c.value) in (int, float))
    number.value += 1000
    live.fake._recalculate()
    told = live.press("report")
    second = example.with_name("自评表-报告-2.docx")
    assert first.read_bytes() == edited
    assert str(second) in told
    assert "我写的一段。" in [paragraph.text for paragraph in Document(second).paragraphs]
    assert live.ui.opened[-1] == second


def test_somebody_elses_file_of_that_name_is_left_alone(example: Path, excel: Open) -> None:
    document = Document()
    document.add_paragraph("别人的报告")
    document.save(example.with_name("自评表-报告.docx"))
    before = example.with_name("自评表-报告.docx").read_bytes()
    told = excel(example).press("report")
    assert example.with_name("自评表-报告.docx").read_bytes() == before
    assert str(example.with_name("自评表-报告-2.docx")) in told


def test_a_report_open_in_word_is_written_under_another_name(example: Path, excel: Open) -> None:
    live = excel(example)
    live.press("report")
    example.with_name("~$自评表-报告.docx").touch()
    assert "自评表-报告-2.docx" in live.press("report")


def test_a_workbook_with_no_folder_has_its_results_in_the_users_own(example: Path, excel: Open) -> None:
    live = excel(example)
    for folder in ("", "https://单位.sharepoint.com/文档"):
        object.__setattr__(live.fake, "_folder", folder)
        told = live.press("report")
        assert str(live.folder / "结果" / "自评表-报告.docx") in told
        for tag in ("checkreport", "collect"):
            assert "另存到本机" in live.press(tag)
    assert beside(example) == set()


# 核对报告


def a_report(path: Path, *lines: str) -> Path:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(path)
    return path


WRONG = "全年预算数为200万元，全年执行数为150万元，预算执行率为90%。"


def test_the_report_beside_is_held_against_the_workbook(example: Path, excel: Open) -> None:
    report = a_report(example.with_name("自评报告.docx"), "一、基本情况", WRONG)
    before = report.read_bytes()
    live = excel(example)
    told = live.press("checkreport")
    copy = example.with_name("自评报告-批注稿.docx")
    assert "核对的是“自评报告.docx”" in told
    assert str(copy) in told
    assert len(told.splitlines()) <= MOST_LINES
    assert report.read_bytes() == before
    assert live.ui.opened == [copy]
    assert "75" in "".join(comment.text for comment in Document(copy).comments)
    assert list(differences(live.fake, example)) == []
    assert "自评报告-批注稿.docx" in live.press("checkreport")
    assert beside(example) == {"自评报告.docx", "自评报告-批注稿.docx"}


def test_of_several_reports_the_one_saved_last_is_checked(example: Path, excel: Open) -> None:
    for number, name in enumerate(("旧报告.docx", "新报告.docx", "会议纪要.docx", "~$新报告.docx")):
        path = a_report(example.with_name(name), WRONG)
        os.utime(path, (10**9 + number, 10**9 + number))
    told = excel(example).press("checkreport")
    assert "核对的是“新报告.docx”" in told
    assert "2 份报告" in told


def test_a_clean_report_has_no_copy_and_none_is_told(example: Path, excel: Open) -> None:
    live = excel(example)
    assert "没有报告（.docx 文件）" in live.press("checkreport")
    a_report(example.with_name("自评报告.docx"), "全年预算数为200万元，全年执行数为150万元，预算执行率为75%。")
    live.press("checkreport")
    assert beside(example) == {"自评报告.docx"}
    (example.parent / "自评报告.docx").write_bytes(b"PK")
    assert "自评报告.docx" in live.press("checkreport")


# 绩效监控


@pytest.fixture
def july(tmp_path: Path) -> Path:
    """Return a summary of two projects by the end of July, one of them slow."""
    book = openpyxl.Workbook()
    rows = [["示例单位2025年项目绩效运行监控汇总表"], ["单位：万元"],
            ["序号", "项目名称", "年初预算数", "全年预算数", "1-7月执行数", "执行率", "偏差原因", "完成目标可能性"],
            [1, "甲项目", 100, 100, 70, None, None, None], [2, "乙项目", 100, 100, 5, None, None, None]]  # fmt: skip
    for row in rows:
        book.active.append(row)
    (tmp_path / "监控").mkdir()
    book.save(tmp_path / "监控" / "监控.xlsx")
    return tmp_path / "监控" / "监控.xlsx"


def test_monitoring_leaves_what_the_job_leaves_in_a_file(july: Path, excel: Open, tmp_path: Path) -> None:
    live = excel(july)
    told = live.press("monitor")
    done = monitor(read(july))
    write(july, done.changes, tmp_path / "应为.xlsx")
    assert list(differences(live.fake, tmp_path / "应为.xlsx")) == []
    folder = july.with_name("监控-绩效监控")
    assert str(folder) in told
    assert len(told.splitlines()) <= MOST_LINES
    names = {"监控-2025年7月监控.xlsx", "监控-2025年7月监控.html", "监控-2025年7月监控.json", "监控-监控记录.json"}
    assert {path.name for path in folder.iterdir()} == names
    live.press("monitor")  # the result names the sheets of ours, which are there now
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    live.press("monitor")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == kept
    assert live.press("undo").startswith("已撤销“绩效监控”")
    assert list(differences(live.fake, july)) == []


def test_nothing_is_written_beside_where_the_user_says_no(july: Path, excel: Open) -> None:
    live = excel(july)
    live.ui.answer = False
    live.press("monitor")
    assert beside(july) == set()


def test_a_page_that_somebody_edited_is_not_written_over(july: Path, excel: Open) -> None:
    live = excel(july)
    live.press("monitor")
    page = july.with_name("监控-绩效监控") / "监控-2025年7月监控.html"
    page.write_text("我的", encoding="utf-8")
    assert "被改过" in live.press("monitor")
    assert page.read_text("utf-8") == "我的"


def test_months_without_a_name_and_books_without_projects_are_sentences(example: Path, excel: Open) -> None:
    assert "截至几月" in excel(example).press("monitor")
    assert beside(example) == set()


# 汇总科室表


@pytest.fixture
def department(tmp_path: Path) -> Path:
    """Return the blank list of a department and two of its offices' files, which state one cell differently."""
    (tmp_path / "部门" / "科室表").mkdir(parents=True)
    rows = {"汇总表": [(1, "甲项目"), (2, "乙项目"), (3, "丙项目")], "科室表/一科": [(1, "甲项目", 10, 12, 9)],
            "科室表/二科": [(2, "乙项目", 20, 20, 18), (1, "甲项目", 11)]}  # fmt: skip
    for name, lines in rows.items():
        book = openpyxl.Workbook()
        book.active.title = "项目清单"
        book.active.append(["2024年度项目支出清单（单位：万元）"])
        book.active.append(["序号", "项目名称", "年初预算数", "全年预算数", "全年执行数", "执行率", "自评得分"])
        for line in lines:
            book.active.append(line)
        book.save(tmp_path / "部门" / f"{name}.xlsx")
    (tmp_path / "部门" / "科室表" / "坏的.xlsx").write_bytes(b"nothing")
    return tmp_path / "部门" / "汇总表.xlsx"


def test_forms_that_offices_sent_are_merged_as_the_job_merges_them(
    department: Path, excel: Open, tmp_path: Path
) -> None:
    live = excel(department)
    told = live.press("collect")
    offices = {name: read(department.parent / "科室表" / name) for name in ("二科.xlsx", "一科.xlsx")}
    write(department, collect(read(department), offices).changes, tmp_path / "应为.xlsx")
    assert list(differences(live.fake, tmp_path / "应为.xlsx")) == []
    assert live.fake._book["项目清单"]["C3"].value is None  # 10 by one, 11 by the other
    listed = (department.parent / "汇总表-汇总情况.txt").read_text("utf-8-sig")
    assert "【冲突】" in listed
    assert "坏的.xlsx" in listed
    assert str(department.parent / "汇总表-汇总情况.txt") in told
    assert len(told.splitlines()) <= MOST_LINES
    assert "一科.xlsx" in live.ui.asked[0]
    assert live.press("undo").startswith("已撤销“汇总科室表”")
    assert list(differences(live.fake, department)) == []


def test_a_second_merging_writes_nothing_more(department: Path, excel: Open, tmp_path: Path) -> None:
    live = excel(department)
    live.press("collect")
    live.fake.call_SaveCopyAs(str(tmp_path / "once.xlsx"))
    assert "写入 0 格" in live.press("collect")
    assert len(live.ui.asked) == 1
    assert list(differences(live.fake, tmp_path / "once.xlsx")) == []


def test_without_the_folder_the_other_workbooks_beside_are_meant(department: Path, excel: Open) -> None:
    shutil.copy(department.parent / "科室表" / "一科.xlsx", department.parent)
    shutil.rmtree(department.parent / "科室表")
    live = excel(department)
    live.press("collect")
    assert live.fake._book["项目清单"]["C3"].value == 10
    (department.parent / "一科.xlsx").unlink()
    (department.parent / "汇总表-汇总情况.txt").unlink(missing_ok=True)
    assert "没有读得了的科室表" in live.press("collect")


# 识别情况


UNKNOWN = (("经费使用一览",), ("单位：万元",), ("类目", "批下来的钱", "花掉的钱", "花了几成"),
           ("基本的", 10, 9, None), ("办公的", 20, 18, None), ("总共", 30, 27, None))  # fmt: skip
MEANINGS = {"经费使用一览": "预算执行情况", "类目": "支出类别", "批下来的钱": "全年预算数", "花掉的钱": "全年执行数",
            "花了几成": "执行率", "基本的": "基本支出", "办公的": "项目支出", "总共": "合计"}  # fmt: skip


def test_the_sheet_is_shown_and_what_the_clerk_chose_there_counts(excel: Open, tmp_path: Path) -> None:
    """A table that nothing knows is filled once the clerk has said what its labels mean."""
    book = openpyxl.Workbook()
    for line in UNKNOWN:
        book.active.append(line)
    book.save(tmp_path / "一览.xlsx")
    live = excel(tmp_path / "一览.xlsx")
    assert "未识别到已知的表" in live.press("fill")
    assert "没有读的 1 块" in live.press("map")
    assert live.fake._front._sheet.title == NAME
    shown = live.fake._book[NAME]
    for row in shown.iter_rows(min_row=7, max_col=6):
        row[4].value = MEANINGS.get(row[2].value)
    assert "识别到 1 张表" in live.press("map")
    assert live.fake._front._sheet.title == NAME
    chosen = {row[2].value: row[4].value for row in shown.iter_rows(min_row=7, max_col=6) if row[4].value}
    assert chosen == MEANINGS
    assert [each.sqref for each in shown.data_validations.dataValidation]
    assert live.ui.asked == []
    assert "填写单元格 3 个" in live.press("fill")


def test_a_book_of_97_takes_no_such_sheet(excel: Open, tmp_path: Path) -> None:
    live = excel(shifted(tmp_path / "部分.xlsx", 0, 0, GUESTS), "部分.xls")
    assert "97-2003 格式" in live.press("map")
