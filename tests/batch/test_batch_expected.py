"""Who should have handed in: missing, late, double, of another year, another form, under another name."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest
from bureau import draw, execution, projects

from perfxl.batch.batch import run_batch
from perfxl.batch.checking import CheckTask
from perfxl.batch.expected import Absence, absences
from perfxl.batch.unitlist import Expected, read_expected
from perfxl.errors import InputError


@pytest.fixture
def handed_in(tmp_path: Path) -> dict[str, Path]:
    """Return what was handed in, by short names."""
    return {
        "甲": draw(tmp_path / "甲.xlsx", 预算执行=execution("某市甲局", 2024)),
        "乙": draw(tmp_path / "乙.xlsx", 预算执行=execution("101002-乙局（盖章）", 2024)),
        "乙二": draw(tmp_path / "乙二.xlsx", 预算执行=execution("乙局", 2024)),
        "丙": draw(tmp_path / "丙.xlsx", 预算执行=execution("丙局", 2023)),
        "丁": draw(tmp_path / "丁.xlsx", 预算执行=execution("市发展改革委员会", 2024)),
        "戊": draw(tmp_path / "戊局报送.xlsx", 项目清单=projects(90)),
    }


def amiss(books: dict[str, Path], *expected: Expected) -> list[tuple[str, str]]:
    return [(each.what, each.unit) for each in found(books, *expected)]


def found(books: dict[str, Path], *expected: Expected) -> tuple[Absence, ...]:
    return absences(expected, run_batch([CheckTask(str(book)) for book in books.values()]).lines)


ALL = tuple(map(Expected, ("甲局", "乙局", "丙局", "市发展和改革委员会", "戊局", "己局")))


def test_each_kind_is_told_in_the_order_of_the_list(handed_in: dict[str, Path]) -> None:
    assert amiss(handed_in, *ALL) == [
        ("重复", "乙局"),
        ("年度不符", "丙局"),
        ("单位名称不符", "市发展和改革委员会"),
        ("未报送", "己局"),
    ]


def test_the_nearest_name_is_named(handed_in: dict[str, Path]) -> None:
    (alike,) = [each for each in found(handed_in, *ALL) if each.what == "单位名称不符"]
    assert "“市发展改革委员会”" in alike.message
    assert "“市发展和改革委员会”" in alike.message
    assert alike.book.endswith("丁.xlsx")


def test_names_that_differ_in_a_number_are_two_units(tmp_path: Path) -> None:
    book = draw(tmp_path / "甲.xlsx", 预算执行=execution("第二实验小学"))
    assert amiss({"甲": book}, Expected("第三实验小学")) == [("未报送", "第三实验小学"), ("不在名单", "第二实验小学")]
    assert amiss({"甲": book}, Expected("第2实验小学校")) == [("单位名称不符", "第2实验小学校")]


def test_whoever_is_not_on_the_list_comes_last(handed_in: dict[str, Path]) -> None:
    assert amiss({"甲": handed_in["甲"], "乙": handed_in["乙"]}, Expected("甲局")) == [("不在名单", "乙局")]


def test_year_form_and_date_are_those_of_the_list(handed_in: dict[str, Path]) -> None:
    book = handed_in["甲"]
    due = datetime(2025, 3, 31).date()
    late, in_time = (datetime(2025, month, 1, 12).timestamp() for month in (4, 3))
    listed = Expected("甲局", 2023, "项目支出绩效自评表"), Expected("甲局", 2024, "预算执行情况", due)
    os.utime(book, (late, late))
    assert amiss({"甲": book}, *listed) == [("表不符", "甲局"), ("迟报", "甲局")]
    os.utime(book, (in_time, in_time))
    assert amiss({"甲": book}, *listed[1:]) == []
    assert amiss({"甲": book}, Expected("甲局", 2023)) == [("年度不符", "甲局")]


def test_what_cannot_be_read_was_handed_in_all_the_same(tmp_path: Path) -> None:
    broken = tmp_path / "甲局2024.xlsx"
    broken.write_bytes(b"")
    assert amiss({"甲": broken}, Expected("甲局")) == [("读不了", "甲局")]


def test_lists_are_read_from_workbooks_and_texts(tmp_path: Path) -> None:
    rows = [
        ("2024年应报送单位",),
        ("序号", "单位名称", "年度", "截止日期"),
        (1, "甲局", 2024, "2025-03-31"),
        (2, "乙局", 2024, None),
    ]
    book = draw(tmp_path / "名单.xlsx", 说明=[], 名单=[*rows, ("合计",)])
    day = datetime(2025, 3, 31).date()
    assert read_expected(book) == (Expected("甲局", 2024, "", day), Expected("乙局", 2024))
    text = tmp_path / "名单.txt"
    text.write_text("甲局\n\n乙局,2024,项目支出绩效自评表,2025年3月31日\n", encoding="utf-8")
    assert read_expected(text) == (Expected("甲局"), Expected("乙局", 2024, "项目支出绩效自评表", day))


@pytest.mark.parametrize(
    ("content", "part"), [(b"\xff\xfe\x00", "UTF-8"), (b"", "没有单位"), ("甲局,2024,,2025-02-30".encode(), "不存在")]
)
def test_a_wrong_list_is_one_sentence(tmp_path: Path, content: bytes, part: str) -> None:
    text = tmp_path / "名单.txt"
    text.write_bytes(content)
    with pytest.raises(InputError, match=part):
        read_expected(text)
