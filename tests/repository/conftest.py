"""The repository's own files, as git tracks them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

BINARY = {".xlsx", ".xlsm", ".xls", ".png", ".jpg", ".zip", ".docx", ".bin"}


@pytest.fixture(scope="session")
def tracked(root: Path) -> list[Path]:
    """Return all tracked files that exist in the work tree."""
    if not (root / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git checkout")
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True).stdout
    return [root / name for name in listing.split("\0") if name and (root / name).is_file()]


@pytest.fixture(scope="session")
def texts(tracked: list[Path]) -> dict[Path, str]:
    """Return the text of every tracked text file."""
    return {path: path.read_text(encoding="utf-8") for path in tracked if path.suffix not in BINARY}


@pytest.fixture(scope="session")
def modules(root: Path) -> dict[Path, str]:
    """Return the source of every module of the package, tracked or not."""
    return {path: path.read_text(encoding="utf-8") for path in sorted((root / "perfxl").rglob("*.py"))}
