"""What no tracked file may hold, and how long paths may be."""

from __future__ import annotations

import re
from pathlib import Path

# Windows refuses paths of 260 characters; a checkout deep in a user's folder needs the rest.
LONGEST_PATH = 120
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:" + "|".join(("work", "root", "tmp", "home")) + r")/\w|[A-Z]:\\Users\\")
REGISTRY = re.compile(r"(?:pypi|pythonhosted|npmjs|crates)\.(?:org|io|com)|//[^/\s]*mirror", re.IGNORECASE)


def offenders(texts: dict[Path, str], root: Path, pattern: re.Pattern[str]) -> list[str]:
    """Return every hit of the pattern as file:line: text, this file left out."""
    return [
        f"{path.relative_to(root)}:{number}: {line.strip()}"
        for path, text in texts.items()
        if path != Path(__file__).resolve()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_path_of_a_machine(texts: dict[Path, str], root: Path) -> None:
    assert offenders(texts, root, MACHINE_PATHS) == []


def test_no_address_of_a_registry(texts: dict[Path, str], root: Path) -> None:
    assert offenders(texts, root, REGISTRY) == []


def test_the_patterns_find_what_they_are_for() -> None:
    assert MACHINE_PATHS.search("see " + "/tmp" + "/x.txt")
    assert not MACHINE_PATHS.search("out" + "/tmp" + "/x.txt")
    assert REGISTRY.search("https://" + "pypi" + ".org/simple")


def test_paths_fit_windows(tracked: list[Path], root: Path) -> None:
    assert [path for path in tracked if len(str(path.relative_to(root))) > LONGEST_PATH] == []


def test_text_files_end_their_lines_alike(texts: dict[Path, str], root: Path) -> None:
    crooked = [str(path.relative_to(root)) for path, text in texts.items() if text and not text.endswith("\n")]
    assert crooked == []


def test_what_a_repository_owes_its_reader_is_there(root: Path) -> None:
    for name in ("README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "docs/usage.md", "docs/architecture.md"):
        assert (root / name).stat().st_size > 200, name
