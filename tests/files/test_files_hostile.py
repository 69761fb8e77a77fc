"""Workbooks that mean harm: nothing is fetched or run, no text becomes a formula, no name does damage."""

from __future__ import annotations

import builtins
import re
import socket
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from perfxl.attachments.findings import findings_sheet
from perfxl.errors import InputError, RefusedError
from perfxl.files.read.reading import read
from perfxl.files.write.writing import write
from perfxl.jobs.check import check
from perfxl.model.coverage import Coverage
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.sheets.changeset import CellWrite, ChangeSet, NoteWrite, SheetSpec, SheetWrite, SpecCell
from perfxl.sheets.names import is_valid, valid_name
from perfxl.sheets.ownership import ownership_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ByHand = Callable[..., Path]
SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n=", "＝", "=cmd|'/c calc'!A1", '=HYPERLINK("http://x","y")', "{=1}", "'=1")
hostile = pytest.mark.parametrize("text", [f"{sign}1+1" for sign in SIGNS])


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """Return a workbook of one empty sheet."""
    book = openpyxl.Workbook()
    book.active.title = "表"
    book.save(tmp_path / "原.xlsx")
    return tmp_path / "原.xlsx"


def parts_of(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}


def written(book: Path, text: str, target: Path) -> Workbook:
    spec = SheetSpec("findings", "检查", {(1, 1): SpecCell(text), (2, 1): SpecCell(text, link="'表'!A1")})
    cells = (CellWrite("表", "B2", text),)
    changes = ChangeSet(cells, (SheetWrite(spec, ownership_of(spec), "检查"),), notes=(NoteWrite("表", "C3", text),))
    write(book, changes, target)
    return openpyxl.load_workbook(target)


@hostile
def test_a_text_never_becomes_a_formula(plain: Path, tmp_path: Path, text: str) -> None:
    result = written(plain, text, tmp_path / "新.xlsx")
    for sheet in result.worksheets:
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s"}
    assert not any(
        re.search(r"<(\w+:)?f[ >]", xml) for name, xml in parts_of(tmp_path / "新.xlsx").items() if "sheet" in name
    )
    assert read(tmp_path / "新.xlsx").sheets[0].cells[2, 2].value == text
    assert read(tmp_path / "新.xlsx").sheets[0].notes[3, 3] == text


@settings(max_examples=40, deadline=None)
@given(sign=st.sampled_from(SIGNS), rest=st.text(max_size=30))
def test_no_text_at_all_becomes_a_formula(tmp_path_factory: pytest.TempPathFactory, sign: str, rest: str) -> None:
    folder = tmp_path_factory.mktemp("text")
    openpyxl.Workbook().save(folder / "原.xlsx")
    write(folder / "原.xlsx", ChangeSet((CellWrite("Sheet", "A1", sign + rest),)), folder / "新.xlsx")
    cell = read(folder / "新.xlsx").sheets[0].cells[1, 1]
    assert cell.formula is None
    assert openpyxl.load_workbook(folder / "新.xlsx")["Sheet"]["A1"].data_type in {"s", "inlineStr"}


@hostile
def test_findings_about_hostile_text_are_text(text: str) -> None:
    finding = Finding(
        code="PX101",
        name=text,
        severity=Severity.ERROR,
        place=Place("表", "A1"),
        related=(),
        said=text,
        expected=text,
        message=text,
        fix=text,
        citation=text,
    )
    assert [
        cell.formula for cell in findings_sheet((finding,), Coverage()).cells.values() if cell.formula is not None
    ] == []


