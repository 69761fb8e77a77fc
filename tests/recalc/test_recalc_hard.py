"""A workbook with all that goes wrong at once: what can be recalculated is, the rest is listed, nothing is lost."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from perfxl.cli.main import main

MANY = 100_001
KEPT = {
    "杂!A1": ("='[1]外部'!B2+1", 7, "别的工作簿"),
    "杂!A2": ("=A3+1", 1, "循环"),
    "杂!A3": ("=A2+1", 2, "循环"),
    "杂!A4": ("=没有的名称*2", 3, "名称"),
    "杂!A5": ("=FOOBAR(1)", 4, "FOOBAR"),
}
COMPUTED = {
    "杂!A6": ("=A1+1", 8),
    "杂!A7": ("=1+1", 2),
    "杂!A8": ("=1/0", "#DIV/0!"),
    "杂!A9": ("=A5*2", 8),
    "杂!A10": ("=坏名+1", "#REF!"),
}


def made(path: Path, many: int) -> Path:
    with xlsxwriter.Workbook(path) as book:
        large = book.add_worksheet("大表")
        for row in range(many):
            large.write_number(row, 0, row)
            large.write_formula(row, 1, f"=A{row + 1}*2+1", None, row * 2 + 1)
        mixed = book.add_worksheet("杂")
        for place, (formula, value, *_) in (KEPT | COMPUTED).items():
            mixed.write_formula(place.partition("!")[2], formula, None, value)
        book.define_name("坏名", "=#REF!")
    return path


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("hard") / "难.xlsx", MANY)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return made(tmp_path / "小.xlsx", 10)


def check(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict]:
    capsys.readouterr()
    code = main(["recalc", str(path), "--check", "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


def test_what_can_be_is_recalculated_and_the_rest_is_listed(hard: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = check(hard, capsys)
    assert code == 1
    reasons = {f"{each['sheet']}!{each['cell']}": each["reason"] for each in found["not_recalculated"]}
    assert set(reasons) == set(KEPT)
    assert all(KEPT[place][2] in reason for place, reason in reasons.items())
    assert found["stale"] == []
    assert found["summary"]["recalculated"] == MANY + len(COMPUTED)


def test_a_stale_cell_among_them_is_mended_and_nothing_is_lost(
    hard: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, mended = tmp_path / "旧.xlsx", tmp_path / "新.xlsx"
    with zipfile.ZipFile(hard) as source, zipfile.ZipFile(broken, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            target.writestr(entry, data.replace(b"<f>A50000*2+1</f><v>99999</v>", b"<f>A50000*2+1</f><v>5</v>"))
    capsys.readouterr()
    assert main(["recalc", str(broken), "-o", str(mended), "--format", "json"]) == 1  # five cells keep their values
    (stale,) = json.loads(capsys.readouterr().out)["stale"]
    assert stale == {"sheet": "大表", "cell": "B50000", "stored": 5, "computed": 99999}
    with zipfile.ZipFile(hard) as before, zipfile.ZipFile(mended) as after:
        assert before.namelist() == after.namelist()
        assert [name for name in before.namelist() if before.read(name) != after.read(name)] == []
    book = openpyxl.load_workbook(mended, data_only=True, read_only=True)
    values = [cell for (cell,) in book["杂"].iter_rows(max_col=1, values_only=True)]
    assert values == [value for _, value, *_ in (KEPT | COMPUTED).values()]


def test_what_cannot_be_read_ends_with_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04")
    assert main(["recalc", str(broken), "--check"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ([], "-o"),
        (["--check", "-o", "x.xlsx"], "--check"),
        (["--check", "--engine", "abacus"], "abacus"),
    ],
)
def test_a_wrong_command_line(arguments: list[str], part: str, small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recalc", str(small), *arguments]) == 2
    assert part in capsys.readouterr().err


def test_a_book_without_formulas_is_proven(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = 5
    path = tmp_path / "空.xlsx"
    book.save(path)
    assert main(["recalc", str(path), "--check"]) == 0
    assert "没有公式" in capsys.readouterr().out


def test_junit_fails_the_sheet_and_names_the_cell(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from xml.etree import ElementTree  # noqa: PLC0415

    capsys.readouterr()
    assert main(["recalc", str(small), "--check", "--format", "junit"]) == 1
    suite = ElementTree.fromstring(capsys.readouterr().out).find("testsuite")
    failing = {case.get("name"): case.findtext("failure") for case in suite if case.find("failure") is not None}
    assert {case.get("name") for case in suite} == {"大表", "杂"}
    assert list(failing) == ["杂"]
    assert all(place in failing["杂"] for place in KEPT)
