"""A place that perfxl has never heard of is one folder of YAML: map, fill, check, attach, explain and 识别情况."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from perfxl.cli.main import main

PLACE = str(Path(__file__).parent / "fictitious" / "桃源-2024")
FORM = (
    ("桃源县渡口局2024年度办事成效自评表",),
    ("办什么事", "修渡船", None, None, "谁来办", "桃源县渡口局"),
    ("钱（万元）", None, "准花", "花了", "花的比例", "够分", "得分"),
    (None, "全部的钱", 100, 90, None, 15, None),
    (None, "其中：财政给的钱", 100, 90, None, "—", "—"),
    ("大类", "小类", "看什么", "说好的数", "做到的数", "够分", "得分"),
    ("产出", "数量", "修船", "≥4条", "4条", 45, 45),
    ("效益", "社会", "渡客满意", "≥90%", "81%", 40, 40),
    ("一共", None, None, None, None, 100, None),
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    made = openpyxl.Workbook()
    made.active.title = "成效"
    for line in FORM:
        made.active.append(line)
    made.save(tmp_path / "渡口.xlsx")
    return tmp_path / "渡口.xlsx"


def say(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main([*arguments, "--pack", PLACE])
    return code, capsys.readouterr().out


def test_the_folder_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["packs", "lint", PLACE]) == 0
    assert main(["packs", "show", PLACE]) == 0
    assert "桃源县自评表（2024年度）填表说明" in capsys.readouterr().out


def test_its_form_is_mapped_whole(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, text = say(capsys, "map", str(book), "--format", "json")
    (table,) = json.loads(text)["tables"]
    assert (table["kind"], table["confidence"], json.loads(text)["unread"]) == ("peach_form", 1.0, [])
    assert "桃源县项目自评表" in say(capsys, "map", str(book))[1]


def test_its_form_is_filled_and_checked_by_its_own_rules(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    filled = book.with_name("填.xlsx")
    say(capsys, "fill", str(book), "-o", str(filled))
    sheet = openpyxl.load_workbook(filled, data_only=True)["成效"]
    assert (sheet["E4"].value, sheet["G4"].value) == (0.9, 10)
    code, text = say(capsys, "check", str(filled), "--format", "json")
    done: dict[str, Any] = json.loads(text)
    assert code == 1
    assert [(one["code"], one["cell"], one["expected"]) for one in done["findings"] if one["severity"] == "error"] == [
        ("PX113", "G8", "36")
    ]
    assert done["pack"] == ["桃源-2024"]
    _, told = say(capsys, "explain", str(filled), "成效!G4")
    assert "桃源县自评表（2024年度）填表说明" in told
    assert not re.findall(r"[a-z]{4,}", told.replace("peach_form", ""))


def test_its_own_form_gets_no_national_one_beside_it(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opened = openpyxl.load_workbook(book)
    listed = opened.create_sheet("清单")
    for line in (
        ("项目支出清单（万元）",), ("序号", "项目名称", "全年预算数", "全年执行数"),
        (1, "修渡船", 100, 90), (2, "立路牌", 10, 9),
    ):  # fmt: skip
        listed.append(line)
    opened.save(book)
    target = book.with_name("附.xlsx")
    code, text = say(capsys, "attach", str(book), "-o", str(target))
    assert code == 0
    assert "成效" in text
    titles = [str(sheet["A2"].value) for sheet in openpyxl.load_workbook(target) if sheet.title.startswith("附件")]
    assert len(titles) == 1


def test_it_is_taught_with_its_own_terms(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = book.with_name("教.xlsx")
    say(capsys, "map", str(book), "-o", str(target))
    sheet = openpyxl.load_workbook(target)["识别情况"]
    read = {row[2].value: row[3].value for row in sheet.iter_rows(min_row=7, max_col=6)}
    assert read["准花"] == "全年预算数"
    assert read["桃源县渡口局2024年度办事成效自评表"] == "桃源县项目自评表"


def test_an_expired_year_is_said(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opened = openpyxl.load_workbook(book)
    opened["成效"]["A1"] = "桃源县渡口局2027年度办事成效自评表"
    opened.save(book)
    _, text = say(capsys, "check", str(book), "--format", "json")
    assert "PX601" in [one["code"] for one in json.loads(text)["findings"]]


def test_packs_are_shown_side_by_side(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opened = openpyxl.load_workbook(book)
    for old, new in (("C3", "全年预算数"), ("D3", "全年执行数"), ("E3", "执行率"), ("F3", "分值"), ("B2", "项目名称")):
        opened["成效"][old] = new
    opened["成效"]["A1"] = "2024年度项目支出绩效自评表"
    opened["成效"]["A2"], opened["成效"]["B2"] = "项目名称", "修渡船"
    for column, text in enumerate(("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"), 1):
        opened["成效"].cell(6, column, text)
    opened["成效"]["B4"], opened["成效"]["A9"] = "年度资金总额", "总分"
    opened.save(book)
    capsys.readouterr()
    assert main(["packs", "compare", str(book), "mof-2020", PLACE]) == 0
    told = capsys.readouterr().out
    assert "成效!G4" in told
    assert "mof-2020 13.50，桃源-2024 10.00" in told


def test_a_folder_states_its_pack_once(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(PLACE, book.with_name("规则"))
    book.with_name("perfxl.toml").write_text('packs = ["规则"]\n', encoding="utf-8")
    main(["check", str(book), "--format", "json", "--quiet"])
    done = json.loads(capsys.readouterr().out)
    assert [table["kind"] for table in done["coverage"]["tables"]] == ["peach_form"]
    assert done["pack"] == ["规则"]
    main(["check", str(book), "--format", "json", "--quiet", "--pack", "mof-2020"])
    assert json.loads(capsys.readouterr().out)["pack"] == ["mof-2020"]


def test_a_folder_states_place_and_year_once(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opened = openpyxl.load_workbook(book)
    opened["成效"]["A1"], opened["成效"]["G2"] = "项目支出绩效自评表", "渡口局"
    opened.save(book)
    book.with_name("perfxl.toml").write_text('place = "湖北省"\nyear = 2021\n', encoding="utf-8")
    capsys.readouterr()
    main(["check", str(book), "--format", "json", "--quiet"])
    done = json.loads(capsys.readouterr().out)
    assert done["pack"] == ["mof-2020", "hubei-2020"]
    assert "perfxl.toml" in done["coverage"]["choice"]
    assert "2021年度" in done["coverage"]["choice"]


def test_a_place_that_the_workbook_contradicts_is_said(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opened = openpyxl.load_workbook(book)
    opened["成效"]["A1"], opened["成效"]["G2"] = "云南省2021年度项目支出绩效自评表", "云南省渡口局"
    opened.save(book)
    capsys.readouterr()
    main(["check", str(book), "--format", "json", "--quiet", "--pack", "湖北省"])
    done = json.loads(capsys.readouterr().out)
    assert done["pack"] == ["mof-2020", "hubei-2020"]
    assert "云南省" in done["coverage"]["choice"]
