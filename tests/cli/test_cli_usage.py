"""The command line as such: help, wrong usage, exit codes, start-up."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from perfxl import __version__
from perfxl.checks.registry import checks
from perfxl.cli import console
from perfxl.cli.explain import reference
from perfxl.cli.main import VERBS, main
from perfxl.cli.options import findings_code
from perfxl.cli.parser import translate
from perfxl.errors import InputError
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place

Capture = pytest.CaptureFixture[str]


def refused(capsys: Capture, *arguments: str) -> str:
    """Run a command that cannot be done; return its one sentence."""
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    assert told.err.count("\n") == 1
    assert told.err.endswith("。\n")
    return told.err


def test_version_and_help(capsys: Capture) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"perfxl {__version__}\n"
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    assert [verb for verb in VERBS if f"  {verb} " not in text] == []


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_chinese_help(verb: str, capsys: Capture) -> None:
    assert main([verb, "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"用法：perfxl {verb} ")
    assert "选项" in text
    for english in ("usage", "options:", "positional", "show this help"):
        assert english not in text


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ((), "请写明要做什么"),
        (("nonsense",), "没有“nonsense”这个命令"),
        (("check",), "缺少参数：工作簿"),
        (("check", "a.xlsx", "--format"), "--format 后面缺少内容"),
        (("check", "a.xlsx", "--format", "yaml"), "--format 不能是 'yaml'，可选：'text', 'json'"),
        (("check", "a.xlsx", "--fail"), "不认识的参数：--fail"),
        (("map", "a.xlsx", "b.xlsx"), "不认识的参数：b.xlsx"),
        (("map", "a.xlsx", "--format=json=1"), "--format 不能是"),
        (("check", "a.xlsx", "--quiet=1"), "不带内容"),
        (("fill", "a.xlsx"), "请用 -o 写明输出文件"),
        (("fill", "a.xlsx", "-o", "b.xlsx", "--in-place"), "不能同时使用"),
        (("fill", "a.xlsx", "-o", "b.xlsm"), "扩展名与原文件不同"),
        (("attach", "a.xlsx"), "请用 -o 写明输出文件"),
        (("run", "a.xlsx"), "请用 -o 写明放结果的文件夹"),
        (("run", "a.xlsx", "-o", "d", "--in-place"), "二者写一个"),
        (("explain", "a.xlsx", "E12"), "表名!单元格"),
        (("packs", "show"), "需要一个规则包名称"),
        (("packs", "show", "none"), "没有名为“none”的规则包"),
        (("packs", "lint", "none"), "没有名为“none”的规则包"),
        (("packs", "list", "x"), "后面不写名称"),
        (("packs", "drop"), "可选"),
        (("new", "-o", "a.xls"), "请用 .xlsx"),
        (("new", "-o", "没有这个文件夹/a.xlsx"), "请先建立"),
    ],
)
def test_wrong_usage_is_told_in_one_sentence(arguments: tuple[str, ...], part: str, capsys: Capture) -> None:
    assert part in refused(capsys, *arguments)


@pytest.mark.parametrize("verb", ["check", "map", "fill", "attach", "run", "explain"])
def test_unreadable_books_are_told_in_one_sentence(verb: str, capsys: Capture, tmp_path: Path) -> None:
    text = tmp_path / "假的.xlsx"
    text.write_text("项目,预算\n", encoding="utf-8")
    empty = tmp_path / "空的.xlsx"
    empty.write_bytes(b"")
    folder = tmp_path / "夹"
    folder.mkdir()
    for book in (tmp_path / "没有.xlsx", folder, text, empty):
        more = {"explain": ["表!A1"], "run": ["-o", str(tmp_path / "out")]}
        output = ["-o", str(tmp_path / f"out{book.suffix}")] if verb in ("fill", "attach") else more.get(verb, [])
        refused(capsys, verb, str(book), *output)
    assert not (tmp_path / "out").exists()


def test_bad_books_among_good_ones_are_named_and_the_others_judged(capsys: Capture, root: Path, tmp_path: Path) -> None:
    good = str(root / "workbooks" / "template.xlsx")
    text, lock = tmp_path / "假的.xlsx", tmp_path / "~$自评.xlsx"
    for path in (text, lock):
        path.write_text("项目,预算\n", encoding="utf-8")
    empty, second = tmp_path / "空", tmp_path / "好.xlsx"
    empty.mkdir()
    second.write_bytes(Path(good).read_bytes())
    books = [good, str(text), str(lock), str(empty), str(second), good]
    assert main(["check", *books]) == 2
    told = capsys.readouterr()
    assert told.out.count(good) == 1
    assert "共 3 个工作簿：2 个没有达到 --fail-on 的问题，0 个有，1 个没有做成" in told.out
    assert [line for line in told.err.splitlines() if "假的.xlsx" in line and "文本" in line]
    assert f"文件夹“{empty}”里没有要读的工作簿" in told.err
    assert "“" + str(lock) + "”是 Excel 打开工作簿时的锁定文件" in told.err
    assert "Traceback" not in told.err
    assert main(["check", *books, "--format", "json"]) == 2
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["book"], "error" in line) for line in lines] == [
        (good, False), (str(text), True), (str(second), False),
    ]  # fmt: skip


def test_a_lock_file_alone_cannot_be_checked(capsys: Capture, tmp_path: Path) -> None:
    lock = tmp_path / "~$自评.xlsx"
    lock.write_bytes(b"x" * 165)
    assert "锁定文件" in refused(capsys, "check", str(lock))


def test_an_error_of_a_check_is_named_and_the_others_run(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    broken = replace(checks()[0], function=lambda book: 1 / 0)
    monkeypatch.setattr("perfxl.checks.registry.checks", lambda: (broken, *checks()[1:]))
    assert main(["check", str(root / "workbooks" / "pingshan-2020.xlsx")]) == 1
    told = capsys.readouterr().out
    assert f"检查 {broken.code}（{broken.name}）出错（ZeroDivisionError），没有做成" in told
    assert "PX143" in told


def test_options_may_stand_between_the_books(capsys: Capture, root: Path) -> None:
    one, other = (str(root / "workbooks" / f"{name}.xlsx") for name in ("template", "functions"))
    assert main(["check", one, "--format", "json", other]) in (0, 1)
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_an_internal_error_is_no_traceback(capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(args: argparse.Namespace) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr("perfxl.cli.map.execute", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert "程序内部错误（ZeroDivisionError）" in refused(capsys, "map", "a.xlsx")
    (log,) = tmp_path.iterdir()
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_a_system_error_names_the_file(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(args: argparse.Namespace) -> int:
        raise OSError(28, "No space left on device", "某表.xlsx")

    monkeypatch.setattr("perfxl.cli.map.execute", full)
    assert "“某表.xlsx”" in refused(capsys, "map", "a.xlsx")


def test_an_interrupt_has_its_own_code(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(args: argparse.Namespace) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("perfxl.cli.map.execute", interrupted)
    assert main(["map", "a.xlsx"]) == 130
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("三公经费!E12", ("三公经费", "E12")),
        ("'我的 表'!$E$12", ("我的 表", "$E$12")),
        ("'it''s'!a1", ("it's", "a1")),
        ("重要!的表!B2", ("重要!的表", "B2")),
        ("三公经费！E12", ("三公经费", "E12")),
    ],
)
def test_cell_references(text: str, wanted: tuple[str, str]) -> None:
    assert reference(text) == wanted


@pytest.mark.parametrize("text", ["", "E12", "!E12", "表!", "表! "])
def test_no_cell_reference(text: str) -> None:
    with pytest.raises(InputError):
        reference(text)


@pytest.mark.parametrize(
    ("fail_on", "codes"), [("error", (1, 0, 0, 0)), ("warning", (1, 1, 0, 0)), ("info", (1, 1, 1, 0))]
)
def test_fail_on_draws_the_line(fail_on: str, codes: tuple[int, ...]) -> None:
    levels = [[Finding("PX1", "n", severity, Place("表", "A1"), "m")] for severity in Severity]
    assert tuple(findings_code(findings, fail_on) for findings in [*levels, []]) == codes


def test_an_unknown_message_of_argparse_is_quoted() -> None:
    assert translate("something new") == "命令行参数有误（something new）"


def test_progress_is_for_terminals(capsys: Capture) -> None:
    console.progress("正在检查")
    assert capsys.readouterr().err == ""


def test_version_imports_next_to_nothing() -> None:
    heavy = ("argparse", "lxml", "pydantic", "yaml", "decimal", "openpyxl")
    code = (
        "import sys; from perfxl.cli.main import main; main(['--version']); "
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout.splitlines()[1] == "[]"


def test_output_is_utf8_whatever_the_locale(root: Path) -> None:
    environment = {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0", "LC_ALL": "C", "PATH": ""}
    command = [sys.executable, "-m", "perfxl", "packs", "list"]
    done = subprocess.run(command, capture_output=True, cwd=root, env=environment, check=True)
    assert "项目支出" in done.stdout.decode("utf-8")


def test_a_reader_that_went_away_is_no_error(root: Path) -> None:
    command = [sys.executable, "-m", "perfxl", "packs", "show", "shenzhen-2020"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    error = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 0
    assert error == b""
