"""Lock files: every package with version and hashes, no address, nothing that pyproject asks for missing."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

LOCKS = ("requirements.lock", "requirements-dev.lock")
OF_ONE_TARGET = ("tests/wine/python.lock", "benchmarks/mutation.lock")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
ENTRY = re.compile(
    r"[a-z0-9][a-z0-9._-]*==\S+( ; sys_platform == \"\w+\")?( --hash=sha256:[0-9a-f]{64})+", re.IGNORECASE
)


def entries(path: Path) -> list[str]:
    """Return a lock file's requirements, each on one line."""
    text = re.sub(r"\s*\\\n\s*", " ", path.read_text(encoding="utf-8"))
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def plain(requirement: str) -> str:
    """Return a requirement's package name as registries compare it."""
    found = NAME.match(requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def versions(path: Path) -> dict[str, str]:
    """Return the locked version of every package."""
    return {plain(entry): entry.split("==")[1].split()[0] for entry in entries(path)}


@pytest.mark.parametrize("name", [*LOCKS, *OF_ONE_TARGET, "tests/validator/package-lock.json"])
def test_no_download_address(root: Path, name: str) -> None:
    assert "://" not in (root / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*LOCKS, *OF_ONE_TARGET])
def test_every_entry_is_one_version_with_hashes(root: Path, name: str) -> None:
    assert [entry for entry in entries(root / name) if not ENTRY.fullmatch(entry)] == []
    assert len(entries(root / name)) == len(versions(root / name))


def test_both_files_agree(root: Path) -> None:
    run, dev = (versions(root / name) for name in LOCKS)
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}


def test_all_dependencies_are_locked(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {plain(line) for line in project["project"]["dependencies"] + project["build-system"]["requires"]}
    assert asked <= versions(root / LOCKS[0]).keys()


@pytest.mark.parametrize("package", ["pywin32", "appscript"])
def test_the_bridges_to_excel_are_locked_for_their_system_only(root: Path, package: str) -> None:
    for name in LOCKS:
        entry = next(entry for entry in entries(root / name) if plain(entry) == package)
        assert "sys_platform ==" in entry


DECLARED = re.compile(r'^    "([^"]+)",[ ]*(#.*)?$', re.MULTILINE)


def imported(modules: Iterable[str]) -> set[str]:
    """Return the packages, as registries name them, whose modules some sources import, late imports included."""
    homes = packages_distributions()
    names: set[str] = set()
    for source in modules:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                names.add(node.module or "")
    return {plain(home) for name in names for home in homes.get(name.partition(".")[0], ())}


def test_each_dependency_is_imported_or_says_why_not(root: Path, modules: dict[Path, str]) -> None:
    """A package that nothing imports costs the user's disk, and the start of whatever looks for it."""
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    declared = DECLARED.findall(text.partition("\ndependencies = [")[2].partition("\n]")[0])
    assert len(declared) == len(tomllib.loads(text)["project"]["dependencies"])
    unexplained = {plain(name) for name, reason in declared if len(reason) < 20} - imported(modules.values())
    assert unexplained == set()
