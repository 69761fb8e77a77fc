"""The Python API: its public names, what its frames hold, and that the examples of its page run."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import typing
from pathlib import Path

import pytest
from openpyxl import Workbook

import perfxl
from perfxl import api
from perfxl.errors import InputError
from perfxl.files.read.reading import read as read_snapshot
from perfxl.jobs.check import check as check_job

PUBLIC = ["Book", "Books", "__version__", "check", "read"]


@pytest.fixture(scope="module")
def example(root: Path) -> perfxl.Book:
    return perfxl.read(root / "workbooks" / "pingshan-2020.xlsx")


def test_the_public_names_are_these_and_no_others(root: Path) -> None:
    assert perfxl.__all__ == dir(perfxl) == PUBLIC
    assert [name for name in PUBLIC if not hasattr(perfxl, name)] == []
    stub = (root / "perfxl" / "__init__.pyi").read_text("utf-8")
    assert sorted(re.findall(r" as (\w+)$|^(__version__):", stub, re.M)) == sorted(
        [(name, "") for name in PUBLIC if name != "__version__"] + [("", "__version__")]
    )
    with pytest.raises(AttributeError, match="nothing"):
        perfxl.nothing  # noqa: B018


def test_importing_it_loads_nothing() -> None:
    code = "import perfxl, sys; print([name for name in sys.modules if name.startswith(('perfxl.', 'pandas', 'lxml'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_everything_public_is_typed_and_told() -> None:
    for named in (perfxl.read, perfxl.check, api.Books.save):
        assert "return" in typing.get_type_hints(named)
        assert named.__doc__
    for owner in (api.Book, api.Books):
        public = [name for name in vars(owner) if not name.startswith("_") and name != "path"]
        assert [name for name in public if not getattr(owner, name).__doc__] == []


def test_figures_stand_in_their_cells_with_their_units(example: perfxl.Book) -> None:
    figures = example.figures
    assert tuple(figures.columns) == api.FIGURES
    total = figures.query("kind == 'execution' and field == 'execution' and item == 'total'").iloc[0]
    assert (total["sheet"], total["unit"], total["state"], total["term"]) == (
        "预算执行",
        "万元",
        "number",
        "全年执行数",
    )
    rates = figures.query("field == 'execution_rate' and state == 'number'")
    assert rates["value"].between(0, 2).all()
    assert figures["value"].dtype == "float64"
    assert figures.query("state == 'blank'")["value"].isna().all()


def test_findings_are_those_of_the_command(example: perfxl.Book) -> None:
    found = check_job(read_snapshot(example.path)).findings
    assert tuple(example.findings.columns) == api.FINDINGS
    assert list(example.findings["message"]) == [each.message for each in found]
    assert list(example.findings["severity"]) == [each.severity.value for each in found]
    assert example.profile.year == 2020


def test_many_books_and_their_summary(root: Path, tmp_path: Path) -> None:
    shutil.copy(root / "workbooks" / "pingshan-2020.xlsx", tmp_path)
    (tmp_path / "空.xlsx").write_bytes(b"")
    books = perfxl.check(tmp_path)
    overview = books.overview
    assert tuple(overview.columns) == api.BOOKS
    assert list(overview["errors"]) == [6, 0]
    assert "空文件" in overview["error"][1]
    assert list(books.findings.columns) == ["book", "unit", *api.FINDINGS]
    assert len(books.findings) == overview[["errors", "warnings", "infos"]].sum().sum()
    books.save(tmp_path / "汇总.xlsx")
    assert (tmp_path / "汇总.xlsx").is_file()


def test_a_book_without_tables_has_empty_frames(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "a.xlsx")
    book = perfxl.read(tmp_path / "a.xlsx")
    assert (len(book.figures), len(book.findings), book.complete) == (0, 0, False)
    assert tuple(book.figures.columns) == api.FIGURES


def test_what_cannot_be_done_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="找不到"):
        perfxl.read(tmp_path / "没有.xlsx")
    with pytest.raises(InputError, match="没有要读的工作簿"):
        perfxl.check(tmp_path)
    with pytest.raises(InputError, match="没有写明"):
        perfxl.check([])


def test_the_examples_of_the_page_run_and_its_columns_are_all(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (root / "docs" / "api.md").read_text("utf-8")
    shutil.copytree(root / "workbooks", tmp_path / "workbooks", ignore=shutil.ignore_patterns("maker", "*.y*ml"))
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", page, re.S):
        exec(compile(block, "docs/api.md", "exec"), names)
    assert "PX105" in capsys.readouterr().out
    assert (tmp_path / "汇总.xlsx").is_file()
    documented = set(re.findall(r"`(\w+)`", page))
    assert {*api.FIGURES, *api.FINDINGS, *api.BOOKS} - documented == set()
