"""The committed workbooks are what the builder makes, and say what they should."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import yaml

ROOT = Path(__file__).parents[2]
BOOKS = ROOT / "workbooks"
FIGURES = yaml.safe_load((Path(__file__).parent / "report_figures.yaml").read_text(encoding="utf-8"))
QUALITATIVE = ("达成年度指标", "部分达成年度指标并具有一定效果", "未达成年度指标且效果较差")


@pytest.fixture(scope="module")
def example():
    return openpyxl.load_workbook(BOOKS / "pingshan-2020.xlsx")


@pytest.fixture(scope="module")
def template():
    return openpyxl.load_workbook(BOOKS / "template.xlsx")


def records(sheet, heading, total=False):
    """Return the rows below the row that begins with `heading` as dictionaries; merged cells repeat their value."""
    merged = {cell: area.start_cell.value for area in sheet.merged_cells.ranges for cell in area.cells}
    rows = [[merged.get((cell.row, cell.column), cell.value) for cell in row] for row in sheet.iter_rows()]
    top = next(n for n, row in enumerate(rows) if row[0] == heading)
    below = [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]]
    end = next((n for n, row in enumerate(below) if str(row[heading]).startswith(("合计", "注"))), len(below))
    return below[end] if total else below[:end]


def exact(value):
    return Decimal(str(value))


def column_sum(rows, heading):
    return sum((exact(row[heading]) for row in rows), Decimal(0))


def number(value):
    """Read the number of a target or an actual value; None where it holds none."""
    if isinstance(value, int | float):
        return exact(value)
    found = re.search(r"(\d+(?:\.\d+)?)(%?)", str(value))
    return exact(found[1]) / (100 if found[2] else 1) if found else None


def by_project(example):
    grouped = defaultdict(list)
    for row in records(example["绩效指标"], "序号"):
        grouped[row["项目名称"]].append(row)
    return grouped


@pytest.mark.parametrize("name", ["pingshan-2020.xlsx", "template.xlsx"])
def test_a_rebuild_gives_the_committed_bytes(name, rebuilt):
    assert (rebuilt / name).read_bytes() == (BOOKS / name).read_bytes()


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rebuilt")
    subprocess.run([sys.executable, BOOKS / "build.py", folder], check=True)
    return folder


@pytest.mark.parametrize(
    ("sheet", "label", "printed"),
    [(sheet, label, printed) for sheet, rows in FIGURES.items() for label, printed in rows.items()],
)
def test_every_figure_of_the_report_stands_where_it_should(example, sheet, label, printed):
    start = 3 if sheet == "部门预算" else 2
    page = example[sheet]
    row = next(row for row in page.iter_rows() if label_of(row[: start - 1]) == label)
    assert [as_printed(cell, said) for cell, said in zip(row[start - 1 :], printed, strict=False)] == printed


def label_of(cells):
    return next((str(cell.value).strip() for cell in reversed(cells) if cell.value is not None), None)


def as_printed(cell, said):
    """Return what the cell shows, in the manner of `said` as to thousands separators and the point of a zero."""
    if cell.value is None:
        return None
    if isinstance(cell.value, str):
        return f"text {cell.value}"
    value, places = exact(cell.value), len((said or "").rstrip("%").partition(".")[2])
    if "%" in cell.number_format:
        shown = cell.number_format.rstrip("%").partition(".")[2]
        return f"{value * 100:.{len(shown)}f}%"
    return f"{value:,.{places}f}" if "," in (said or "") else f"{value:.{places}f}"


def test_the_report_s_wrong_figures_are_kept(example):
    assert example["支出控制"]["B5"].data_type == "s"
    assert example["人员编制"]["D6"].value == 1
    assert example["结转结余"]["B8"].number_format == "0.000%"


@pytest.mark.parametrize("name", ["pingshan-2020.xlsx", "template.xlsx"])
def test_no_person_and_no_telephone_number(name):
    with zipfile.ZipFile(BOOKS / name) as package:
        texts = package.read("xl/sharedStrings.xml").decode() + package.read("docProps/core.xml").decode()
    assert not re.search(r"0\d{2,3}-\d{7,8}|(?<!\d)1\d{10}(?!\d)", texts)
    assert "<dc:creator></dc:creator>" in texts


def test_the_cover_leaves_names_blank(example):
    lines = {row[0].value: row[1].value for row in example["封面说明"].iter_rows(max_col=2)}
    assert lines["填报人："] is None
    assert lines["联系电话："] is None
    assert lines["填报日期："] is None


@pytest.mark.parametrize("name", ["pingshan-2020.xlsx", "template.xlsx"])
def test_no_formulas_and_no_float_dust(name):
    with zipfile.ZipFile(BOOKS / name) as package:
        sheets = "".join(package.read(part).decode() for part in package.namelist() if "worksheets/sheet" in part)
    assert "<f" not in sheets.replace("<fills", "")
    assert not re.search(r"<v>[^<]{12,}</v>", sheets)


def test_every_row_says_where_it_comes_from(example):
    for page in example.worksheets[1:]:
        column = None
        for row in page.iter_rows():
            heading = next((cell.column for cell in row if cell.value == "数据来源"), None)
            column = heading or column
            filled = column and not heading and page.cell(row[0].row, column).border.left.style
            if filled:
                assert page.cell(row[0].row, column).value in {"自评报告", "示例"}, (page.title, row[0].row)


def test_project_funds_tie_with_the_department(example):
    rows = records(example["项目清单"], "序号")
    assert len(rows) == 21
    assert column_sum(rows, "年初预算数") == exact("4472.73")
    assert column_sum(rows, "全年预算数") == exact("255171.89")
    assert column_sum(rows, "全年执行数") == exact("253860.37")
    assert all(row["全年执行数"] <= row["全年预算数"] for row in rows)


def test_initial_budgets_tie(example):
    rows = records(example["部门预算"], "项目分类")
    assert column_sum(rows, "年初预算批复数(万元)") == exact("5773.34")
    projects = [row for row in rows if row["项目分类"] == "其他项目支出"]
    assert column_sum(projects, "年初预算批复数(万元)") == exact("4472.73")


def test_computed_cells_of_the_project_list_are_blank_but_formatted(example):
    page = example["项目清单"]
    for heading, shape in {"执行率": "0.00%", "执行得分": "0.00", "指标得分": "0.00", "总分": "0.00"}.items():
        column = next(cell.column for cell in page[3] if cell.value == heading)
        cells = [page.cell(row, column) for row in range(4, 26)]
        assert {(cell.value, cell.number_format) for cell in cells} == {(None, shape)}
    assert {row["等级"] for row in records(page, "序号")} == {None}


def test_indicators_belong_to_the_projects_of_the_list(example):
    names = [row["项目名称"] for row in records(example["项目清单"], "序号")]
    assert list(by_project(example)) == names
    assert {row["序号"] for row in records(example["绩效指标"], "序号")} == set(range(1, 22))


def test_weights_sum_to_90_a_project(example):
    for name, rows in by_project(example).items():
        weights = Counter()
        for row in rows:
            weights[row["一级指标"]] += exact(row["分值"])
        assert weights == {"产出指标": 50, "效益指标": 30, "满意度指标": 10}, name
        assert 4 <= len(rows) <= 8, name


def test_only_qualitative_indicators_are_scored_and_within_their_band(example):
    for row in records(example["绩效指标"], "序号"):
        if row["实际完成值"] not in QUALITATIVE:
            assert row["得分"] is None, row
        elif row["实际完成值"] == QUALITATIVE[0]:
            assert row["得分"] == row["分值"], row
        else:
            assert Decimal("0.6") <= exact(row["得分"]) / exact(row["分值"]) < Decimal("0.8"), row


def test_every_miss_is_explained_and_nothing_is_overfulfilled_by_far(example):
    missed = 0
    for row in records(example["绩效指标"], "序号"):
        target, actual = number(row["年度指标值"]), number(row["实际完成值"])
        if row["实际完成值"] in QUALITATIVE:
            miss = row["实际完成值"] != QUALITATIVE[0]
        elif str(row["年度指标值"]).startswith("≤"):
            miss = actual > target
        else:
            miss = actual < target
            assert actual < target * Decimal("1.3"), row
        assert bool(row["偏差原因分析及改进措施"]) == miss, row
        missed += miss
    assert 5 <= missed <= 15


def test_late_projects_agree_with_the_score_table(example):
    rows = [row for row in records(example["绩效指标"], "序号") if row["二级指标"] == "时效指标"]
    late = {row["项目名称"] for row in rows if row["偏差原因分析及改进措施"]}
    remark = next(
        row["评分说明"] for row in records(example["整体评分"], "一级指标") if row["三级指标"] == "项目完成及时性"
    )
    assert remark == f"项目21个，按时完成{21 - len(late)}个"


def test_the_score_table_sums_to_100_and_97_5(example):
    rows = records(example["整体评分"], "一级指标")
    total = records(example["整体评分"], "一级指标", total=True)
    assert column_sum(rows, "分值") == total["分值"] == 100
    assert column_sum(rows, "得分") == exact(total["得分"]) == exact("97.5")
    assert all(0 <= row["得分"] <= row["分值"] for row in rows)


def test_both_books_have_the_same_sheets_and_headings(example, template):
    assert [*example.sheetnames, "文字材料"] == template.sheetnames
    for page in example.worksheets[1:]:
        titled = [cell.value for row in page.iter_rows() for cell in row if cell.font.name == "黑体"]
        assert titled == [
            cell.value for row in template[page.title].iter_rows() for cell in row if cell.font.name == "黑体"
        ]


def test_the_blank_form_holds_no_figures_but_weights_and_numbers(template):
    for page in template:
        kept = {cell.column_letter for row in page.iter_rows() for cell in row if cell.value in {"分值", "序号"}}
        figures = [
            cell.coordinate
            for row in page.iter_rows()
            for cell in row
            if isinstance(cell.value, int | float) and cell.column_letter not in kept
        ]
        assert figures == [], page.title


def test_the_blank_form_names_no_place_no_year_and_no_source(template):
    texts = [cell.value for page in template for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert not [text for text in texts if re.search(r"坪山|深圳|20\d\d|自评报告|示例", text)]
    assert "20XX年度部门预算执行情况表" in texts


def test_the_blank_form_leaves_ten_rows_in_the_lists(template):
    for name in ("项目清单", "绩效指标", "指标库"):
        page = template[name]
        top = next(row[0].row for row in page.iter_rows() if row[0].value == "序号")
        assert all(page.cell(top + n, 2).border.bottom.style == "thin" for n in range(1, 11))
        assert not any(page.cell(top + n, 2).value for n in range(1, 11))


def test_pages_are_a4_one_page_wide_with_repeated_headings(example):
    for page in example:
        assert page.page_setup.paperSize == 9
        assert page.sheet_properties.pageSetUpPr.fitToPage
    assert example["绩效指标"].print_title_rows == "$1:$2"
    assert example["绩效指标"].freeze_panes == "C3"
    assert example["项目清单"].page_setup.orientation == "landscape"
