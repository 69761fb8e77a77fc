"""Formulas have one grammar: nowhere else does a pattern know what a reference looks like."""

from __future__ import annotations

import ast
import pkgutil
import re
from importlib import import_module
from pathlib import Path

import perfxl

HOMES = ("perfxl.formulas.", "perfxl.sheets.address")
CELLS, NO_CELLS = ("AB12", "$AB$12"), ("12AB", "ABCDE", "1234")
SHEETS, NO_SHEETS = ("'表 1'!", "'表 1'!B2"), ("'表 1'", '"表 1"!', "(表)!")


def finds(pattern: re.Pattern[str] | re.Pattern[bytes], text: str) -> bool:
    """Whether a pattern finds exactly this among other things."""
    if isinstance(pattern.pattern, bytes):
        return any(match[0] == text.encode() for match in pattern.finditer(f" {text} ".encode()))
    return any(match[0] == text for match in pattern.finditer(f" {text} "))


def knows_references(pattern: re.Pattern[str] | re.Pattern[bytes]) -> bool:
    """Whether a pattern tells references from what only looks like one."""
    kinds = ((CELLS, NO_CELLS), (SHEETS, NO_SHEETS))
    return any(
        any(finds(pattern, text) for text in those) and not any(finds(pattern, text) for text in others)
        for those, others in kinds
    )


def kept(module: str) -> list[re.Pattern[str]]:
    """Return the patterns that a module keeps."""
    try:
        held = vars(import_module(module)).values()
    except ImportError:  # needs a program that is not here
        return []
    return [value for value in held if isinstance(value, re.Pattern)]


def written(source: str) -> list[re.Pattern[str]]:
    """Return the patterns that are written where they are used."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args]
    found = [
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "re"
        and isinstance(call.args[0], ast.Constant)
    ]
    return [re.compile(pattern) for pattern in found if isinstance(pattern, str | bytes) and call_is_plain(pattern)]


def call_is_plain(pattern: str | bytes) -> bool:
    """Whether a pattern needs no flag to be read: those that do are kept by their modules."""
    return not (b"\n" in pattern if isinstance(pattern, bytes) else "\n" in pattern)


def test_one_grammar() -> None:
    names = [
        module.name for module in pkgutil.walk_packages(perfxl.__path__, "perfxl.") if "__main__" not in module.name
    ]
    strays = [
        f"{name}: {pattern.pattern!r}"
        for name in names
        if not name.startswith(HOMES)
        for pattern in kept(name)
        if knows_references(pattern)
    ]
    assert strays == []


def test_no_reference_is_looked_for_on_the_spot(modules: dict[Path, str]) -> None:
    homes = ("formulas/", "sheets/address.py")
    strays = [
        f"{path}: {pattern.pattern!r}"
        for path, source in modules.items()
        if not any(home in path.as_posix() for home in homes)
        for pattern in written(source)
        if knows_references(pattern)
    ]
    assert strays == []


def test_what_the_test_itself_can_tell() -> None:
    known = [r"\$?[A-Z]{1,3}\$?[0-9]+", r"([A-Za-z]+)(\d+)", r"'(?:[^']|'')*'!", r"(?:'[^']+'|\w+)!\w+"]
    unknown = [r"\w+", r"PX[0-9]{3}", r"[A-Z0-9]+", r"'[^']*'", r"[^!]+!", r"\d+", r".*"]
    assert [pattern for pattern in known if not knows_references(re.compile(pattern))] == []
    assert [pattern for pattern in unknown if knows_references(re.compile(pattern))] == []
