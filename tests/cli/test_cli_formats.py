"""`check --format sarif|junit`: one document on all books, into a file or to standard output."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from perfxl.cli.main import main

Capture = pytest.CaptureFixture[str]


def test_one_document_tells_of_all_books(wrong: Path, book: Path, tmp_path: Path, capsys: Capture) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK")
    books = [str(wrong), str(book), str(broken)]
    assert main(["check", *books, "--format", "sarif"]) == 2
    run = json.loads(capsys.readouterr().out)["runs"][0]
    assert [artifact["location"]["uri"].startswith("file:") for artifact in run["artifacts"]] == [True] * 3
    assert [result["ruleId"] for result in run["results"] if result["level"] == "error"] == ["PX105"]
    assert main(["check", *books, "--format", "junit"]) == 2
    assert [suite.get("name") for suite in fromstring(capsys.readouterr().out)] == books


@pytest.mark.parametrize("kind", ["sarif", "junit", "html"])
def test_a_file_is_written_whole_and_over_no_other(kind: str, wrong: Path, tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / f"结果.{kind}"
    command = ["check", str(wrong), "--format", kind, "-o", str(target)]
    assert main(command) == 1
    assert capsys.readouterr().out == f"已写入：{target}\n"
    assert "PX105" in target.read_text("utf-8")
    assert main(command) == 2
    assert main([*command, "--overwrite", "--quiet"]) == 1
    assert main(["check", str(wrong), "--format", kind, "-o", str(wrong), "--overwrite"]) == 2
    assert main(["check", str(wrong), "--format", kind, "-o", str(tmp_path / "没有" / "a")]) == 2
    assert main(["check", str(wrong), "--format", kind, "--in-place"]) == 2


def test_nothing_is_written_where_nothing_could_be_read(tmp_path: Path, capsys: Capture) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK")
    target = tmp_path / "结果.xml"
    assert main(["check", str(broken), "--format", "junit", "-o", str(target)]) == 2
    told = capsys.readouterr()
    assert (told.out, target.exists()) == ("", False)
    assert "坏.xlsx" in told.err


def test_a_report_has_no_such_format(tmp_path: Path, capsys: Capture) -> None:
    report = tmp_path / "报告.txt"
    report.write_text("执行率85.00%。\n", "utf-8")
    assert main(["check", "--report", str(report), "--format", "sarif"]) == 2
    assert "text、json 或 html" in capsys.readouterr().err
