"""Checks chosen by code or group: only these are done, and what was left out is said in every output."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from perfxl.checks import checks
from perfxl.cli.main import main

Capture = pytest.CaptureFixture[str]
RATES = [check.code for check in checks() if check.group == "rates"]


def document(capsys: Capture, *arguments: str) -> dict:
    main(["check", *arguments, "--format", "json"])
    found: dict = json.loads(capsys.readouterr().out)
    return found


def codes(found: dict) -> set[str]:
    return {finding["code"] for finding in found["findings"]}


@pytest.mark.parametrize("entries", ["rates", "比率与占比", "PX105", "px10", "sums,rates", "合计与差额、PX105"])
def test_the_selected_checks_are_done(wrong: Path, capsys: Capture, entries: str) -> None:
    found = document(capsys, str(wrong), "--select", entries)
    assert codes(found) == {"PX105"}
    assert {"PX467", "PX242"} <= set(found["coverage"]["checks"]["deselected"])
    assert "PX105" not in found["coverage"]["checks"]["deselected"]


def test_the_ignored_checks_are_not_done_and_do_not_fail(wrong: Path, capsys: Capture) -> None:
    assert main(["check", str(wrong), "--ignore", "rates"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("只做了所选的检查，在可核对的 10 个数里发现 1 项（错误 0，")
    assert f"按要求没有做的检查 {len(RATES)} 项，只由它们核对的数没有核对：{'、'.join(RATES)}。" in told


def test_a_check_left_out_is_not_idle_too(wrong: Path, capsys: Capture) -> None:
    checks = document(capsys, str(wrong), "--ignore", "PX240")["coverage"]["checks"]
    assert checks["deselected"] == ["PX240"]
    assert "PX240" not in checks["idle"]


@pytest.mark.parametrize(("entry", "told"), [("rate", "是否应为rates"), ("PX999", "PX999"), ("三公", "cross（")])
def test_an_unknown_entry_is_refused(wrong: Path, capsys: Capture, entry: str, told: str) -> None:
    assert main(["check", str(wrong), "--select", entry]) == 2
    out, error = capsys.readouterr()
    assert out == ""
    assert told in error


def test_the_settings_beside_the_book_hold_and_the_command_line_goes_before(wrong: Path, capsys: Capture) -> None:
    (wrong.parent / "perfxl.toml").write_text('select = ["sums"]\nignore = ["PX107"]\n', "utf-8")
    assert codes(document(capsys, str(wrong))) == set()
    found = document(capsys, str(wrong), "--select", "rates,PX107")
    assert codes(found) == {"PX105"}
    assert "PX107" in found["coverage"]["checks"]["deselected"]


def test_run_and_fill_and_the_sheet_say_it_too(wrong: Path, tmp_path: Path, capsys: Capture, root: Path) -> None:
    assert main(["fill", str(wrong), "-o", str(tmp_path / "a.xlsx"), "--ignore", "rates"]) == 0
    assert "按要求没有做的检查" in capsys.readouterr().out
    assert main(["run", str(wrong), "-o", str(tmp_path / "out"), "--ignore", "rates"]) == 0
    sheet = load_workbook(tmp_path / "out" / wrong.name)["检查结果"]
    assert any(f"按要求没有做的检查 {len(RATES)} 项" in str(cell.value) for row in sheet for cell in row)
    receipt = json.loads((tmp_path / "out" / f"{wrong.stem}-回执.json").read_text("utf-8"))
    schema = json.loads((root / "docs" / "schema" / "receipt.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(receipt)


def test_what_may_be_replaced_does_not_hang_on_the_selection(draw: Callable[..., Path], tmp_path: Path) -> None:
    rows = (
        ("部门预算执行情况表（单位：万元）",),
        ("项目", "年初预算数", "调整后预算数", "支出数", "执行率"),
        ("基本支出", 80, 100, 905, "90.50%"),
        ("项目支出", 200, 240.5, 180.25, None),
        ("合计", 280, 340.5, 270.75, None),
    )
    book = draw("存疑.xlsx", 预算执行=rows)
    targets = [tmp_path / name for name in ("all.xlsx", "few.xlsx")]
    main(["fill", str(book), "-o", str(targets[0]), "--replace"])
    main(["fill", str(book), "-o", str(targets[1]), "--replace", "--select", "writing"])
    assert targets[0].read_bytes() == targets[1].read_bytes()


def test_laws_of_reports_are_chosen_alike(tmp_path: Path, capsys: Capture) -> None:
    report = tmp_path / "报告.txt"
    report.write_text("全年预算200.00万元，执行150.00万元，执行率85.00%。\n", "utf-8")
    assert main(["check", "--report", str(report)]) == 1
    assert "PX505" in capsys.readouterr().out
    assert main(["check", "--report", str(report), "--ignore", "rates"]) == 0
    assert "按要求没有做的检查" in capsys.readouterr().out
