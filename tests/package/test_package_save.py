"""Saving: whole or not at all, the rest to the byte, the same input the same bytes."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from perfxl.errors import RefusedError
from perfxl.package import save as saving
from perfxl.package.archive import Archive, open_archive
from perfxl.package.save import back_up, save


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "原.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for number in range(3):
            out.writestr(zipfile.ZipInfo(f"p{number}.xml", (2020, 5, 4, 3, 2, 2)), b"<a/>" * (number + 1))
        out.writestr("folder/", b"")
    return path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix == ".tmp")


def test_changed_added_dropped(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "新.xlsx"
    save(open_archive(book), target, {"P1.xml": b"<b/>", "p0.xml": None, "p9.xml": b"<n/>", "none.xml": None})
    assert parts(target) == {"p1.xml": b"<b/>", "p2.xml": b"<a/>" * 3, "folder/": b"", "p9.xml": b"<n/>"}
    dates = {entry.filename: entry.date_time[0] for entry in zipfile.ZipFile(target).infolist()}
    assert dates == {"p1.xml": 1980, "p2.xml": 2020, "folder/": dates["folder/"], "p9.xml": 1980}
    assert not leftovers(tmp_path)


def test_same_input_same_bytes(book: Path, tmp_path: Path) -> None:
    for name in ("一.xlsx", "二.xlsx"):
        save(open_archive(book), tmp_path / name, {"p1.xml": b"<b/>"})
    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()


@pytest.mark.parametrize("changes", [{}, {"p1.xml": b"<a/><a/>"}, {"none.xml": None}])
def test_no_change_is_a_copy(book: Path, tmp_path: Path, changes: dict[str, bytes | None]) -> None:
    save(open_archive(book), tmp_path / "新.xlsx", changes)
    assert (tmp_path / "新.xlsx").read_bytes() == book.read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")
def test_mode_follows_the_source(book: Path, tmp_path: Path) -> None:
    book.chmod(0o640)
    save(open_archive(book), tmp_path / "新.xlsx", {"p1.xml": b""})
    assert (tmp_path / "新.xlsx").stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")
def test_a_copy_of_a_read_only_file_may_be_written(book: Path, tmp_path: Path) -> None:
    book.chmod(0o440)
    save(open_archive(book), tmp_path / "新.xlsx", {"p1.xml": b""})
    assert (tmp_path / "新.xlsx").stat().st_mode & 0o777 == 0o640


def test_a_read_only_file_stays(book: Path) -> None:
    book.chmod(0o444)
    refused(book, book, "只读")


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")
def test_the_backup_is_as_open_as_the_source(book: Path) -> None:
    book.chmod(0o600)
    assert back_up(open_archive(book)).stat().st_mode & 0o777 == 0o600


def test_the_backup_of_a_file_with_a_long_name(tmp_path: Path, book: Path) -> None:
    long = tmp_path / f"{'绩' * 80}.xlsx"
    long.write_bytes(book.read_bytes())
    backup = back_up(open_archive(long))
    assert backup.read_bytes() == book.read_bytes()
    assert backup.name.startswith("绩" * 60)
    assert backup.suffix == ".xlsx"


@pytest.mark.skipif(os.name != "posix", reason="Windows has other limits")
def test_a_target_with_too_long_a_name(book: Path, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="文件名过长"):
        save(open_archive(book), tmp_path / f"{'绩' * 90}.xlsx", {"p1.xml": b"<b/>"})
    assert not leftovers(tmp_path)


def test_what_compresses_well_is_saved(book: Path, tmp_path: Path) -> None:
    """The limits are for files of others; what was just written is compared, not suspected."""
    save(open_archive(book), tmp_path / "新.xlsx", {"p1.xml": b"<a>" + b" " * 6_000_000 + b"</a>"})
    assert (tmp_path / "新.xlsx").is_file()


def refused(book: Path, target: Path, words: str) -> None:
    before = target.read_bytes() if target.is_file() else None
    archive = open_archive(book)
    with pytest.raises(RefusedError, match=words):
        save(archive, target, {"p1.xml": b"<b/>"})
    assert (target.read_bytes() if target.is_file() else None) == before
    assert not leftovers(book.parent)


def test_source_changed_meanwhile(book: Path, tmp_path: Path) -> None:
    archive = open_archive(book)
    book.write_bytes(book.read_bytes() + b" ")
    with pytest.raises(RefusedError, match="处理期间被改动"):
        save(archive, tmp_path / "新.xlsx", {"p1.xml": b"<b/>"})
    assert not (tmp_path / "新.xlsx").exists()
    assert not leftovers(tmp_path)


@pytest.mark.parametrize("lock", ["~$新.xlsx", ".~lock.新.xlsx#"])
def test_open_elsewhere(book: Path, tmp_path: Path, lock: str) -> None:
    (tmp_path / lock).touch()
    refused(book, tmp_path / "新.xlsx", "正在别处打开")


def test_no_folder_or_a_folder(book: Path, tmp_path: Path) -> None:
    refused(book, tmp_path / "无" / "新.xlsx", "不存在")
    (tmp_path / "夹.xlsx").mkdir()
    refused(book, tmp_path / "夹.xlsx", "是文件夹")


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_disk_errors_leave_nothing(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    (tmp_path / "新.xlsx").write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saving.os, step, full)
    refused(book, tmp_path / "新.xlsx", "无法写入")


def test_a_wrong_write_is_noticed(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = saving._write_zip

    def careless(archive: Archive, file: object, changes: saving.Changes) -> None:
        genuine(archive, file, {**changes, "p2.xml": b"<lost/>"})  # type: ignore[arg-type]

    monkeypatch.setattr(saving, "_write_zip", careless)
    refused(book, tmp_path / "新.xlsx", "不一致")


def test_backups_do_not_overwrite(book: Path) -> None:
    first, second = back_up(open_archive(book)), back_up(open_archive(book))
    assert first != second
    assert first.read_bytes() == second.read_bytes() == book.read_bytes()
    assert first.suffix == ".xlsx"
