"""The worked example, run once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfxl.cli.main import main
from perfxl.files.read.reading import read
from perfxl.sheets.snapshot import Snapshot

BOOK = "pingshan-2020.xlsx"


@pytest.fixture(scope="session")
def source(root: Path) -> Path:
    return root / "workbooks" / BOOK


@pytest.fixture(scope="session")
def done(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that `perfxl run` wrote; it reports findings, so its exit code is 1."""
    folder = tmp_path_factory.mktemp("run")
    assert main(["run", str(source), "-o", str(folder), "--quiet"]) == 1
    return folder


@pytest.fixture(scope="session")
def output(done: Path) -> Path:
    return done / BOOK


@pytest.fixture(scope="session")
def written(output: Path) -> Snapshot:
    return read(output)
