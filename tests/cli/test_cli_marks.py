"""Marks, protected sheets and locked structures on real files, by the command line."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from openpyxl.styles import PatternFill, Protection
from openpyxl.workbook.protection import WorkbookProtection

from perfxl.cli.main import main
from perfxl.files.read.reading import read

Capture = pytest.CaptureFixture[str]


def sheet_parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist() if "worksheets/" in name or "comments" in name}


def test_check_marks_a_copy_and_clears_it_again(wrong: Path, tmp_path: Path, capsys: Capture) -> None:
    before, marked, again, cleared = (wrong.read_bytes(), *(tmp_path / f"{name}.xlsx" for name in ("标", "再", "清")))
    assert main(["check", str(wrong), "-o", str(marked)]) == 1
    assert "改底色" in capsys.readouterr().out
    assert wrong.read_bytes() == before
    workbook = load_workbook(marked)
    cell = workbook["预算执行"]["E3"]
    assert cell.fill.fgColor.rgb == "FFF8CBAD"
    assert cell.comment.text.startswith("【错误】PX105")
    assert workbook["检查结果"].sheet_state == "visible"
    assert workbook["perfxl标记"].sheet_state == "veryHidden"
    assert main(["check", str(marked), "-o", str(again)]) == 1
    assert again.read_bytes() == marked.read_bytes()
    assert main(["check", str(marked), "--clear-marks", "-o", str(cleared)]) == 0
    own = sheet_parts(cleared)
    assert all(own[part] == data for part, data in sheet_parts(wrong).items())
    assert load_workbook(cleared).sheetnames == ["预算执行", "检查结果"]


def test_marks_with_json_and_in_place(wrong: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["check", str(wrong), "--in-place", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["summary"]["error"] == 1
    assert load_workbook(wrong)["预算执行"]["E3"].comment
    assert len(list(tmp_path.glob("填错.备份*.xlsx"))) == 1


def test_a_persons_background_comes_back(wrong: Path, tmp_path: Path) -> None:
    workbook = load_workbook(wrong)
    workbook["预算执行"]["E3"].fill = PatternFill("solid", fgColor="FF00B050")
    workbook.save(wrong)
    marked, cleared = tmp_path / "标.xlsx", tmp_path / "清.xlsx"
    main(["check", str(wrong), "-o", str(marked)])
    main(["check", str(marked), "--clear-marks", "-o", str(cleared)])
    assert load_workbook(cleared)["预算执行"]["E3"].fill.fgColor.rgb == "FF00B050"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["{wrong}", "{book}", "-o", "{out}"], "一次只能处理一个工作簿"),
        (["{wrong}", "--clear-marks"], "请用 -o 写明输出文件"),
        (["{wrong}", "-o", "{book}"], "已经存在"),
        (["{wrong}", "-o", "{wrong}"], "就是原文件"),
    ],
)
def test_wrong_usage(
    wrong: Path, book: Path, tmp_path: Path, capsys: Capture, arguments: list[str], words: str
) -> None:
    places = {"wrong": wrong, "book": book, "out": tmp_path / "新.xlsx"}
    assert main(["check", *(each.format(**places) for each in arguments)]) == 2
    out, err = capsys.readouterr()
    assert (out, words in err) == ("", True)


def protect(path: Path, sheet: str, *unlocked: str) -> None:
    workbook = load_workbook(path)
    for cell in unlocked:
        workbook[sheet][cell].protection = Protection(locked=False)
    workbook[sheet].protection.sheet = True
    workbook.save(path)


def test_locked_cells_are_listed_and_not_written(book: Path, tmp_path: Path, capsys: Capture, root: Path) -> None:
    protect(book, "预算执行", "E3", "E5")
    target = tmp_path / "填好.xlsx"
    main(["fill", str(book), "--dry-run"])
    assert "受保护未写入 1 格：预算执行!E4" in capsys.readouterr().out
    main(["fill", str(book), "-o", str(target)])
    assert "受保护未写入 1 格：预算执行!E4" in capsys.readouterr().out
    sheet = load_workbook(target)["预算执行"]
    assert [sheet[cell].value is None for cell in ("E3", "E4", "E5")] == [False, True, False]
    main(["run", str(book), "-o", str(tmp_path / "果")])
    receipt = json.loads((tmp_path / "果" / "自评表-回执.json").read_text("utf-8"))
    schema = json.loads((root / "docs" / "schema" / "receipt.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(receipt)
    assert receipt["locked"] == [{"sheet": "预算执行", "cell": "E4"}]
    assert receipt["attachments"] is None


@pytest.fixture
def locked(book: Path) -> Path:
    """Return the book with its structure locked."""
    workbook = load_workbook(book)
    workbook.security = WorkbookProtection(lockStructure=True)
    workbook.save(book)
    return book


def test_run_writes_the_sheets_of_a_locked_structure_beside(
    locked: Path, tmp_path: Path, capsys: Capture, root: Path
) -> None:
    out = tmp_path / "果"
    assert main(["run", str(locked), "-o", str(out)]) == 0
    told = capsys.readouterr().out
    assert "结构受保护" in told
    assert "自评表-附件.xlsx" in told
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    assert "自评表-附件.xlsx" in first
    assert load_workbook(out / "自评表.xlsx").sheetnames == ["预算执行", "项目清单"]
    second = read(out / "自评表-附件.xlsx")
    assert second.sheets[-1].name == "检查结果"
    assert all(sheet.ownership for sheet in second.sheets)
    assert not any("!" in (cell.formula or "") for sheet in second.sheets for cell in sheet.cells.values())
    schema = json.loads((root / "docs" / "schema" / "receipt.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(json.loads(first["自评表-回执.json"]))
    assert main(["run", str(locked), "-o", str(out)]) == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first


def test_an_edited_second_workbook_is_not_overwritten(locked: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "果"
    main(["run", str(locked), "-o", str(out)])
    second = out / "自评表-附件.xlsx"
    workbook = load_workbook(second)
    workbook["检查结果"]["A1"] = "改过"
    workbook.save(second)
    assert main(["run", str(locked), "-o", str(out)]) == 2
    assert "自评表-附件.xlsx" in capsys.readouterr().err
    assert main(["run", str(locked), "-o", str(out), "--overwrite"]) == 0


def test_attach_to_a_locked_structure(locked: Path, tmp_path: Path, capsys: Capture) -> None:
    target, second = tmp_path / "新.xlsx", tmp_path / "新-附件.xlsx"
    assert main(["attach", str(locked), "-o", str(target)]) == 0
    assert str(second) in capsys.readouterr().out
    assert target.read_bytes() == locked.read_bytes()
    assert all(sheet.ownership for sheet in read(second).sheets)
    before = second.read_bytes()
    target.unlink()
    assert main(["attach", str(locked), "-o", str(target)]) == 2
    assert not target.exists()
    assert main(["attach", str(locked), "-o", str(target), "--overwrite"]) == 0
    assert second.read_bytes() == before


def test_marking_a_locked_structure_is_refused(locked: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["check", str(locked), "-o", str(tmp_path / "新.xlsx")]) == 2
    assert "撤销工作簿保护" in capsys.readouterr().err
    assert main(["check", str(locked)]) == 0


def test_the_second_workbook_opens_elsewhere(locked: Path, tmp_path: Path, office: Callable[..., Path]) -> None:
    main(["attach", str(locked), "-o", str(tmp_path / "新.xlsx")])
    names = [sheet.name for sheet in read(tmp_path / "新-附件.xlsx").sheets]
    assert load_workbook(office(tmp_path / "新-附件.xlsx")).sheetnames == names
