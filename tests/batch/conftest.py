"""Each test has a bureau's folder of its own, and a folder for caches of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from bureau import bureau


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder where journals lie."""
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of workbooks, good and bad."""
    return bureau(tmp_path / "报送")
