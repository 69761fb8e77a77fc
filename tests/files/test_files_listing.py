"""Files, folders and wildcards: which workbooks they mean, in which order, and what is told of the others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from perfxl.files.listing import SUFFIXES, list_books

BOOKS = ("b.xlsx", "A.xlsm", "旧[1].xls", "处/c.xlsx", "处/科/d.ods")
OTHERS = ("~$b.xlsx", ".~c.xlsx", "._b.xlsx", "说明.docx", ".git/e.xlsx")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in BOOKS + OTHERS:
        path = tmp_path / "表" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "表"


def listed(*names: str, recursive: bool = False) -> list[str]:
    return [book.replace(os.sep, "/") for book in list_books(names, recursive).books]


def test_a_folder_means_its_workbooks_in_the_order_of_names(tree: Path) -> None:
    assert listed("表") == ["表/A.xlsm", "表/b.xlsx", "表/旧[1].xls"]


def test_recursive_takes_the_folders_below_but_no_hidden_one(tree: Path) -> None:
    assert listed("表", recursive=True) == ["表/A.xlsm", "表/b.xlsx", "表/旧[1].xls", "表/处/c.xlsx", "表/处/科/d.ods"]


@pytest.mark.parametrize(
    ("pattern", "books"),
    [
        ("表/*.xlsx", ["表/b.xlsx"]),
        ("表/?.xlsm", ["表/A.xlsm"]),
        ("表/[ab].xlsx", ["表/b.xlsx"]),
        ("表/**/*.ods", ["表/处/科/d.ods"]),
        ("表/处*", ["表/处/c.xlsx"]),
        ("表/*", ["表/A.xlsm", "表/b.xlsx", "表/处/c.xlsx", "表/旧[1].xls"]),
        ("表/旧[1].xls", ["表/旧[1].xls"]),
        ("表/*.docx", ["表/说明.docx"]),
    ],
)
def test_wildcards_are_expanded_here_and_a_file_of_that_very_name_comes_first(
    tree: Path, pattern: str, books: list[str]
) -> None:
    assert listed(pattern) == books


def test_a_book_named_twice_is_meant_once(tree: Path) -> None:
    assert listed("表/b.xlsx", "表", "./表/b.xlsx") == ["表/b.xlsx", "表/A.xlsm", "表/旧[1].xls"]


def test_a_file_is_taken_whatever_it_is_called_and_so_is_a_missing_one(tree: Path) -> None:
    assert listed("表/说明.docx", "没有.xlsx") == ["表/说明.docx", "没有.xlsx"]


def test_what_is_passed_over_is_told(tree: Path) -> None:
    (tree / "空").mkdir()
    notes = list_books(["表", "表/空", "无*.xlsx", "表/~$b.xlsx"]).notes
    assert len([note for note in notes if "锁定文件" in note]) == 3
    assert any("“表/空”" in note.replace(os.sep, "/") and "-r" in note for note in notes)
    assert any("“无*.xlsx”" in note for note in notes)


def test_files_of_a_folder_that_are_no_workbooks_are_named(tmp_path: Path) -> None:
    names = (
        "甲局.xlsx",
        "乙局.csv",
        "丙局.xlsx.lnk",
        "丁局.zip",
        "戊局 报送.RAR",
        "desktop.ini",
        ".DS_Store",
        "perfxl.toml",
    )
    for name in names:
        (tmp_path / name).write_bytes(b"")
    listing = list_books([str(tmp_path)], leave=[tmp_path / "汇总.xlsx"])
    packed, rest = listing.notes
    assert listing.books == [str(tmp_path / "甲局.xlsx")]
    assert ("丁局.zip" in packed, "戊局 报送.RAR" in packed, "解压" in packed) == (True, True, True)
    assert ("乙局.csv" in rest, "丙局.xlsx.lnk" in rest, "另存为 .xlsx" in rest) == (True, True, True)
    assert [name for name in ("desktop.ini", ".DS_Store", "perfxl.toml") if name in packed + rest] == []
    for number in range(9):
        (tmp_path / f"{number}.csv").write_bytes(b"")
    assert "等 11 个文件不是工作簿" in list_books([str(tmp_path)]).notes[-1]


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_a_link_to_nothing_is_a_book_and_one_to_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "断.xlsx").symlink_to("没有.xlsx")
    (tmp_path / "绕回来").symlink_to(tmp_path)
    listing = list_books([str(tmp_path)], recursive=True)
    assert listing.books == [str(tmp_path / "断.xlsx")]
    assert "绕回来" in listing.notes[0]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="every folder opens for this user")
def test_a_folder_that_does_not_open_is_told(tree: Path) -> None:
    (tree / "处").chmod(0)
    try:
        listing = list_books(["表"], recursive=True)
    finally:
        (tree / "处").chmod(0o700)
    assert len(listing.books) == 3
    assert any("打不开" in note for note in listing.notes)


def test_a_summary_among_the_books_is_no_input(tree: Path) -> None:
    assert list_books(["表"], leave=[tree / "b.xlsx"]).books == [
        os.path.join("表", name) for name in ("A.xlsm", "旧[1].xls")
    ]


def test_every_format_that_can_be_read_is_a_workbook_of_a_folder() -> None:
    assert {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et"} <= SUFFIXES
