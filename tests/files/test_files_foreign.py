"""Formats that are only read: .xls, .xlsb, .ods, .et; told by their content, written as a new .xlsx."""

from __future__ import annotations

import random
import shutil
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import binarybook
import openpyxl
import pytest

from perfxl.cli.main import main
from perfxl.errors import InputError, RefusedError
from perfxl.files.foreign import foreign
from perfxl.files.parts.opening import foreign_kind, suffix_for
from perfxl.files.read.reading import read
from perfxl.files.write.writing import fingerprint, write
from perfxl.jobs.check import check
from perfxl.sheets.changeset import CellWrite, ChangeSet, NoteWrite, SheetSpec, SheetWrite, SpecCell
from perfxl.sheets.ownership import ownership_of
from perfxl.sheets.snapshot import Cell, Snapshot

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
Convert = Callable[..., Path]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a workbook with one of each kind of cell, merges and a hidden sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "自评 表"
    rows = (("标题", None, None), ("=文字", 12.5, True), (date(2025, 3, 1), "=1+1", "@x"), ("末", -3, 1e15))
    for row in rows:
        sheet.append(row)
    sheet["A2"].data_type = "s"
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A5:B7")
    book.create_sheet("隐").sheet_state = "hidden"
    path = tmp_path / "原.xlsx"
    book.save(path)
    return path


@pytest.fixture
def example(root: Path) -> Path:
    """Return the worked example."""
    return root / "workbooks" / "pingshan-2020.xlsx"


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_values_merges_and_names(source: Path, office: Convert, kind: str) -> None:
    converted = read(office(source, kind))
    sheet = converted.sheets[0]
    assert [(each.name, each.hidden) for each in converted.sheets] == [("自评 表", False), ("隐", True)]
    assert sorted(sheet.merges) == [(1, 1, 1, 3), (5, 1, 7, 2)]
    values = {place: cell.value for place, cell in sheet.cells.items()}
    expected = {(2, 1): "=文字", (2, 2): Decimal("12.5"), (3, 1): Decimal(45717), (3, 2): Decimal(2), (3, 3): "@x"}
    assert {place: values[place] for place in expected} == expected
    assert sheet.cells[3, 1].number_format == "yyyy-mm-dd"
    assert all(cell.formula is None for cell in sheet.cells.values())


