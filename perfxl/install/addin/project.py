"""The add-in's skeleton and VBA project, made by pyOpenVBA from a file that Excel wrote."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from perfxl.errors import InputError

_EMPTY = "Module1"  # that of the skeleton


def skeleton(modules: Mapping[str, str], workbook: str) -> dict[str, bytes]:
    """Return the parts of an add-in whose VBA is these modules and the code behind the workbook.

    InputError where pyOpenVBA is not installed, or finds fault with the project.
    """
    try:
        library = import_module("pyopenvba")  # only the build needs it
    except ImportError as error:
        raise InputError("生成加载项需要组件 pyOpenVBA，请先运行 pip install pyOpenVBA==6.5.0。") from error
    with tempfile.TemporaryDirectory(prefix="perfxl-") as folder:
        path = Path(folder) / "skeleton.xlam"
        book = library.ExcelFile.create_new(path)
        project = book.vba_project()
        project.delete_module(_EMPTY)
        project.get_module("ThisWorkbook").body = _lines(workbook)
        for name, source in modules.items():
            project.add_module(name, _lines(source))
        book.save()
        faults = book.validate()
        book.close()
        if faults:
            raise InputError(f"生成的宏工程有问题（{faults[0]}），没有写出加载项，请检查 macros 里的宏文件。")
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def _lines(source: str) -> str:
    """Return a source with the line ends that VBA knows."""
    return source.replace("\r\n", "\n").replace("\n", "\r\n")
