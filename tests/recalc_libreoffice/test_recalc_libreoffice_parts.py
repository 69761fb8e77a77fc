"""What needs no LibreOffice: how formulas are written, the extension, the helper, which cells rest on others."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml
from lxml import etree

from perfxl.errors import InputError
from perfxl.formulas.calculation import Block, Calculation, FormulaSheet, Name, Table
from perfxl.functions.registry import REGISTRY, call
from perfxl.recalc.dependants import dependants
from perfxl.recalc.libreoffice import extension, office, server
from perfxl.recalc.libreoffice.formulas import MARK, for_office, texts_and_truths
from perfxl.recalc.libreoffice.wire import encoded
from perfxl.sheets.address import Box
from perfxl.sheets.values import ErrorValue

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "formulas.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["formula"])
def test_formula_as_libreoffice_reads_it(case: dict[str, str]) -> None:
    assert for_office(case["formula"], lambda name: name == "区域") == case["written"].replace("^", MARK)


def test_every_function_gives_numbers_or_texts_or_truths() -> None:
    """A function that mixes them could not be handed to LibreOffice in one form."""
    texts, truths = texts_and_truths()
    for name, function in REGISTRY.items():
        results = [row for each in function.examples for row in encoded_values(each.result)]
        kinds = {type(value) for value in results if not isinstance(value, ErrorValue)}
        assert kinds == ({str} if name in texts else {bool} if name in truths else {float}), name


def encoded_values(result: object) -> list[object]:
    return [value for row in result for value in row] if isinstance(result, list) else [result]


def test_extension_is_the_same_every_time_and_complete() -> None:
    first, second = extension.pack(), extension.pack()
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        manifest = etree.fromstring(archive.read("META-INF/manifest.xml"))
        named = {value for each in manifest for key, value in each.attrib.items() if key.endswith("full-path")}
        assert named < set(archive.namelist())
        for name in archive.namelist():
            if name.endswith((".xml", ".xcu", ".components")):
                etree.fromstring(archive.read(name))
        interface = archive.read("XFunctions.idl").decode()
    for name in REGISTRY:
        assert f" {extension.method_name(name)}(" in interface
    assert "_" not in interface.replace("sheet_", "")


def test_extension_names_do_not_clash() -> None:
    methods = [*map(extension.method_name, REGISTRY), extension.CELLS]
    assert len(set(methods)) == len(methods)


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ('["execrate", [60.0, 100.0, {"missing": true}]]', 0.6),
        ('["execrate", [[[1], [2]], [[2], [null]], {"missing": true}]]', [[0.5], [ErrorValue.NA]]),
        ('["execrate", [{"error": "#REF!"}, 1.0, {"missing": true}]]', ErrorValue.REF),
        ('["execrate", [true, 1.0, {"missing": true}]]', ErrorValue.VALUE),
        ('["execrate", [1.0, 0.0, {"missing": true}]]', ErrorValue.DIV0),
        ('["ties", [3.0, [[1.0, 2.0]], {"missing": true}]]', True),
        ('["total", [[[1.0, 2.0]], 3.0]]', 6.0),
        ('["nosuch", []]', ErrorValue.NAME),
        ('["execrate", [{"error": "?"}, 1.0]]', ErrorValue.VALUE),
        ("not JSON", ErrorValue.VALUE),
        ("7", ErrorValue.VALUE),
    ],
)
def test_helper_answers(line: str, result: object) -> None:
    assert json.loads(server.answer(line.encode())) == encoded(result)


def test_helper_answers_line_by_line() -> None:
    asked = b'["grade", [95.0, {"missing": true}]]\n["execrate", [1.0, 2.0, {"missing": true}]]\n'
    command = [sys.executable, "-m", "perfxl.recalc.libreoffice.server"]
    done = subprocess.run(command, input=asked, capture_output=True, check=True, timeout=60)
    assert [json.loads(line) for line in done.stdout.splitlines()] == [call("PX_GRADE", [95.0]), 0.5]


def test_missing_program_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(office.VARIABLE, "/nowhere/soffice")
    with pytest.raises(InputError, match="PERFXL_SOFFICE"):
        office.find()
    monkeypatch.delenv(office.VARIABLE)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "_PLACES", ())
    with pytest.raises(InputError, match="请先安装"):
        office.find()


def test_program_is_found_where_it_is_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "libreoffice25.2" / "program" / "soffice"
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.delenv(office.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "_PLACES", (f"{tmp_path}/libreoffice*/program/soffice",))
    assert office.find() == str(program)


def _program(folder: Path, script: str) -> str:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return str(program)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the program")
def test_program_that_hangs_or_breaks_off_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    monkeypatch.setenv(office.VARIABLE, _program(tmp_path, f"(sleep 2; touch {alive}) & sleep 60"))
    with pytest.raises(InputError, match="没有算完，已停止"):
        office.run(tmp_path / "book.xlsx", deadline=0.3)
    monkeypatch.setenv(office.VARIABLE, _program(tmp_path, "exit 3"))
    with pytest.raises(InputError, match="没有算完就退出了"):
        office.run(tmp_path / "book.xlsx", deadline=20)
    monkeypatch.setenv(office.VARIABLE, _program(tmp_path, "sleep 2; exit 3"))
    with pytest.raises(InputError, match="没有算完就退出了"):
        office.run(tmp_path / "book.xlsx", deadline=20)
    assert not alive.exists(), "what the program started outlived it"


def test_cells_that_rest_on_others() -> None:
    first = FormulaSheet(
        "表1",
        formulas={
            (1, 2): "A1+1",
            (2, 2): "SUM(A1:A9)",
            (3, 2): "B1*2",
            (4, 2): "总额",
            (5, 2): "SUM(明细[金额])",
            (6, 2): "表2!A1",
            (7, 2): "1+1",
            (1, 3): "B3:B4",
        },
        blocks={(1, 3): Block(Box(1, 3, 2, 3), "spill")},
    )
    second = FormulaSheet("表2", formulas={(1, 1): "SUM(表1:表2!C2)"})
    calculation = Calculation(
        Path("book.xlsx"),
        (first, second),
        names=(Name("总额", "表1!$A$1"), Name("圈", "圈+1")),
        tables=(Table("明细", "表1", Box(1, 1, 3, 1), ("金额",)),),
    )
    on_first = {(1, 2), (2, 2), (3, 2), (4, 2), (5, 2), (6, 2), (1, 3), (2, 3)}
    assert dependants(calculation, [("表1", 1, 1)]) == {("表1", *cell) for cell in on_first} | {("表2", 1, 1)}
    assert dependants(calculation, [("表1", 7, 2)]) == set()
