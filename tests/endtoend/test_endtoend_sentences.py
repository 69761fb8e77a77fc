"""What the whole command says where something is in the way: one sentence, and it is true."""

from __future__ import annotations

import os
import re
import shutil
import stat
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from perfxl.cli.main import main
from perfxl.files.read.reading import read

Capture = pytest.CaptureFixture[str]
ASCII = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
posix = pytest.mark.skipif(os.name != "posix", reason="of POSIX systems")


@pytest.fixture
def book(root: Path, tmp_path: Path) -> Path:
    """Return a filled workbook with formulas of its own."""
    return Path(shutil.copy(root / "workbooks" / "functions.xlsx", tmp_path / "自评表.xlsx"))


def started(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run perfxl in a process of its own."""
    environment = {**os.environ, **options.pop("env", {})}  # type: ignore[dict-item]
    return subprocess.run(
        [sys.executable, "-m", "perfxl", *arguments],
        env=environment,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        **options,  # type: ignore[call-overload]
    )


def refusal(capsys: Capture, *arguments: str) -> str:
    """Run what cannot be done; return its one sentence."""
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert "程序内部错误" not in told.err
    return told.err


def repacked(source: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in package.namelist():
            made.writestr(name, change(name, package.read(name)))
    return target


def test_old_workbooks_read_however_their_stream_is_spelled_and_tell_of_a_password(
    book: Path, office: Callable[..., Path], tmp_path: Path, capsys: Capture
) -> None:
    old = office(book, "xls").read_bytes()
    name = "Workbook".encode("utf-16-le")
    assert name in old
    cells = read(_put(tmp_path / "原.xls", old)).sheets[0].cells
    for spelled in ("WORKBOOK", "workbook", "wOrKbOoK"):
        respelled = _put(tmp_path / f"{spelled}.xls", old.replace(name, spelled.encode("utf-16-le")))
        assert read(respelled).sheets[0].cells == cells
    locked = _put(tmp_path / "加密.xls", _with_password(old))
    assert "已加密（设有打开密码，或保护了工作簿）" in refusal(capsys, "check", str(locked))


def _put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _with_password(old: bytes) -> bytes:
    """Return the file with a record FILEPASS ([MS-XLS] 2.4.117) behind its first one, as an encrypted one has it."""
    start = re.search(rb"\x09\x08[\x08\x10]\x00\x00[\x05\x06]\x05\x00", old)
    assert start
    first = end = start.start() + 4 + struct.unpack_from("<H", old, start.start() + 2)[0]
    while end - first < 58:
        end += 4 + struct.unpack_from("<H", old, end + 2)[0]
    changed = bytearray(old)
    struct.pack_into("<3H", changed, first, 0x2F, end - first - 4, 1)
    return bytes(changed)


CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
  xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
  xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
  <office:body>
    <office:spreadsheet>
      <table:table table:name="预算">
        <table:table-row>
          <table:table-cell office:value-type="string">
            <text:p>项目 一</text:p>
          </table:table-cell>
          <table:table-cell office:value-type="float" office:value="12.5">
            <text:p>12.5</text:p>
          </table:table-cell>
        </table:table-row>
      </table:table>
    </office:spreadsheet>
  </office:body>
</office:document-content>
"""


def test_an_indented_open_document_reads(tmp_path: Path) -> None:
    path = tmp_path / "缩进.ods"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", CONTENT)
        package.writestr("META-INF/manifest.xml", manifest)
    (sheet,) = read(path).sheets
    assert (sheet.cells[1, 1].value, str(sheet.cells[1, 2].value)) == ("项目 一", "12.5")


@pytest.mark.parametrize("order", ["be", "le"])
def test_parts_in_utf_16_are_read_marked_filled_and_recalculated(
    order: str, book: Path, tmp_path: Path, capsys: Capture
) -> None:
    mark = b"\xfe\xff" if order == "be" else b"\xff\xfe"

    def wide(name: str, content: bytes) -> bytes:
        if not name.endswith((".xml", ".rels")):
            return content
        text = re.sub("encoding=[\"'][^\"']*[\"']", 'encoding="UTF-16"', content.decode(), count=1)
        return mark + text.encode(f"utf-16-{order}")

    odd = repacked(book, tmp_path / "宽.xlsx", wide)
    assert read(odd).sheets == read(book).sheets
    for number, verb in enumerate((["check"], ["fill"], ["attach"], ["recalc"])):
        target = tmp_path / f"{number}.xlsx"
        assert main([*verb, str(odd), "-o", str(target)]) in (0, 1)
        plain = tmp_path / f"{number}-原.xlsx"
        main([*verb, str(book), "-o", str(plain)])
        assert read(target).sheets == read(plain).sheets
    capsys.readouterr()


def test_too_many_parts_are_told_with_how_to_allow_them(
    book: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERFXL_MAX_ENTRIES", "5")
    told = refusal(capsys, "recalc", str(book), "--check")
    assert "个部件（每张工作表至少一个），超过上限 5 个" in told
    assert "PERFXL_MAX_ENTRIES" in told
    assert "恶意" not in told


@pytest.mark.parametrize("verb", ["check", "map", "recalc"])
def test_a_lock_file_is_told_as_such(verb: str, tmp_path: Path, capsys: Capture) -> None:
    lock = _put(tmp_path / "~$自评表.xlsx", b"\x05clerk".ljust(165, b"\0"))
    more = ["--check"] if verb == "recalc" else []
    assert re.search("锁定?文件", refusal(capsys, verb, str(lock), *more))


@posix
@pytest.mark.parametrize("verb", ["check", "map", "fill", "recalc", "run"])
def test_a_pipe_is_no_file(verb: str, tmp_path: Path, capsys: Capture) -> None:
    pipe = tmp_path / "管道.xlsx"
    os.mkfifo(pipe)
    more = {"check": [], "map": []}.get(verb, ["-o", str(tmp_path / "新.xlsx")])
    assert "是管道或设备，不是文件" in refusal(capsys, verb, str(pipe), *more)
    assert "不能从标准输入读取" in refusal(capsys, verb, "-", *more)


@posix
@pytest.mark.parametrize("verb", ["fill", "attach", "recalc", "values"])
def test_a_read_only_file_is_not_changed_in_place(verb: str, book: Path, tmp_path: Path, capsys: Capture) -> None:
    book.chmod(0o444)
    before = book.read_bytes()
    assert "是只读文件，未写出" in refusal(capsys, verb, str(book), "--in-place")
    assert book.read_bytes() == before
    assert list(tmp_path.iterdir()) == [book]
    assert main([verb, str(book), "-o", str(tmp_path / "新.xlsx"), "--quiet"]) in (0, 1)
    assert (tmp_path / "新.xlsx").stat().st_mode & stat.S_IWUSR


@posix
@pytest.mark.parametrize("mode", [0o640, 0o600, 0o664])
def test_the_backup_is_as_open_as_the_source(mode: int, root: Path, tmp_path: Path) -> None:
    book = Path(shutil.copy(root / "workbooks" / "pingshan-2020.xlsx", tmp_path / "自评表.xlsx"))
    book.chmod(mode)
    assert main(["attach", str(book), "--in-place", "--quiet"]) == 0
    (backup,) = tmp_path.glob("*备份*")
    assert {stat.S_IMODE(path.stat().st_mode) for path in (book, backup)} == {mode}


LONG = "表" * 83  # 249 bytes, and the extension
TOO_LONG = "表" * 90


@posix
def test_names_as_long_as_the_system_takes(root: Path, tmp_path: Path, capsys: Capture) -> None:
    book = Path(shutil.copy(root / "workbooks" / "pingshan-2020.xlsx", tmp_path / f"{LONG}.xlsx"))
    assert main(["run", str(book), "-o", str(tmp_path / "结果")]) in (0, 1)
    results = sorted(path.name for path in (tmp_path / "结果").iterdir())
    assert len(results) == 4
    assert sum(name.endswith(("检查结果.json", "检查结果.txt", "回执.json")) for name in results) == 3
    assert main(["attach", str(book), "--in-place"]) == 0
    assert len(list(tmp_path.glob("*备份*"))) == 1
    capsys.readouterr()


@posix
@pytest.mark.parametrize(
    "command",
    [
        ["check", f"{TOO_LONG}.xlsx"],
        ["check", "BOOK", "-o", f"{TOO_LONG}.xlsx"],
        ["fill", "BOOK", "-o", f"{TOO_LONG}.xlsx"],
        ["recalc", "BOOK", "-o", f"{TOO_LONG}.xlsx"],
        ["recalc", "BOOK", "--check", "--accept", f"{TOO_LONG}.yaml"],
        ["run", "BOOK", "-o", TOO_LONG],
        ["new", "-o", f"{TOO_LONG}.xlsx"],
        ["doctor", "-o", f"{TOO_LONG}.txt"],
        ["addin", "build", "-o", f"{TOO_LONG}.xlam"],
        ["check", "--report", f"{TOO_LONG}.docx"],
    ],
)
def test_names_longer_than_the_system_takes(
    command: list[str], book: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = refusal(capsys, *(str(book) if each == "BOOK" else each for each in command))
    assert re.search("过长|读不了接受清单", told), told
    assert len(told) < 200
    assert list(tmp_path.iterdir()) == [book]


@posix
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_changes_no_result(closed: str, book: Path, tmp_path: Path) -> None:
    target = tmp_path / "新.xlsx"
    command = f'"{sys.executable}" -m perfxl recalc "$1" -o "$2" --receipt {closed}'
    done = subprocess.run(
        ["sh", "-c", command, "sh", str(book), str(target)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0
    assert done.stderr == ""
    with zipfile.ZipFile(target) as package:
        assert package.testzip() is None
    missing = f'"{sys.executable}" -m perfxl check 没有.xlsx {closed}'
    done = subprocess.run(["sh", "-c", missing], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stdout == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_behind_the_output_is_told() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = started("packs", "list", stdout=full, stderr=subprocess.PIPE)
        assert (done.returncode, done.stderr) == (
            2,
            "结果写不到标准输出（磁盘已满），请换一个地方存放输出后重试。\n",
        )
        done = started("check", "没有.xlsx", stderr=full, stdout=subprocess.PIPE)
        assert (done.returncode, done.stdout) == (2, "")


@posix
def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f'"{sys.executable}" -m perfxl packs show mof-2020 | head -1'
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def plain_locale(book: Path, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return what runs perfxl beside the book in a locale that knows nothing but ASCII."""
    return lambda *arguments: started(*arguments, env=ASCII, cwd=tmp_path, capture_output=True)


@posix
@pytest.mark.parametrize(
    ("arguments", "code", "written"),
    [
        (["recalc", "自评表.xlsx", "-o", "重算.xlsx", "--receipt"], 0, {"重算.xlsx", "重算-重算回执.json"}),
        (["run", "自评表.xlsx", "-o", "."], 2, set()),
        (["new"], 0, {"绩效自评工作簿.xlsx"}),
        (["fill", "自评表.xlsx", "-o", "填好.xlsx"], 0, {"填好.xlsx"}),
    ],
)
def test_a_locale_of_ascii_names_files_all_the_same(
    arguments: list[str], code: int, written: set[str], plain_locale: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path: Path,
) -> None:  # fmt: skip
    done = plain_locale(*arguments)
    assert done.returncode == code, done.stderr
    assert "程序内部错误" not in done.stderr
    assert "\\udc" not in done.stdout + done.stderr
    made = {path.name for path in tmp_path.iterdir()} - {"自评表.xlsx"}
    assert made == written or (arguments == ["new"] and len(made) == 1)
