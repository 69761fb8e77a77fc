"""Writing a zip: what is copied stays compressed as it was, and every reader can open it."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfxl.errors import InputError
from perfxl.package.archive import Archive, open_archive
from perfxl.package.container import Writer
from perfxl.package.save import save

NAMES = st.lists(
    st.text(st.sampled_from("ab甲é_-"), min_size=1, max_size=9).map(lambda name: f"p{name}"), unique=True, max_size=5
)


def rewritten(data: bytes) -> bytes:
    archive, file = Archive(Path("甲.xlsx"), data), io.BytesIO()
    out = Writer(file)
    for entry in archive.entries:
        out.copy(entry, archive.raw(entry.filename))
    out.put("新.xml", b"<new/>" * 9, 0o644 << 16)
    out.finish()
    return file.getvalue()


@given(NAMES, st.binary(max_size=999), st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
def test_copied_and_new_entries(names: list[str], content: bytes, method: int) -> None:
    names = list({name.casefold(): name for name in names}.values())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as out:
        for name in names:
            info = zipfile.ZipInfo(name, (2023, 11, 30, 23, 59, 58))
            info.external_attr, info.compress_type = 0o600 << 16, method
            out.writestr(info, content)
    with zipfile.ZipFile(io.BytesIO(rewritten(buffer.getvalue()))) as there, zipfile.ZipFile(buffer) as before:
        assert there.namelist() == [*names, "新.xml"]
        assert there.testzip() is None
        assert there.read("新.xml") == b"<new/>" * 9
        for name in names:
            new, old = there.getinfo(name), before.getinfo(name)
            assert there.read(name) == content
            assert (new.date_time, new.compress_type, new.external_attr) == (old.date_time, method, old.external_attr)
            assert (new.CRC, new.file_size, new.compress_size) == (old.CRC, old.file_size, old.compress_size)


class Pipe(io.BytesIO):
    """A file that cannot go back: sizes then follow the data, and the local header holds none."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


def test_sizes_that_follow_the_data() -> None:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("a.xml", b"<a/>" * 50)
        out.writestr("b.xml", b"<b/>")
    with zipfile.ZipFile(io.BytesIO(rewritten(pipe.getvalue()))) as there:
        assert there.testzip() is None
        assert (there.read("a.xml"), there.read("b.xml")) == (b"<a/>" * 50, b"<b/>")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "原.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        out.writestr("a.xml", b"".join(b"<a>%d</a>" % number for number in range(5000)))
        out.writestr("b.xml", b"<b/>")
    return path


def test_an_unchanged_part_keeps_its_compressed_bytes(book: Path, tmp_path: Path) -> None:
    save(open_archive(book), tmp_path / "新.xlsx", {"b.xml": b"<c/>"})
    assert open_archive(tmp_path / "新.xlsx").raw("a.xml") == open_archive(book).raw("a.xml")


def test_a_damaged_part_is_not_carried_along(book: Path, tmp_path: Path) -> None:
    data = bytearray(book.read_bytes())
    data[60] ^= 0xFF
    book.write_bytes(bytes(data))
    with pytest.raises(InputError, match="已损坏"):
        save(open_archive(book), tmp_path / "新.xlsx", {"b.xml": b"<c/>"})
    assert [path.name for path in tmp_path.iterdir()] == ["原.xlsx"]


def test_a_compression_that_office_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "原.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as out:
        out.writestr("a.xml", b"<a/>" * 50)
        out.writestr("b.xml", b"<b/>")
    save(open_archive(path), tmp_path / "新.xlsx", {"b.xml": b"<c/>"})
    with zipfile.ZipFile(tmp_path / "新.xlsx") as there:
        assert {entry.compress_type for entry in there.infolist()} == {zipfile.ZIP_DEFLATED}
        assert there.read("a.xml") == b"<a/>" * 50


def test_unzip_agrees(book: Path, tmp_path: Path) -> None:
    if shutil.which("unzip") is None:
        pytest.skip("unzip is not installed")
    save(open_archive(book), tmp_path / "新.xlsx", {"b.xml": b"<c/>" * 500_000, "甲.xml": b""})
    done = subprocess.run(["unzip", "-tq", str(tmp_path / "新.xlsx")], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout
