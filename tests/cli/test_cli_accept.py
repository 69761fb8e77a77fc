"""Accepted findings: known again when rows move, no longer when a figure changes, apart in every output."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from perfxl.cli.main import main

EXECUTION = (
    ("部门预算执行情况表（单位：万元）",),
    ("项目", "年初预算数", "调整后预算数", "支出数", "执行率"),
    ("基本支出", 80, 100, 90.5, None),
    ("项目支出", 200, 240.5, 180.25, None),
    ("合计", 280, 340.5, 270.75, None),
)
Capture = pytest.CaptureFixture[str]
BASIS = ("--reason", "与财政批复一致", "--role", "财务科长", "--date", "2026-03-01")
HEADINGS = ("代码", "表", "行", "数", "说明", "岗位", "日期")


def document(capsys: Capture, book: Path, *more: str) -> dict:
    capsys.readouterr()
    main(["check", str(book), "--format", "json", *more])
    found: dict = json.loads(capsys.readouterr().out)
    return found


def codes(found: dict) -> set[str]:
    return {finding["code"] for finding in found["findings"]}


@pytest.fixture
def accepted(wrong: Path, tmp_path: Path) -> Path:
    """Return a copy of the wrong book in which the finding on its rate is accepted."""
    target = tmp_path / "核实.xlsx"
    assert main(["check", str(wrong), "--accept", "PX105@预算执行!E3", *BASIS, "-o", str(target), "--quiet"]) == 0
    return target


def change(book: Path, edit: Callable[..., None]) -> Path:
    workbook = load_workbook(book)
    edit(workbook)
    workbook.save(book)
    return book


def test_an_accepted_finding_stands_apart_and_does_not_fail(accepted: Path, capsys: Capture, root: Path) -> None:
    found = document(capsys, accepted)
    schema = json.loads((root / "docs" / "schema" / "check.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(found)
    assert "PX105" not in codes(found)
    (one,) = found["accepted"]
    assert (one["code"], one["cell"], one["acceptance"]["reason"]) == ("PX105", "E3", "与财政批复一致")
    assert found["lapsed"] == []
    assert main(["check", str(accepted)]) == 0
    told = capsys.readouterr().out
    assert "已核实 1 项，不计入上面的结果。" in told
    assert "说明：与财政批复一致（财务科长，2026-03-01；核实说明!A2）" in told


def test_the_list_is_neither_a_table_nor_unread(wrong: Path, accepted: Path, capsys: Capture) -> None:
    before, after = (document(capsys, book)["coverage"] for book in (wrong, accepted))
    assert after["sheets"].pop("own") == ["核实说明"]
    assert before["sheets"].pop("own") == []
    assert before == after


def test_a_row_that_moved_is_still_accepted(accepted: Path, capsys: Capture) -> None:
    change(accepted, lambda workbook: workbook["预算执行"].insert_rows(1, 4))
    found = document(capsys, accepted)
    assert [each["cell"] for each in found["accepted"]] == ["E7"]
    assert "PX105" not in codes(found)


def test_a_sheet_that_was_renamed_is_still_accepted(accepted: Path, capsys: Capture) -> None:
    change(accepted, lambda workbook: setattr(workbook["预算执行"], "title", "表一"))
    assert [each["sheet"] for each in document(capsys, accepted)["accepted"]] == ["表一"]


@pytest.mark.parametrize(("cell", "value", "now"), [("E3", "94.00%", "94.00% → 90.50%"), ("D3", 80, "95.00% → 80.00%")])
def test_a_figure_that_changed_is_accepted_no_longer(
    cell: str, value: object, now: str, accepted: Path, capsys: Capture
) -> None:
    change(accepted, lambda workbook: workbook["预算执行"].__setitem__(cell, value))
    found = document(capsys, accepted)
    assert "PX105" in codes(found)
    assert found["accepted"] == []
    assert [each["why"] for each in found["lapsed"]] == [f"数变了，现在是 {now}，请重新核实"]
    assert main(["check", str(accepted)]) == 1
    assert "不再适用的核实说明 1 条" in capsys.readouterr().out


def test_what_was_corrected_is_told_to_be_needless(accepted: Path, capsys: Capture) -> None:
    change(accepted, lambda workbook: workbook["预算执行"].__setitem__("E3", "90.50%"))
    (one,) = document(capsys, accepted)["lapsed"]
    assert "可以删去" in one["why"]
    assert one["source"] == "核实说明!A2"


def test_what_was_not_checked_is_not_told_to_be_needless(accepted: Path, capsys: Capture) -> None:
    found = document(capsys, accepted, "--ignore", "PX105")
    assert (found["accepted"], found["lapsed"]) == ([], [])


def by_hand(draw: Callable[..., Path], *cells: object) -> Path:
    rows = (*EXECUTION[:2], ("基本支出", 80, 100, 90.5, "95.00%"), *EXECUTION[3:])
    return draw("手写.xlsx", 预算执行=rows, 核实说明=((None,), HEADINGS, cells))


TABLE = "部门预算执行情况表（单位：万元）"


@pytest.mark.parametrize(
    ("row", "figures"), [("基本支出", "95.00%"), ("基本支出", 0.95), ("基本 支出 · 执行率", "95% → 90.5%")]
)
def test_a_list_written_by_hand_will_do(
    row: str, figures: object, draw: Callable[..., Path], capsys: Capture, wrong: Path
) -> None:
    table = next(each["table"] for each in document(capsys, wrong)["findings"] if each["code"] == "PX105")
    book = by_hand(draw, "px105", table, row, figures, "一致", "会计", "2026年3月")
    if isinstance(figures, float):
        change(book, lambda workbook: setattr(workbook["核实说明"]["D3"], "number_format", "0.00%"))
    found = document(capsys, book)
    assert [each["code"] for each in found["accepted"]] == ["PX105"]
    assert found["coverage"]["sheets"]["without_table"] == []
    assert found["coverage"]["unread"] == []


def test_without_reason_role_or_date_nothing_is_accepted(draw: Callable[..., Path], capsys: Capture) -> None:
    found = document(capsys, by_hand(draw, "PX105", TABLE, "基本支出", "95.00%", "一致", None, None))
    assert "PX105" in codes(found)
    assert [each["why"] for each in found["lapsed"]] == ["没有写岗位、日期，不算核实"]


def test_one_line_covers_one_finding(draw: Callable[..., Path], capsys: Capture, tmp_path: Path) -> None:
    rows = (*EXECUTION[:2], ("基本支出", 80, 100, 90.5, "95.00%"), *EXECUTION[3:])
    book, target = draw("两份.xlsx", 表一=rows, 表二=rows), tmp_path / "核实.xlsx"
    assert main(["check", str(book), "--accept", "PX105@表一!E3", *BASIS, "-o", str(target)]) == 0
    found = document(capsys, target)
    assert len(found["accepted"]) == 1
    assert [each["sheet"] for each in found["findings"] if each["code"] == "PX105"] == ["表二"]


def test_settings_accept_too(wrong: Path, capsys: Capture) -> None:
    finding = next(each for each in document(capsys, wrong)["findings"] if each["code"] == "PX105")
    stated = f"""[[accept]]
