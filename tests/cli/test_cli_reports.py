"""`check --report` on real files: alone, against a workbook, in both formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from perfxl.cli.main import main

Capture = pytest.CaptureFixture[str]
RIGHT = "单位基本支出全年预算数100.00万元，执行数90.50万元，执行率为90.50%。\n"
SLIP = "单位基本支出全年预算数100.00万元，执行数90.50万元，执行率为95.00%。\n"
OTHER = "单位基本支出全年预算数100.00万元，执行数95.50万元，执行率为95.50%。\n"


def report(folder: Path, text: str, name: str = "自评报告.txt") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def told(root: Path, capsys: Capture) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(capsys.readouterr().out)
    schema = json.loads((root / "docs" / "schema" / "check.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(parsed)
    return parsed


def test_a_report_alone(tmp_path: Path, capsys: Capture) -> None:
    assert main(["check", "--report", report(tmp_path, RIGHT)]) == 0
    assert "重新计算 1 处（相符 1" in capsys.readouterr().out
    assert main(["check", "--report", report(tmp_path, SLIP)]) == 1
    out = capsys.readouterr().out
    assert "第1段  PX505" in out
    assert "90.50万元 ÷ " in out


def test_the_tie_out_table_on_demand(tmp_path: Path, book: Path, capsys: Capture) -> None:
    main(["check", str(book), "--report", report(tmp_path, RIGHT), "--ties"])
    out = capsys.readouterr().out
    assert "第1段 执行率为90.50% 相符：90.50万元 ÷ 100.00万元" in out
    assert "执行数90.50万元 相符：工作簿《预算执行》D3" in out


def test_a_report_as_json(root: Path, tmp_path: Path, capsys: Capture) -> None:
    path = report(tmp_path, SLIP)
    assert main(["check", "--report", path, "--format", "json"]) == 1
    parsed = told(root, capsys)
    assert (parsed["book"], parsed["report"]) == (None, path)
    finding = parsed["findings"][0]
    assert SLIP[slice(*finding["span"])] == finding["said"] == "95.00%"


def test_a_report_against_its_workbook(root: Path, tmp_path: Path, book: Path, capsys: Capture) -> None:
    assert main(["check", str(book), "--report", report(tmp_path, RIGHT)]) == 0
    assert "与工作簿核对 3 处：相符 3，不符 0" in capsys.readouterr().out
    path = report(tmp_path, OTHER)
    assert main(["check", str(book), "--report", path, "--format", "json"]) == 1
    parsed = told(root, capsys)
    assert (parsed["book"], parsed["report"]) == (str(book), path)
    found = [(one["code"], one["said"], one["related"][0]["cell"]) for one in parsed["findings"] if one["paragraph"]]
    assert found == [("PX581", "95.50万元", "D3")]
    assert parsed["account"]["bound"] == 2


def test_findings_in_the_workbook_and_in_the_report_together(tmp_path: Path, wrong: Path, capsys: Capture) -> None:
    assert main(["check", str(wrong), "--report", report(tmp_path, SLIP)]) == 1
    out = capsys.readouterr().out
    assert out.index("预算执行!E3") < out.index("第1段  PX505")


def test_a_report_without_numbers_says_so(tmp_path: Path, capsys: Capture) -> None:
    assert main(["check", "--report", report(tmp_path, "各项工作有序推进。\n", "报告.md")]) == 0
    assert "没有读到数据" in capsys.readouterr().out


def test_what_cannot_be_checked_leaves_no_output(tmp_path: Path, book: Path, unknown: Path, capsys: Capture) -> None:
    path = report(tmp_path, RIGHT)
    assert main(["check", str(book), str(unknown), "--report", path]) == 2
    assert main(["check", "--report", str(tmp_path / "没有.txt")]) == 2
    assert main(["check", "--report", str(book)]) == 2
    assert not capsys.readouterr().out


def test_a_workbook_without_known_tables_is_told(tmp_path: Path, unknown: Path, capsys: Capture) -> None:
    assert main(["check", str(unknown), "--report", report(tmp_path, RIGHT)]) == 0
    out = capsys.readouterr().out
    assert "未识别到已知的表" in out
    assert "与工作簿核对 0 处" in out


def test_the_report_as_a_page(tmp_path: Path, book: Path, capsys: Capture) -> None:
    path = report(tmp_path, RIGHT + "服务对象满意度为95.6%，<b>全年</b>接待30批次。\n" + SLIP)
    target = tmp_path / "核对.html"
    assert main(["check", str(book), "--report", path, "--format", "html", "-o", str(target)]) == 1
    page = target.read_text(encoding="utf-8")
    assert '<span class="f tied" tabindex="0" data-tip="相符：90.50万元 ÷ 100.00万元' in page
    assert '">90.50%</span>' in page
    assert "相符：工作簿《预算执行》D3" in page
    assert 'class="f contradicted"' in page
    assert 'class="f untouched"' in page
    assert "&lt;b&gt;全年&lt;/b&gt;" in page
    assert "<script" not in page
    assert "http" not in page
    capsys.readouterr()
    assert main(["check", "--report", path, "--format", "html", "-o", str(target)]) == 2
    assert "已经存在" in capsys.readouterr().err
    assert main(["check", "--report", path, "--format", "html"]) == 1
    assert capsys.readouterr().out.startswith("<!DOCTYPE html>")


def test_other_formats_are_for_workbooks(tmp_path: Path, capsys: Capture) -> None:
    assert main(["check", "--report", report(tmp_path, RIGHT), "--format", "sarif"]) == 2
    assert "text、json 或 html" in capsys.readouterr().err