@pytest.mark.parametrize(
    "wish",
    ["", "'", "History", "a/b\\c?*[d]:e", "长" * 40, "😀" * 20, "\x00\x1f", "'甲'", " 甲 ", "../../x", "=1+1", '<&">'],
)
def test_sheet_names_from_data(plain: Path, tmp_path: Path, wish: str) -> None:
    book, names = plain, ["表"]
    for number in range(3):
        names.append(valid_name(wish, names))
        assert is_valid(names[-1])
        target = tmp_path / f"{number}.xlsx"
        spec = SheetSpec(f"findings{number}", names[-1], {(1, 1): SpecCell("甲")})
        write(book, ChangeSet(sheets=(SheetWrite(spec, ownership_of(spec), names[-1]),)), target)
        book = target
    assert openpyxl.load_workbook(book).sheetnames == names
    assert len({name.casefold() for name in names}) == 4
    assert [sheet.name for sheet in read(book).sheets] == names


@pytest.mark.parametrize("name", ["a/b", "x" * 32, "表", "", "'x", "History"])
def test_a_bad_sheet_name_is_refused(plain: Path, tmp_path: Path, name: str) -> None:
    spec = SheetSpec("findings", name, {(1, 1): SpecCell("甲")})
    with pytest.raises(RefusedError, match="工作表"):
        write(plain, ChangeSet(sheets=(SheetWrite(spec, ownership_of(spec), name),)), tmp_path / "新.xlsx")


def forbid(*_: object, **__: object) -> None:
    raise AssertionError("a workbook reached out")


def test_nothing_is_fetched_opened_or_run(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """External links, queries, pictures on the web, a template elsewhere, macros: left where they are."""
    monkeypatch.syspath_prepend(root / "benchmarks")
    import featurebook  # noqa: PLC0415

    source, lure = tmp_path / "特性.xlsm", tmp_path / "上年.xlsx"
    lure.write_bytes(b"must not be opened")
    source.write_bytes(linked(featurebook.feature_book(), tmp_path))
    genuine, opened = builtins.open, []
    monkeypatch.setattr(socket, "socket", forbid)
    monkeypatch.setattr(subprocess, "Popen", forbid)
    monkeypatch.setattr(builtins, "open", lambda file, *a, **k: (opened.append(str(file)), genuine(file, *a, **k))[1])
    check(read(source))
    write(source, ChangeSet((CellWrite("数据源", "E1", "写"),)), tmp_path / "新.xlsm")
    assert [name for name in opened if "上年" in name] == []
    before, after = parts_of(source), parts_of(tmp_path / "新.xlsm")
    assert {name for name in before if "external" in name.lower() or "vba" in name} <= {
        name for name in before if before[name] == after[name]
    }


def linked(data: bytes, folder: Path) -> bytes:
    """Return the workbook with its external link leading to a file beside it and to a server."""
    path = folder / "basis.xlsm"
    path.write_bytes(data)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    part = "xl/externalLinks/_rels/externalLink1.xml.rels"
    other = (
        b'<Relationship Id="rId2" Type="x/externalLinkPath" Target="\\\\server\\share\\x.xlsx" TargetMode="External"/>'
    )
    parts[part] = parts[part].replace(b"%E4%B8%8A%E5%B9%B4.xlsx", "上年.xlsx".encode())
    parts[part] = parts[part].replace(b"</Relationships>", other + b"</Relationships>")
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path.read_bytes()


@pytest.mark.parametrize("part", ["sheet", "sharedStrings", "styles"])
def test_entities_are_refused_in_every_part(by_hand: ByHand, part: str) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    sheet = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>'
    )
    strings, styles = f'<sst xmlns="{MAIN}"><si><t>x</t></si></sst>', f'<styleSheet xmlns="{MAIN}"/>'
    made = {"sheet": sheet, "sharedStrings": strings, "styles": styles}
    made[part] = bomb + made[part]
    book = by_hand(made.pop("sheet"), **made)
    with pytest.raises(InputError, match="文档类型声明"):
        read(book)


def test_deep_nesting_inside_rows(by_hand: ByHand) -> None:
    deep = "<x>" * 5000 + "</x>" * 5000
    book = by_hand(f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{deep}</row></sheetData></worksheet>')
    with pytest.raises(InputError, match=r"已损坏|嵌套"):
        read(book)
