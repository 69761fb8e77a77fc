"""Texts that command a terminal: whatever a workbook, a report or a name holds, no verb passes it on raw."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from perfxl.cli.main import VERBS, main
from perfxl.output.visible import one_line, visible, visible_json, visible_xml

# Cells hold control characters as _xHHHH_ (ECMA-376 22.9.2.19); names of sheets and files hold the characters.
IN_CELLS = ("_x001B_[2J_x001B_]0;pwned_x0007_", "_x000D_全部相符", "_x0008__x0008_", "_x009B_31m", "\u202e", "\u2066")
IN_NAMES = ("\x9b31m", "\u202e", "\u2067", "\u061c", "\x85", "\u2028", "\x7f")
FORGED = "注\n伪造：全部相符"
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
TEXTS = ("部门预算执行情况表（单位：万元）", "项目", "年初预算数", "调整后预算数", "支出数", "执行率")

in_cells = st.sampled_from((*IN_CELLS, FORGED))
in_names = st.sampled_from(IN_NAMES)


def told(*arguments: str) -> tuple[int, str, str]:
    """Run a verb; return its exit code and what it said on either stream."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(arguments)
    return code, out.getvalue(), err.getvalue()


def commands(book: str, report: str, folder: Path, sheet: str) -> list[list[str]]:
    """Return a command line for every verb that shows what a workbook holds, and some for each format."""
    target = str(folder / "out.xlsx")
    return [
        ["check", book],
        ["check", book, book],
        ["check", book, "--format", "json"],
        ["check", "--report", report, book, "--ties"],
        ["check", "--report", report, "--format", "json"],
        ["map", book],
        ["map", book, "--format", "json"],
        ["explain", book, f"{sheet}!E3"],
        ["explain", book, f"{sheet}!F3", "--format", "json"],
        ["explain", book, sheet],
        ["recalc", book, "--check"],
        ["recalc", book, "--check", "--format", "json"],
        ["recalc", book, "--check", "--format", "junit"],
        ["recalc", book, "-o", target, "--overwrite"],
        ["fill", book, "--dry-run"],
        ["fix", book, "--dry-run"],
        ["fill", book, "-o", target, "--overwrite"],
        ["attach", book, "-o", target, "--overwrite"],
        ["values", book, "-o", target, "--overwrite"],
        ["report", book, "-o", str(folder / "报告.docx"), "--overwrite"],
        ["report", book, "--kind", "project", "-o", str(folder / "项目.docx"), "--overwrite"],
        ["run", book, "-o", str(folder / f"结果{sheet[-1]}")],
        ["diff", book, book],
        ["monitor", book, "--month", "6", "-o", str(folder / "监控")],
        ["monitor", book, "--month", "6", "-o", str(folder / "监控"), "--format", "json", "--overwrite"],
        ["packs", "show", sheet],
        ["packs", "lint", sheet],
        ["new", "-o", f"{sheet}.xls"],
        ["new", "--from", book, "-o", str(folder / "新.xlsx")],
        ["split", book, "-o", str(folder / "表样")],
        ["collect", str(folder / "表样"), "--into", book, "-o", str(folder / "收回.xlsx")],
        ["collect", str(folder / "表样"), "--into", book, "-o", target, "--overwrite", "--format", "json"],
        ["check", book, "--details", "--summary", str(folder / "汇总.csv")],
        ["addin", "build", "-o", f"{sheet}.xls"],
        ["doctor", "-o", book],
        [sheet],
        ["check", f"--{sheet}"],
        ["map", f"{book}{sheet}"],
    ]


