"""Every kind of file that perfxl ships or writes, through the Open XML SDK's validator: no errors."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from validating import errors, workbooks

from perfxl.cli.main import main
from perfxl.install.addin import build

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "workbooks" / "pingshan-2020.xlsx"
# The verb, and what is done to the workbook before; OUT stands for what it writes.
VERBS = [
    (["run", "-o", "OUT"],),
    (["run", "--as", "functions", "--replace", "-o", "OUT"],),
    (["fill", "-o", "OUT/填.xlsx"], ["attach", "-o", "OUT/附.xlsx"]),
    (["check", "-o", "OUT/标.xlsx"], ["check", "--clear-marks", "-o", "OUT/清.xlsx"]),
    (["fill", "--as", "functions", "-o", "OUT/函.xlsx"], ["values", "-o", "OUT/值.xlsx"]),
    (["fill", "-o", "OUT/填.xlsx"], ["recalc", "-o", "OUT/算.xlsx"]),
    (["map", "-o", "OUT/识.xlsx"], ["run", "-o", "OUT"]),
    (["fix", "-o", "OUT/修.xlsx"],),
    (["split", "-o", "OUT"],),
    (["collect", "-o", "OUT/汇.xlsx"],),
    (["check", "--summary", "OUT/总.xlsx"],),
    (["monitor", "--month", "9", "-o", "OUT"],),
]
RIBBON = "customUI/customUI14.xml"


@pytest.mark.parametrize("book", workbooks(ROOT / "workbooks"), ids=lambda path: path.name)
def test_shipped_workbooks(book: Path) -> None:
    assert errors(book) == {}


@pytest.mark.parametrize("verbs", VERBS, ids=lambda verbs: " then ".join(verb[0] for verb in verbs))
def test_what_a_verb_writes(verbs: tuple[list[str], ...], tmp_path: Path) -> None:
    """Each verb takes what the one before it wrote."""
    book = EXAMPLE
    for number, verb in enumerate(verbs):
        folder = tmp_path / str(number)
        folder.mkdir()
        quiet = [] if verb[0] == "map" else ["--quiet"]
        assert main([*(part.replace("OUT", str(folder)) for part in verb), str(book), *quiet]) <= 1
        written = workbooks(folder)
        book = written[0]
        assert {path.name: errors(path) for path in written} == {path.name: {} for path in written}


def test_the_blank_workbook(tmp_path: Path) -> None:
    assert main(["new", "-o", str(tmp_path / "新.xlsx")]) == 0
    assert errors(tmp_path / "新.xlsx") == {}


def test_an_annotated_report(tmp_path: Path, office: Callable[..., Path]) -> None:
    """A report as LibreOffice writes it, with a comment put in."""
    source = tmp_path / "报告.txt"
    source.write_text("一、概况\n三公经费预算7.00万元，实际支出1.94万元，预算执行率为27.73%。\n", encoding="utf-8")
    report, copy = office(source, "docx"), tmp_path / "批注稿.docx"
    assert main(["check", "--report", str(report), "-o", str(copy)]) == 1
    assert errors(report) == errors(copy) == {}


def test_the_add_in_with_its_ribbon(tmp_path: Path) -> None:
    """The validator holds the ribbon against the schema that Microsoft publishes."""
    assert errors(with_ribbon(tmp_path, lambda ribbon: ribbon)) == {}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [('size="large"', 'size="huge"'), ("<tab ", '<tab nonsense="1" '), ("<group ", "<group/><nonsense/><group ")],
)
def test_a_ribbon_that_is_wrong_is_noticed(right: str, wrong: str, tmp_path: Path) -> None:
    found = errors(with_ribbon(tmp_path, lambda ribbon: ribbon.replace(right, wrong, 1)))
    assert {part for part, _, _ in found} == {f"/{RIBBON}"}


def with_ribbon(folder: Path, change: Callable[[str], str]) -> Path:
    """Write the add-in with its ribbon changed."""
    path = folder / build.FILE_NAME
    with zipfile.ZipFile(io.BytesIO(build.content())) as built, zipfile.ZipFile(path, "w") as target:
        for name in built.namelist():
            data = built.read(name)
            target.writestr(name, change(data.decode()).encode() if name == RIBBON else data)
    return path


@pytest.mark.parametrize("kind", [("department",), ("project", "--project", "节能管理"), ("accounts",)])
def test_a_report(kind: tuple[str, ...], tmp_path: Path) -> None:
    report, template = tmp_path / "报告.docx", tmp_path / "模板.docx"
    assert main(["report", str(EXAMPLE), "--kind", *kind, "-o", str(report), "--quiet"]) == 0
    assert main(["report", "--template-out", str(template), "--kind", kind[0], "--quiet"]) == 0
    assert errors(report) == errors(template) == {}
