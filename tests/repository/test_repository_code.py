"""How code is laid out: layers, size, docstrings, and no fact of the field in Python."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TypeGuard

import pytest
from python_calamine import load_workbook
from radon.complexity import cc_visit
from radon.visitors import Function

import perfxl
from perfxl.model.finding import Group

FILE_LINES, FUNCTION_LINES, COMPLEXITY = 250, 50, 10
PLACES = ("坪山", "深圳")
TWO_DECIMALS = re.compile(r"(?<![\d.])\d[\d,]*\.\d{2}(?![\d.])")
# A smaller or whole number may as well be a weight, a bound or a page margin.
LEAST = 10


def functions(source: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return all functions of a module, methods and nested ones included."""
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def numbers(text: str) -> set[Decimal]:
    """Return all telling numbers with two decimals in a text."""
    found = {Decimal(number.replace(",", "")) for number in TWO_DECIMALS.findall(text)}
    return {number for number in found if number >= LEAST and number % 1}


def example_figures(book: Path) -> set[Decimal]:
    """Return the telling figures of a workbook: numbers and numbers in text, to two decimals."""
    workbook = load_workbook(book)
    rows = [row for name in workbook.sheet_names for row in workbook.get_sheet_by_name(name).to_python()]
    texts = (f"{value:.2f}" if value == round(value, 2) else "" for row in rows for value in row if is_number(value))
    words = (str(value) for row in rows for value in row if isinstance(value, str))
    return numbers(" ".join(texts)) | numbers(" ".join(words))


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a cell holds a number and no truth value."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def test_every_check_and_law_names_its_group(modules: dict[Path, str]) -> None:
    """A check is chosen by its group; where one names none, nothing can be checked."""
    named = re.compile(rf"^GROUP = \"(?:{'|'.join(Group)})\"$", re.MULTILINE)
    registered = {path: source for path, source in modules.items() if re.fullmatch(r"px\d{3}_\w+\.py", path.name)}
    assert len(registered) > 50
    assert [path.name for path, source in registered.items() if not named.search(source)] == []


def test_layers_hold() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    root = Path(perfxl.__file__).parent.parent
    done = subprocess.run([*command, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_has_its_floor(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    layers = " ".join(project["tool"]["importlinter"]["contracts"][0]["layers"])
    rooms = {path.parent.name for path in (root / "perfxl").glob("*/__init__.py")}
    assert rooms - {name.rpartition(".")[2] for name in re.findall(r"[\w.]+", layers)} == set()


def test_files_are_short(modules: dict[Path, str]) -> None:
    assert {path.name: source.count("\n") for path, source in modules.items() if source.count("\n") > FILE_LINES} == {}


def test_functions_are_short(modules: dict[Path, str]) -> None:
    long = [
        f"{path.name}:{node.lineno} {node.name}"
        for path, source in modules.items()
        for node in functions(source)
        if (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


def test_functions_decide_little(modules: dict[Path, str]) -> None:
    """Cyclomatic complexity, `and`, `or`, conditional expressions and comprehensions counted."""
    found = [
        f"{path.name}:{block.lineno} {block.fullname} {block.complexity}"
        for path, source in modules.items()
        for block in cc_visit(source)
        if isinstance(block, Function) and block.complexity > COMPLEXITY
    ]
    assert found == []


def test_every_module_says_what_it_is(modules: dict[Path, str]) -> None:
    assert [str(path) for path, source in modules.items() if not ast.get_docstring(ast.parse(source))] == []


def test_every_public_function_and_class_says_what_it_is(modules: dict[Path, str]) -> None:
    silent = [
        f"{path.name}: {node.name}"
        for path, source in modules.items()
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def outside_packs(texts: dict[Path, str], root: Path) -> dict[Path, str]:
    """Return the texts of the package that are no rule packs."""
    package, packs = root / "perfxl", root / "perfxl" / "rules" / "packs"
    return {
        path: text
        for path, text in texts.items()
        if path.is_relative_to(package) and (path.suffix == ".py" or not path.is_relative_to(packs))
    }


@pytest.mark.parametrize("place", PLACES)
def test_places_are_named_in_packs_only(texts: dict[Path, str], root: Path, place: str) -> None:
    assert [
        path.relative_to(root).as_posix() for path, text in outside_packs(texts, root).items() if place in text
    ] == []


def test_no_figure_of_the_example_in_the_package(texts: dict[Path, str], root: Path) -> None:
    book = root / "workbooks" / "pingshan-2020.xlsx"
    if not book.exists():
        pytest.skip("the worked example is not there")
    figures = example_figures(book)
    assert len(figures) > 50
    told = {
        path.relative_to(root).as_posix(): sorted(hits)
        for path, text in outside_packs(texts, root).items()
        if (hits := numbers(text) & figures)
    }
    assert told == {}


def test_the_search_for_figures_finds_them() -> None:
    assert numbers("1,592.12 and 27.73 %, but 7.50, 100.00, 3.14159") == {Decimal("1592.12"), Decimal("27.73")}


def test_one_version(root: Path) -> None:
    changes = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\d+\.\d+\.\d+)", changes, re.MULTILINE)
    assert newest
    assert newest[1] == perfxl.__version__