@pytest.mark.filterwarnings("ignore:Title is more than 31 characters")
@settings(max_examples=12, deadline=None)
@given(cell=in_cells, name=in_names, place=st.integers(0, len(TEXTS)))
def test_no_verb_passes_on_what_commands_a_terminal(
    tmp_path_factory: pytest.TempPathFactory, cell: str, name: str, place: int
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    sheet = f"预算{name}执行{name}"
    book, report = drawn(folder, sheet, cell, name, place), folder / f"报告{name}.txt"
    report.write_text(f"年初预算数80万元，{cell}支出数90.5万元，执行率为95.00%{name}。\n", encoding="utf-8")
    verbs = set()
    for arguments in commands(str(book), str(report), folder, sheet):
        code, out, err = told(*arguments)
        assert code in (0, 1, 2), arguments
        assert not RAW.search(out + err), arguments
        assert not re.search(r"^\s*伪造", out + err, re.MULTILINE), arguments
        if code == 2:
            assert (out, err.count("\n")) == ("", 1), arguments
        elif "json" in arguments:
            json.loads(out)
        elif "junit" in arguments:
            ElementTree.fromstring(out)
        verbs.add(arguments[0])
    assert verbs >= set(VERBS)
    assert not any(RAW.search(path.read_text(encoding="utf-8")) for path in folder.glob("结果*/*.[tj]*"))


def drawn(folder: Path, sheet: str, hostile: str, name: str, place: int) -> Path:
    """Draw a table with the hostile text in the name of a project, in a text, and in a formula's wrong cache."""
    workbook = Workbook()
    page = workbook.active
    page.title = sheet
    texts = [f"{text}{hostile}" if at == place else text for at, text in enumerate(TEXTS)]
    for row in (texts[:1], texts[1:], [f"{hostile}甲", 80, 100, 90.5, "95.00%"], ["合计", 80, 100, 91, None]):
        page.append(row)
    page["F3"] = f'="x"&"{hostile}"'
    page["F4"] = f"=NOSUCH(A3)+'{sheet}'!F3"
    path = folder / f"自评{name}.xlsx"
    workbook.save(path)
    return path


@given(st.text())
def test_text_made_visible_holds_no_command_and_loses_nothing(text: str) -> None:
    assert not RAW.search(visible(text))
    assert not re.search("[\n]", one_line(text))
    assert visible(text) == text or RAW.search(text)


@given(st.text())
def test_json_made_visible_means_the_same(text: str) -> None:
    document = visible_json(json.dumps({"said": text}, ensure_ascii=False))
    assert json.loads(document) == {"said": text}
    assert not RAW.search(document)


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_fits_into_xml(text: str) -> None:
    element = ElementTree.Element("failure", message=visible_xml(text))
    element.text = visible_xml(text)
    read = ElementTree.fromstring(ElementTree.tostring(element, encoding="utf-8"))
    assert read.text in (visible_xml(text), None)
    assert not RAW.search(visible_xml(text))


@pytest.mark.parametrize(("book", "formats"), [("ansi-x001b.xlsx", ("text", "json", "junit"))])
def test_the_reported_workbook_is_told_without_commands(root: Path, book: str, formats: tuple[str, ...]) -> None:
    path = root.parent / "shared" / "cases" / book
    if not path.is_file():
        pytest.skip(f"no {book} beside the checkout (../shared/cases)")
    for each in formats:
        code, out, _ = told("recalc", str(path), "--check", "--format", each)
        assert code == 1
        assert not RAW.search(out)
        assert "x1b" in out or "u001b" in out


def test_only_the_console_writes_to_the_streams(root: Path) -> None:
    readers: Callable[[str], bool] = re.compile(r"\bprint\(|sys\.(stdout|stderr)|\.isatty").search
    speaking = {
        str(path.relative_to(root / "perfxl"))
        for path in (root / "perfxl").rglob("*.py")
        if readers(re.sub(r"_print\(|fingerprint\(|misprint\(", "", path.read_text(encoding="utf-8")))
    }
    pages, workers = {"output/checkpages.py", "functions/pages.py"}, {"files/foreign/foreignworker.py"}
    assert speaking == {"cli/console.py", *pages, *workers, "recalc/libreoffice/server.py"}
