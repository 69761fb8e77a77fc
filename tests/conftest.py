"""What all tests share: tools of the system that may be missing, LibreOffice, workbooks made elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # how long one example takes says how busy the machine is
settings.load_profile("untimed")
ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
OFFICE_SECONDS = 120
# Left to itself LibreOffice shows the cached results of a workbook that Excel made.
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""

Convert = Callable[..., Path]


def require(tool: str) -> str:
    """Return the path of a program; without it a test fails in CI and is skipped, visibly, elsewhere."""
    found = shutil.which(tool)
    if found:
        return found
    reason = f"{tool} is not installed"
    if os.environ.get("CI"):
        pytest.fail(f"{reason}, and CI must have it", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def needs() -> Callable[[str], str]:
    """Return `require`: `needs("soffice")` is the path of a program that the test cannot do without."""
    return require


@pytest.fixture
def office(tmp_path: Path) -> Convert:
    """Return `convert(book, to="xlsx")`, which has LibreOffice open, recalculate and save a file."""
    soffice = require("soffice")
    profile = tmp_path / "office-profile"
    registry = profile / "user" / "registrymodifications.xcu"
    registry.parent.mkdir(parents=True)
    registry.write_text(ALWAYS_RECALCULATE, encoding="utf-8")

    def convert(book: Path, to: str = "xlsx") -> Path:
        target = tmp_path / "office"
        command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", to, "--outdir", str(target), str(book)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=OFFICE_SECONDS, check=False)
        saved = target / f"{Path(book).stem}.{to.partition(':')[0]}"
        if not saved.exists():
            pytest.fail(f"LibreOffice did not convert {book}: {done.stdout}{done.stderr}", pytrace=False)
        return saved

    return convert


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the folder of workbooks made elsewhere, which lies beside the checkout and not in it."""
    if not CORPUS.is_dir():
        pytest.skip("no corpus beside the checkout (../shared/corpus)")
    return CORPUS


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the repository."""
    return ROOT
