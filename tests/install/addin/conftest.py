"""The built add-in, its parts, and xlwings' function server without Windows."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from functionserver import windows

from perfxl.install.addin import build, package


@pytest.fixture(scope="session")
def xlam() -> bytes:
    return build.content()


@pytest.fixture(scope="session")
def parts(xlam) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(xlam)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def server():
    """xlwings' object that Excel calls, with perfxl's functions bound as on Windows."""
    with windows() as module:
        yield module.XLPython()


@pytest.fixture(scope="session")
def twin(parts) -> bytes:
    """The same add-in as a macro workbook, which LibreOffice and openpyxl open."""
    addin, workbook = (f"application/vnd.ms-excel.{kind}.macroEnabled.main+xml".encode() for kind in ("addin", "sheet"))
    types = parts["[Content_Types].xml"]
    assert addin in types
    return package.zip_parts({**parts, "[Content_Types].xml": types.replace(addin, workbook)})
