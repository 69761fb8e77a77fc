"""The worked example: what is found in it, what is made of it, and what is left alone."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from perfxl.cli.main import main
from perfxl.files.read.reading import read
from perfxl.files.write.writing import write
from perfxl.sheets.address import position_of
from perfxl.sheets.changeset import CellWrite, ChangeSet

PLANTED = {
    ("季度支出", "C8"): ("255,383.97", "255,395.53"),
    ("三公经费", "D9"): ("27.73%", "27.71%"),
    ("人员编制", "D6"): ("100%", "92.31%"),
    ("结转结余", "B6"): ("255,338.97", "255,383.97"),
    ("支出控制", "B5"): ("25,5171.89", "255,171.89"),
    ("支出控制", "C5"): ("25,3860.37", "253,860.37"),
}
MENDED = {
    ("季度支出", "B8"): "2237.60",
    ("三公经费", "D9"): "0.2771",
    ("人员编制", "D6"): "0.9231",
    ("结转结余", "B6"): "255383.97",
    ("支出控制", "B5"): "255171.89",
    ("支出控制", "C5"): "253860.37",
}


def found(book: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict]]:
    code = main(["check", str(book), "--format", "json"])
    return code, json.loads(capsys.readouterr().out)["findings"]


def edited(book: Path, target: Path, cells: dict[tuple[str, str], str]) -> Path:
    """Write cells as a clerk would type them."""
    snapshot = read(book)
    writes = []
    for (name, address), value in cells.items():
        sheet = snapshot.sheet(name)
        assert sheet
        old = sheet.cells[position_of(address)]
        writes.append(CellWrite(name, address, Decimal(value), old_value=old.value, old_formula=old.formula))
    write(book, ChangeSet(tuple(writes)), target)
    return target


def test_exactly_the_planted_errors_are_found(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, findings = found(source, capsys)
    errors = [finding for finding in findings if finding["severity"] == "error"]
    assert code == 1
    assert {(f["sheet"], f["cell"]): (f["said"], f["expected"]) for f in errors} == PLANTED
    assert len(errors) == len(PLANTED)
    quarter = next(finding for finding in errors if finding["sheet"] == "季度支出")
    assert "2,237.60" in quarter["message"] + quarter["fix"]
    assert "255,395.53" in quarter["message"] + quarter["fix"]
    assert {"sheet": "季度支出", "cell": "B8"} in quarter["related"]


def test_the_mended_example_is_clean(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, findings = found(edited(source, tmp_path / "mended.xlsx", MENDED), capsys)
    assert code == 0
    assert [finding for finding in findings if finding["severity"] == "error"] == []


def test_the_blank_form_is_clean(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, findings = found(root / "workbooks" / "template.xlsx", capsys)
    assert code == 0
    assert [finding for finding in findings if finding["severity"] != "info"] == []


def test_all_attachments_are_there(output: Path) -> None:
    marked = [sheet.name for sheet in read(output).sheets if sheet.ownership]
    assert marked == [*(f"附件{number}" for number in range(1, 23)), "附件24", "检查结果"]


def test_a_second_run_changes_no_byte(output: Path, tmp_path: Path) -> None:
    assert main(["run", str(output), "-o", str(tmp_path), "--quiet"]) == 1
    assert (tmp_path / output.name).read_bytes() == output.read_bytes()


def test_what_a_hand_changed_on_a_generated_sheet_survives(
    output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_hand = edited(output, tmp_path / output.name, {("附件3", "E7"): "1"})
    main(["run", str(by_hand), "-o", str(tmp_path / "kept")])
    assert "附件3" in capsys.readouterr().out
    assert (tmp_path / "kept" / output.name).read_bytes() == by_hand.read_bytes()
    main(["run", str(by_hand), "-o", str(tmp_path / "fresh"), "--overwrite-edited", "--quiet"])
    again, first = read(tmp_path / "fresh" / output.name), read(output)
    assert again.sheet("附件3") == first.sheet("附件3")


def test_a_persons_sheet_of_the_same_name_is_left_alone(source: Path, tmp_path: Path) -> None:
    renamed = tmp_path / source.name
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(source)
    book["封面说明"].title = "附件2"
    book.save(renamed)
    main(["run", str(renamed), "-o", str(tmp_path / "out"), "--quiet"])
    before, after = read(renamed).sheet("附件2"), read(tmp_path / "out" / source.name)
    assert before == after.sheet("附件2")
    assert sum(sheet.ownership is not None for sheet in after.sheets) == 24


def test_the_source_is_never_touched(source: Path, tmp_path: Path) -> None:
    before = source.read_bytes()
    main(["run", str(source), "-o", str(tmp_path), "--quiet"])
    assert source.read_bytes() == before
    assert [path.name for path in source.parent.glob("~*")] == []


@pytest.mark.parametrize("verb", ["fill", "attach"])
def test_an_output_that_is_there_already_is_not_overwritten_unasked(
    verb: str, source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "mine.xlsx"
    target.write_bytes(b"somebody's work")
    assert main([verb, str(source), "-o", str(target)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "--overwrite" in told.err
    assert target.read_bytes() == b"somebody's work"
    assert main([verb, str(source), "-o", str(target), "--overwrite", "--quiet"]) in (0, 1)
    assert read(target).sheets