code = "PX105"
table = "{finding["table"]}"
row = "{finding["row"]}"
figures = "95.00% → 90.50%"
reason = "一致"
role = "会计"
date = 2026-03-01
"""
    settings = wrong.parent / "perfxl.toml"
    settings.write_text(stated, "utf-8")
    found = document(capsys, wrong)
    assert [each["acceptance"]["source"] for each in found["accepted"]] == ["perfxl.toml"]
    settings.write_text(f'{stated}book = "别的.xlsx"\n', "utf-8")
    found = document(capsys, wrong)
    assert (found["accepted"], found["lapsed"]) == ([], [])


def test_the_list_is_carried_through_every_command(accepted: Path, tmp_path: Path, capsys: Capture) -> None:
    marked, attached = tmp_path / "标记.xlsx", tmp_path / "附件.xlsx"
    assert main(["check", str(accepted), "-o", str(marked)]) == 0
    assert main(["attach", str(marked), "-o", str(attached)]) == 0
    assert main(["run", str(attached), "-o", str(tmp_path / "一"), "--quiet"]) == 0
    assert main(["run", str(tmp_path / "一" / attached.name), "-o", str(tmp_path / "二"), "--quiet"]) == 0
    last = tmp_path / "二" / attached.name
    assert last.read_bytes() == (tmp_path / "一" / attached.name).read_bytes()
    assert [each["code"] for each in document(capsys, last)["accepted"]] == ["PX105"]
    listed = [str(cell.value) for row in load_workbook(last)["检查结果"] for cell in row]
    assert any("与财政批复一致" in text for text in listed)


def test_an_accepted_value_is_not_replaced(accepted: Path, tmp_path: Path) -> None:
    target = tmp_path / "覆盖.xlsx"
    assert main(["fill", str(accepted), "-o", str(target), "--replace", "--quiet"]) == 0
    assert load_workbook(target)["预算执行"]["E3"].value == "95.00%"


def test_more_is_written_below_what_stands_there(accepted: Path, tmp_path: Path, capsys: Capture) -> None:
    change(accepted, lambda workbook: workbook["预算执行"].__setitem__("E4", "99.00%"))
    target = tmp_path / "又.xlsx"
    assert main(["check", str(accepted), "--accept", "all", "-o", str(target)]) == 0
    assert "补齐了才算核实" in capsys.readouterr().out
    sheet = load_workbook(target)["核实说明"]
    assert [row[0].value for row in sheet][:3] == ["代码", "PX105", "PX467"]
    assert document(capsys, target)["lapsed"][0]["why"] == "没有写说明、岗位、日期，不算核实"


def test_what_cannot_be_accepted_is_told(wrong: Path, accepted: Path, tmp_path: Path, capsys: Capture) -> None:
    target = str(tmp_path / "x.xlsx")
    assert main(["check", str(wrong), "--accept", "PX105@预算执行!E9", "-o", target]) == 2
    assert main(["check", str(wrong), "--accept", "all"]) == 2
    assert main(["check", str(wrong), "--accept", "all", "--reason", "x", "--date", "三月", "-o", target]) == 2
    assert main(["check", str(wrong), str(accepted), "--accept", "all", "-o", target]) == 2
    assert not Path(target).exists()
    assert capsys.readouterr().out == ""


def test_a_persons_own_sheet_of_that_name_is_read_and_not_touched(draw: Callable[..., Path], tmp_path: Path) -> None:
    rows = (*EXECUTION[:2], ("基本支出", 80, 100, 90.5, "95.00%"), *EXECUTION[3:])
    book = draw("同名.xlsx", 核实说明=rows)
    assert main(["check", str(book)]) == 1
    assert main(["check", str(book), "--accept", "all", "-o", str(tmp_path / "x.xlsx")]) == 2


def test_every_format_tells_it(accepted: Path, capsys: Capture) -> None:
    capsys.readouterr()
    main(["check", str(accepted), "--format", "sarif"])
    (result,) = [each for each in json.loads(capsys.readouterr().out)["runs"][0]["results"] if "suppressions" in each]
    assert result["ruleId"] == "PX105"
    main(["check", str(accepted), "--format", "junit"])
    assert fromstring(capsys.readouterr().out)[0].get("failures") == "0"
    main(["check", str(accepted), "--format", "html"])
    assert "与财政批复一致（财务科长，2026-03-01）" in capsys.readouterr().out
