"""Files that are no packages, or hostile ones, end in one sentence that says what to do."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from perfxl.errors import InputError
from perfxl.package import archive as guard
from perfxl.package.archive import Archive, open_archive
from perfxl.package.xml import parse, stream, utf8

OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "空文件", id="empty"),
        pytest.param(OLE + b"\0" * 600, "旧版格式（.xls）", id="xls"),
        pytest.param(OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码", id="encrypted"),
        pytest.param(b"\xef\xbb\xbf<html><table>", "网页", id="html"),
        pytest.param("项目,金额\n甲,1\n".encode("gb18030"), "CSV", id="csv"),
        pytest.param(b"\x89PNG\0\0", "不是 .xlsx 文件", id="image"),
        pytest.param(packed({"a": b"x" * 9000})[:-30], "已损坏", id="truncated"),
        pytest.param(b"PK\x03\x04", "已损坏", id="stub"),
    ],
)
def test_no_package(tmp_path: Path, content: bytes, words: str) -> None:
    book = tmp_path / "自评.xlsx"
    book.write_bytes(content)
    with pytest.raises(InputError, match=words) as caught:
        open_archive(book)
    assert "自评.xlsx" in str(caught.value)
    assert str(caught.value).endswith("。")


def test_missing_and_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="找不到文件"):
        open_archive(tmp_path / "无.xlsx")
    with pytest.raises(InputError, match="是文件夹"):
        open_archive(tmp_path)


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/xl/workbook.xml", "..\\evil.xml", "\\\\server\\x.xml", "C:/x.xml", "xl/../../x"]
)
def test_escaping_names(name: str) -> None:
    with pytest.raises(InputError, match="越界"):
        Archive(Path("甲.xlsx"), packed({name: b"<a/>"}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("second", ["xl/a.xml", "XL/A.xml", "xl\\a.xml"])
def test_duplicate_names(second: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as out:
        out.writestr("xl/a.xml", b"<a/>")
        out.writestr(second, b"<b/>")
    with pytest.raises(InputError, match="重复"):
        Archive(Path("甲.xlsx"), buffer.getvalue())


def test_bomb_by_ratio() -> None:
    with pytest.raises(InputError, match="压缩比异常"):
        Archive(Path("甲.xlsx"), packed({"xl/a.xml": b" " * (guard.RATIO_FLOOR + 1)}))
    assert Archive(Path("甲.xlsx"), packed({"xl/a.xml": b" " * guard.RATIO_FLOOR})).find("XL/a.xml") == "xl/a.xml"


def test_bomb_by_total_and_count(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed({f"p{number}": b"x" * 300_000 for number in range(6)})
    monkeypatch.setenv("PERFXL_MAX_MEGABYTES", "1")
    with pytest.raises(InputError, match=r"解压后有 1 MB，超过上限 1 MB.*PERFXL_MAX_MEGABYTES"):
        Archive(Path("甲.xlsx"), data)
    monkeypatch.setenv("PERFXL_MAX_MEGABYTES", "2")
    assert len(Archive(Path("甲.xlsx"), data).entries) == 6
    monkeypatch.setenv("PERFXL_MAX_ENTRIES", "5")
    with pytest.raises(InputError, match=r"有 6 个部件.*超过上限 5 个.*PERFXL_MAX_ENTRIES"):
        Archive(Path("甲.xlsx"), data)


def test_what_was_just_written_is_not_suspected() -> None:
    data = packed({"xl/a.xml": b" " * (guard.RATIO_FLOOR + 1)})
    assert Archive(Path(".perfxl-1.tmp"), data, own=True).find("xl/a.xml")


def test_a_lock_file_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "~$自评表.xlsx").write_bytes(b"\x03abc" + b" " * 161)
    with pytest.raises(InputError, match=r"锁文件，不是工作簿，请指定“自评表\.xlsx”"):
        open_archive(tmp_path / "~$自评表.xlsx")


@pytest.mark.skipif(os.name != "posix", reason="Windows has other limits")
def test_a_name_longer_than_the_system_takes(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="过长"):
        open_archive(tmp_path / f"{'长' * 100}.xlsx")


def test_a_large_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFXL_MAX_MEGABYTES", "1")
    (tmp_path / "甲.xlsx").write_bytes(b"PK\x03\x04" + bytes(1024 * 1024))
    with pytest.raises(InputError, match="超过 1 MB"):
        open_archive(tmp_path / "甲.xlsx")


@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5", "9" * 30])
def test_a_limit_that_is_none(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFXL_MAX_RATIO", value)
    with pytest.raises(InputError, match="PERFXL_MAX_RATIO"):
        Archive(Path("甲.xlsx"), packed({"a": b""}))


@pytest.mark.parametrize("nested", [30, 200, 5000])
def test_nested_too_deep(nested: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFXL_MAX_DEPTH", "20")
    data = b"<a>" * nested + b"</a>" * nested
    with pytest.raises(InputError, match=r"嵌套过深|已损坏"):
        parse(data, "xl/a.xml")
    with pytest.raises(InputError, match=r"嵌套过深|已损坏"):
        list(stream(data, "xl/a.xml", ("b",)))
    monkeypatch.setenv("PERFXL_MAX_DEPTH", "40")
    if nested == 30:
        assert parse(data, "xl/a.xml").tag == "a"


def test_damaged_part() -> None:
    data = bytearray(packed({"xl/a.xml": bytes(range(256)) * 4}))
    data[60] ^= 0xFF
    with pytest.raises(InputError, match="已损坏"):
        Archive(Path("甲.xlsx"), bytes(data)).read("xl/a.xml")


def test_missing_part() -> None:
    with pytest.raises(InputError, match=r"缺少部件 xl/b\.xml"):
        Archive(Path("甲.xlsx"), packed({"xl/a.xml": b""})).read("xl/b.xml")


BOMB = b'<?xml version="1.0"?><!-- c --><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(
    "data", [BOMB, BOMB.decode().encode("utf-16"), b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>']
)
def test_document_types_are_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="文档类型声明"):
        parse(data, "xl/a.xml")
    with pytest.raises(InputError, match="文档类型声明"):
        list(stream(data, "xl/a.xml", ("a",)))


@pytest.mark.parametrize("data", [b"", b"<a>", b"<a></b>", b"\xff\xfe<", b"<a>&nbsp;</a>", b"<a>\xff</a>"])
def test_malformed_parts(data: bytes) -> None:
    with pytest.raises(InputError, match="已损坏"):
        parse(data, "xl/a.xml")
    with pytest.raises(InputError, match="已损坏"):
        list(stream(data, "xl/a.xml", ("a",)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb2312"])
def test_encodings(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><a>绩效</a>'
    assert parse(text.encode(encoding), "a").text == "绩效"
    assert "绩效".encode() in utf8(text.encode(encoding), "a")
