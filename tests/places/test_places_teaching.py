"""A table that nothing knows is taught through the sheet 识别情况, by a clerk with openpyxl or LibreOffice at hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from perfxl.cli.main import main

TABLE = (
    ("经费使用一览",),
    ("单位：万元",),
    ("类目", "批下来的钱", "花掉的钱", "花了几成"),
    ("基本的", 10, 9, 0.9),
    ("办公的", 20, 18, 0.95),
    ("总共", 30, 26, None),
)
MEANINGS = {
    "经费使用一览": "预算执行情况",
    "类目": "支出类别",
    "批下来的钱": "全年预算数",
    "花掉的钱": "全年执行数",
    "花了几成": "执行率",
    "基本的": "基本支出",
    "办公的": "项目支出",
    "总共": "合计",
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return a workbook with a table whose labels no kind has."""
    made = openpyxl.Workbook()
    made.active.title = "一览"
    for line in TABLE:
        made.active.append(line)
    for row in (4, 5, 6):
        made.active.cell(row, 4).number_format = "0.00%"
    made.save(tmp_path / "本子.xlsx")
    return tmp_path / "本子.xlsx"


def choose(path: Path, meanings: Mapping[str, str], **head: Any) -> None:
    """Play the clerk: choose for each label that the sheet lists, from its drop-down list alone."""
    opened = openpyxl.load_workbook(path)
    sheet = opened["识别情况"]
    for row in sheet.iter_rows(min_row=7, max_col=6):
        said = row[2].value
        if said in meanings:
            assert meanings[said] in offered(sheet, row[4].coordinate), (said, row[4].coordinate)
            row[4].value = meanings[said]
    for name, value in head.items():
        sheet[name] = value
    opened.save(path)


def offered(sheet: Any, cell: str) -> list[object]:
    """Return the choices of a cell's list."""
    for validation in sheet.data_validations.dataValidation:
        if cell in validation.sqref:
            return [found.value for row in sheet[validation.formula1.replace("$", "")] for found in row]
    return []


def checked(path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    main(["check", str(path), "--format", "json", "--quiet"])
    return dict(json.loads(capsys.readouterr().out))


def test_an_unknown_table_is_taught_and_then_checked_like_a_known_one(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(book, capsys)["coverage"]["tables"] == []
    taught = book.with_name("教.xlsx")
    assert main(["map", str(book), "-o", str(taught)]) == 0
    choose(taught, MEANINGS)
    capsys.readouterr()
    done = checked(taught, capsys)
    assert [table["kind"] for table in done["coverage"]["tables"]] == ["execution"]
    assert {(one["code"], one["sheet"], one["cell"]) for one in done["findings"]} >= {
        ("PX105", "一览", "D5"),
        ("PX138", "一览", "C6"),
    }
    assert main(["fill", str(taught), "-o", str(book.with_name("填.xlsx")), "--quiet"]) == 1
    assert main(["explain", str(taught), "一览!D5"]) == 0
    assert "全年执行数" in capsys.readouterr().out


def test_what_was_chosen_stays_when_the_sheet_is_written_anew(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taught, again = book.with_name("教.xlsx"), book.with_name("再.xlsx")
    main(["map", str(book), "-o", str(taught)])
    choose(taught, MEANINGS, B3="湖北省", B4="2021")
    main(["map", str(taught), "-o", str(again)])
    capsys.readouterr()
    done = checked(again, capsys)
    assert [table["kind"] for table in done["coverage"]["tables"]] == ["execution"]
    assert done["pack"] == ["mof-2020", "hubei-2020"]
    assert "识别情况" in done["coverage"]["choice"]


def test_what_was_taught_is_carried_over_to_the_next_year(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taught, new = book.with_name("教.xlsx"), book.with_name("新.xlsx")
    main(["map", str(book), "-o", str(taught)])
    choose(taught, MEANINGS, B3="湖北省", B4="2021")
    assert main(["new", "--from", str(taught), "--year", "2022", "-o", str(new)]) == 0
    opened = openpyxl.load_workbook(new)
    assert (opened["一览"]["B4"].value, opened["识别情况"]["B4"].value) == (None, "2022")
    opened["一览"]["B4"], opened["一览"]["C4"], opened["一览"]["D4"] = 10, 9, 0.8
    opened.save(new)
    capsys.readouterr()
    done = checked(new, capsys)
    assert [table["kind"] for table in done["coverage"]["tables"]] == ["execution"]
    assert "PX105" in [one["code"] for one in done["findings"]]


def test_running_and_attaching_leave_the_sheet_alone(book: Path, tmp_path: Path) -> None:
    taught = book.with_name("教.xlsx")
    main(["map", str(book), "-o", str(taught)])
    choose(taught, MEANINGS)
    main(["run", str(taught), "-o", str(tmp_path / "结果"), "--quiet"])
    (made,) = (tmp_path / "结果").glob("*.xlsx")
    assert "识别情况" in openpyxl.load_workbook(made).sheetnames


def test_a_wrong_reading_is_corrected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = openpyxl.Workbook()
    lines = (
        ("三公经费情况", None, None), ("单位：万元", None, None), ("费用项目", "预算数", "支出数"),
        ("公务接待费", 2, 3), ("公务用车运行维护费", 3, 3), ("合计", 5, 6),
    )  # fmt: skip
    for line in lines:
        made.active.append(line)
    made.save(tmp_path / "本子.xlsx")
    taught = tmp_path / "教.xlsx"
    main(["map", str(tmp_path / "本子.xlsx"), "-o", str(taught)])
    capsys.readouterr()
    assert "PX147" in [one["code"] for one in checked(taught, capsys)["findings"]]
    choose(taught, {"支出数": "不取"})
    assert "PX147" not in [one["code"] for one in checked(taught, capsys)["findings"]]
    choose(taught, {"三公经费情况": "不是表"})
    assert checked(taught, capsys)["coverage"]["tables"] == []


def test_what_libreoffice_saved_is_read_too(book: Path, office: Any, capsys: pytest.CaptureFixture[str]) -> None:
    taught = book.with_name("教.xlsx")
    main(["map", str(book), "-o", str(taught)])
    choose(taught, MEANINGS)
    saved = office(taught, "xlsx")
    capsys.readouterr()
    assert [table["kind"] for table in checked(saved, capsys)["coverage"]["tables"]] == ["execution"]
