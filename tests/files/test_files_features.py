"""The workbook with 46 features: edited by perfxl it keeps them all, and every untouched part to the byte."""

from __future__ import annotations

import importlib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from python_calamine import load_workbook

TOUCHED = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml",
    "xl/comments1.xml",
    "xl/drawings/vmlDrawing1.vml",
    "xl/styles.xml",
}


@pytest.fixture
def features(root: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return benchmarks/features.py as a module."""
    monkeypatch.syspath_prepend(root / "benchmarks")
    return importlib.import_module("features")


@pytest.fixture
def source(features: ModuleType, tmp_path: Path) -> Path:
    """Return the workbook."""
    path = tmp_path / "特性.xlsm"
    path.write_bytes(features.feature_book())
    return path


def test_the_book_is_the_same_every_time(features: ModuleType, source: Path) -> None:
    assert features.feature_book() == source.read_bytes()


def test_the_book_has_all_features(features: ModuleType, source: Path) -> None:
    package = features.Package(source)
    assert len(features.FEATURES) == 46
    assert [feature.name for feature in features.FEATURES if not feature.kept(package)] == []


def test_perfxl_keeps_all(features: ModuleType, source: Path, tmp_path: Path) -> None:
    before = source.read_bytes()
    result = features.measured("perfxl", features.with_perfxl, source, tmp_path / "改.xlsm")
    assert (result.lost, result.missing, source.read_bytes()) == ((), "", before)


def test_untouched_parts_keep_their_bytes(features: ModuleType, source: Path, tmp_path: Path) -> None:
    target = tmp_path / "改.xlsm"
    features.with_perfxl(source, target)
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target) as after:
        gone = set(before.namelist()) - set(after.namelist())
        changed = {name for name in before.namelist() if name not in gone and before.read(name) != after.read(name)}
        new = set(after.namelist()) - set(before.namelist())
    assert (gone, new) == (set(), {"xl/worksheets/sheet4.xml"})
    assert changed == TOUCHED


def test_the_edits_are_in_place(features: ModuleType, source: Path, tmp_path: Path) -> None:
    target = tmp_path / "改.xlsm"
    features.with_perfxl(source, target)
    book = load_workbook(target)
    form, data, own = (book.get_sheet_by_name(name).to_python() for name in ("自评表", "数据源", "检查结果"))
    assert (form[3][1], form[4][1], data[2][2], own[0][0]) == (7, 7, 7, "甲")
    comments = zipfile.ZipFile(target).read("xl/comments1.xml").decode()
    assert [text for text in ("旧批注：核对", "第二条", "新批注") if text not in comments] == []


def test_a_loss_is_noticed(features: ModuleType, source: Path, tmp_path: Path) -> None:
    result = features.measured("openpyxl", features.with_openpyxl, source, tmp_path / "改.xlsm")
    assert {"会话批注", "迷你图", "切片器"} <= set(result.lost)
    assert result.parts[2] > 5