def test_binary_workbook(tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsb"
    binarybook.make(path, "自评表", [["标题", "=1+1"], ["甲", 2.5]], (1, 1, 1, 2))
    sheet = read(path).sheets[0]
    assert (sheet.name, sheet.merges) == ("自评表", ((1, 1, 1, 2),))
    assert sheet.cells == {
        (1, 1): Cell("标题"),
        (1, 2): Cell("=1+1"),
        (2, 1): Cell("甲"),
        (2, 2): Cell(Decimal("2.5")),
    }


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_the_example_reads_as_it_does_in_xlsx(example: Path, office: Convert, kind: str) -> None:
    before, after = read(example), read(office(example, kind))
    assert [sheet.name for sheet in after.sheets] == [sheet.name for sheet in before.sheets]
    assert [sorted(sheet.merges) for sheet in after.sheets] == [sorted(sheet.merges) for sheet in before.sheets]
    typed = (numbers(before, formulas=False), numbers(after, formulas=False))
    assert typed[0].items() <= typed[1].items()
    assert {finding.code for finding in check(after).findings} & {finding.code for finding in check(before).findings}


def numbers(snapshot: Snapshot, *, formulas: bool) -> dict[tuple[str, tuple[int, int]], object]:
    return {
        (sheet.name, place): cell.value
        for sheet in snapshot.sheets
        for place, cell in sheet.cells.items()
        if cell.value not in (None, "") and (formulas or cell.formula is None)
    }


def test_content_tells_the_format(source: Path, office: Convert, tmp_path: Path) -> None:
    old = office(source, "xls")
    for name in ("甲.et", "甲.xlsx", "甲.dat"):
        shutil.copy(old, tmp_path / name)
        assert (foreign_kind(tmp_path / name), suffix_for(tmp_path / name)) == (".xls", ".xlsx")
        assert read(tmp_path / name).sheets[0].cells == read(old).sheets[0].cells
    shutil.copy(source, tmp_path / "乙.et")
    assert (foreign_kind(tmp_path / "乙.et"), suffix_for(tmp_path / "乙.et")) == ("", ".xlsx")
    assert read(tmp_path / "乙.et").sheets == read(source).sheets


def test_writing_makes_a_new_workbook(source: Path, office: Convert, tmp_path: Path) -> None:
    old, target = office(source, "xls"), tmp_path / "新.xlsx"
    before = old.read_bytes()
    spec = SheetSpec("findings", "检查结果", {(1, 1): SpecCell("甲")})
    cells = (CellWrite("自评 表", "B2", Decimal(7), old_value=Decimal("12.5")),)
    notes = (NoteWrite("自评 表", "C2", "批注"),)
    changes = ChangeSet(cells, (SheetWrite(spec, ownership_of(spec), "检查结果"),), notes=notes)
    write(old, changes, target, expected=fingerprint(old))
    assert old.read_bytes() == before
    book = openpyxl.load_workbook(target)
    sheet = book["自评 表"]
    assert book.sheetnames == ["自评 表", "隐", "检查结果"]
    assert (sheet["B2"].value, sheet["A2"].value, sheet["A2"].data_type) == (7, "=文字", "s")
    assert sheet["C2"].comment.text == "批注"
    assert sheet["A3"].value.date() == date(2025, 3, 1)
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A1:C1", "A5:B7"]


def test_never_in_place_nor_under_its_own_extension(source: Path, office: Convert, tmp_path: Path) -> None:
    old = office(source, "xls")
    with pytest.raises(RefusedError, match="不能就地修改"):
        write(old, ChangeSet(), old, in_place=True)
    with pytest.raises(RefusedError, match=r"扩展名须是 \.xlsx"):
        write(old, ChangeSet(), tmp_path / "新.xls")
    assert not list(tmp_path.glob("*备份*"))


def test_changed_since_read(source: Path, office: Convert, tmp_path: Path) -> None:
    old = office(source, "xls")
    before = fingerprint(old)
    old.write_bytes(old.read_bytes() + b"\0")
    with pytest.raises(RefusedError, match="读取之后被改动"):
        write(old, ChangeSet(), tmp_path / "新.xlsx", expected=before)


def test_the_command_line(example: Path, office: Convert, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = office(example, "xls")
    assert main(["check", str(old)]) == 1
    assert "读不到公式" in capsys.readouterr().out
    assert main(["map", str(old)]) == 0
    assert "识别到" in capsys.readouterr().out
    assert main(["run", str(old), "-o", str(tmp_path / "出")]) == 1
    assert "没有带过来" in capsys.readouterr().out
    assert read(tmp_path / "出" / f"{old.stem}.xlsx").sheet("检查结果")
    assert main(["fill", str(old), "-o", str(tmp_path / "填.xls")]) == 2
    assert "只能写成新的 .xlsx" in capsys.readouterr().err
    assert main(["fill", str(old), "--in-place"]) == 2
    assert "另存为 .xlsx" in capsys.readouterr().err
    assert main(["recalc", str(old), "--check"]) == 2
    assert "读不到公式" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_broken_ones_are_refused_with_a_sentence(source: Path, office: Convert, tmp_path: Path, kind: str) -> None:
    data, chance = office(source, kind).read_bytes(), random.Random(7)
    for turn in range(40):
        broken = bytearray(data[: chance.randrange(600, len(data))] if turn % 4 == 0 else data)
        for _ in range(turn % 5):
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        path = tmp_path / f"坏.{kind}"
        path.write_bytes(broken)
        try:
            read(path)
        except InputError as error:
            assert str(error).endswith("。")  # noqa: PT017


def test_a_reader_that_hangs_dies_or_asks_for_a_password(
    source: Path, office: Convert, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = office(source, "xls")
    for program, words in (
        ("import os; os.abort()", "可能已损坏"),
        ("raise SystemExit(3)", "打开密码"),
        ("print('[')", "可能已损坏"),
        ("print('[{}]' * 2)", "可能已损坏"),
        ("import time; time.sleep(60)", "1 秒还没有读完"),
    ):
        monkeypatch.setattr(foreign, "_PROGRAM", program.replace("{", "{{").replace("}", "}}"))
        monkeypatch.setenv("PERFXL_MAX_SECONDS", "1" if "sleep" in program else "20")
        with pytest.raises(InputError, match=words):
            read(old)


def test_a_sheet_that_claims_to_be_vast(tmp_path: Path) -> None:
    """Calamine would reserve the whole rectangle, 17 thousand million cells."""
    path = tmp_path / "大.xlsb"
    binarybook.make(path, "表", [["甲"]], (1, 1, 1, 2))
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    row = binarybook.record(0, (1_048_575).to_bytes(4, "little") + bytes(21))
    cell = binarybook.record(5, (16_383).to_bytes(4, "little") + bytes(12))
    sheet = parts["xl/worksheets/sheet1.bin"].replace(binarybook.record(146), row + cell + binarybook.record(146))
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, sheet if name.endswith("sheet1.bin") else content)
    with pytest.raises(InputError, match="可能已损坏"):
        read(path)


def test_names_that_excel_would_not_take(tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsb"
    binarybook.make(path, "a/b:c*?[x]" + "长" * 40, [["甲"]], (1, 1, 1, 2))
    target = tmp_path / "新.xlsx"
    write(path, ChangeSet(), target)
    (name,) = openpyxl.load_workbook(target).sheetnames
    assert len(name) <= 31
    assert not set(name) & set("/:*?[]")


def test_calamine_is_loaded_only_when_needed(source: Path) -> None:
    read(source)
    assert "perfxl.files.foreign.foreignworker" not in sys.modules
