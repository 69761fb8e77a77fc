"""`perfxl recalc` as a whole: what it changes is listed, what cannot be recalculated can be accepted, many books."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from perfxl.cli.main import main
from perfxl.files.write.writing import write_caches
from perfxl.sheets.address import position_of

Capture = pytest.CaptureFixture[str]
Draw = Callable[..., Path]


@pytest.fixture
def drawn(tmp_path: Path) -> Draw:
    """Return `drawn("自评.xlsx", formulas, stored)`: a sheet 汇总 with formulas and what is stored with them."""

    def draw(name: str, formulas: dict[str, str], stored: dict[str, object], numbers: int = 3) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "汇总"
        for row in range(1, numbers + 1):
            sheet.cell(row, 1, row)
        for cell, formula in formulas.items():
            sheet[cell] = f"={formula}"
        plain = tmp_path / f"无缓存-{Path(name).name}"
        book.save(plain)
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        results = {("汇总", *position_of(cell)): value for cell, value in stored.items()}
        write_caches(plain, results, path)
        plain.unlink()
        return path

    return draw


@pytest.fixture
def stale(drawn: Draw) -> Path:
    """Return a book of 30 formulas of which 25 show another number than they give, and one nothing yet."""
    formulas = {f"B{row}": f"A{row}*2" for row in range(1, 31)}
    stored = {f"B{row}": float(row * 2 + (row <= 25)) for row in range(1, 30)}
    return drawn("旧的.xlsx", formulas, stored, numbers=30)


@pytest.fixture
def external(drawn: Draw) -> Path:
    """Return a book with a picture of WPS and a price of another workbook, which nothing can recalculate."""
    formulas = {"B1": '_xlfn.DISPIMG("ID_1",1)', "B2": "[1]价格!A1", "B3": "A3*2"}
    return drawn("外部.xlsx", formulas, {"B1": "图", "B2": 7.0, "B3": 6.0})


def accepting(tmp_path: Path, text: str) -> str:
    path = tmp_path / "接受.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def valid(root: Path, text: str, name: str = "recalc") -> dict:
    schema = json.loads((root / "docs" / "schema" / f"{name}.schema.json").read_text("utf-8"))
    document = json.loads(text)
    Draft202012Validator(schema).validate(document)
    return document


def test_what_is_written_is_listed_and_tells_of_itself_by_the_exit_code(
    stale: Path, tmp_path: Path, root: Path, capsys: Capture
) -> None:
    target = tmp_path / "新.xlsx"
    assert main(["recalc", str(stale), "-o", str(target), "--receipt"]) == 1
    out = capsys.readouterr().out
    assert "改动了存储的结果（25 个）" in out
    assert "汇总!B20  41 → 40" in out
    assert "汇总!B21" not in out
    assert "另有 5 个" in out
    assert "补上没有存储的结果（1 个）：\n  汇总!B30  空白 → 60" in out
    receipt = valid(root, (tmp_path / "新-重算回执.json").read_text("utf-8"), "recalc-receipt")
    assert receipt["summary"] == {"changed": 25, "filled": 1, "renewed": 0}
    assert receipt["changes"][24] == {"sheet": "汇总", "cell": "B25", "old": 51.0, "new": 50.0}
    assert main(["recalc", str(target), "-o", str(tmp_path / "再.xlsx")]) == 0
    assert (tmp_path / "再.xlsx").read_bytes() == target.read_bytes()


def test_json_lists_every_change(stale: Path, tmp_path: Path, root: Path, capsys: Capture) -> None:
    assert main(["recalc", str(stale), "-o", str(tmp_path / "新.xlsx"), "--format", "json"]) == 1
    written = valid(root, capsys.readouterr().out)["written"]
    assert (written["changed"], written["filled"], len(written["changes"])) == (25, 1, 26)


def test_filling_in_what_no_program_has_stored_yet_changes_nothing(drawn: Draw, tmp_path: Path) -> None:
    book = drawn("新建.xlsx", {"B1": "A1*2"}, {})
    assert main(["recalc", str(book), "-o", str(tmp_path / "新.xlsx"), "--quiet"]) == 0
    assert main(["recalc", str(book), "--check"]) == 1


def test_a_volatile_formula_is_renewed_and_no_fault(drawn: Draw, tmp_path: Path, capsys: Capture) -> None:
    book = drawn("日期.xlsx", {"B1": "TODAY()"}, {"B1": 40000.0})
    assert main(["recalc", str(book), "-o", str(tmp_path / "新.xlsx")]) == 0
    assert "写入了新值（1 个）：\n  汇总!B1  40000 →" in capsys.readouterr().out


def test_a_receipt_is_never_written_over_unasked(stale: Path, tmp_path: Path, capsys: Capture) -> None:
    kept = tmp_path / "新-重算回执.json"
    kept.write_text("我的", encoding="utf-8")
    assert main(["recalc", str(stale), "-o", str(tmp_path / "新.xlsx"), "--receipt"]) == 2
    assert "已经存在" in capsys.readouterr().err
    assert not (tmp_path / "新.xlsx").exists()
    assert kept.read_text("utf-8") == "我的"


def test_what_is_known_not_to_be_recalculable_can_be_accepted(
    external: Path, tmp_path: Path, root: Path, capsys: Capture
) -> None:
    assert main(["recalc", str(external), "--check"]) == 1
    capsys.readouterr()
    entries = accepting(
        tmp_path, "- {function: DISPIMG, reason: WPS 的图片}\n- {cell: 汇总!B2:B9, book: 外部*, reason: 价格表}\n"
    )
    assert main(["recalc", str(external), "--check", "--accept", entries]) == 0
    out = capsys.readouterr().out
    assert "没有确定的结果，已在接受清单中（2 个）：\n  汇总!B1  WPS 的图片\n  汇总!B2  价格表" in out
    assert "已接受 2 个" in out
    assert main(["recalc", str(external), "--check", "--accept", entries, "--format", "json"]) == 0
    document = valid(root, capsys.readouterr().out)
    assert [each["reason"] for each in document["accepted"]] == ["WPS 的图片", "价格表"]
    assert (document["not_recalculated"], document["unused_accepts"]) == ([], [])
    assert main(["recalc", str(external), "--check", "--accept", entries, "--format", "junit"]) == 0
    suite = ElementTree.fromstring(capsys.readouterr().out)
    assert suite.get("failures") == "0"
    assert "已接受：汇总!B2  价格表" in suite.findtext(".//system-out", "")
    assert main(["recalc", str(external), "-o", str(tmp_path / "新.xlsx"), "--accept", entries]) == 0


def test_an_acceptance_excuses_nothing_else(external: Path, drawn: Draw, tmp_path: Path, capsys: Capture) -> None:
    wrong = drawn("错.xlsx", {"B1": "A1*2"}, {"B1": 7.0})
    entries = accepting(tmp_path, "- {cell: 汇总!B1, reason: 不该用到}\n- {function: DISPIMG, reason: 图片}\n")
    assert main(["recalc", str(wrong), "--check", "--accept", entries]) == 1
    assert "没有用到：汇总!B1、DISPIMG" in capsys.readouterr().err
    assert main(["recalc", str(external), str(wrong), "--check", "--accept", entries]) == 1
    assert "没有用到" not in capsys.readouterr().err
    assert main(["recalc", str(external), "--check", "--accept", entries]) == 1
    assert "外部" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("function: DISPIMG", "应是一个列表"),
        ("- {function: DISPIMG}", "第 1 条没有写 reason"),
        ("- {reason: 为什么}", "要写 function 或 cell 之一"),
        ("- {function: A, cell: 表!B1, reason: 为什么}", "要写 function 或 cell 之一"),
        ("- {function: A, reason: 为什么}\n- {cell: B1, reason: 为什么}", "第 2 条的 cell“B1”看不懂"),
        ("- {cell: 表!B, reason: 为什么}", "看不懂"),
        ("- {functon: A, reason: 为什么}", "不认识的“functon”"),
        ("- {function: 1, reason: 为什么}", "都是文字"),
        ("- DISPIMG", "应写成"),
        ("- [", "不是合格的 YAML"),
    ],
)
def test_a_wrong_list_is_told_in_one_sentence(
    external: Path, tmp_path: Path, text: str, part: str, capsys: Capture
) -> None:
    assert main(["recalc", str(external), "--check", "--accept", accepting(tmp_path, text)]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert part in told.err


def test_a_list_that_is_not_there(external: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["recalc", str(external), "--check", "--accept", str(tmp_path / "无.yaml")]) == 2
    assert "读不了接受清单" in capsys.readouterr().err


@pytest.fixture
def folder(drawn: Draw, tmp_path: Path) -> Path:
    """Return a folder with a right book, one with a wrong result, one that is broken, and one below."""
    drawn("各单位/甲.xlsx", {"B1": "A1*2"}, {"B1": 2.0})
    drawn("各单位/乙.xlsx", {"B1": "A1*2"}, {"B1": 3.0})
    drawn("各单位/下级/甲.xlsx", {"B1": "A1*2"}, {"B1": 4.0})
    (tmp_path / "各单位" / "坏.xlsx").write_bytes(b"PK\x03\x04")
    return tmp_path / "各单位"


def test_one_bad_book_never_stops_the_rest(folder: Path, root: Path, capsys: Capture) -> None:
    assert main(["recalc", str(folder), "-r", "--check"]) == 2
    told = capsys.readouterr()
    assert told.err.count("\n") == 1
    assert "坏.xlsx" in told.err
    assert told.out.count(f"工作簿：{folder}") == 3
    assert "共 4 个工作簿：1 个全部相符，2 个有不符、改动或未重算，1 个没有做成" in told.out
    assert main(["recalc", f"{folder}/*.xlsx", "--check", "--format", "json"]) == 2
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(Path(line["book"]).name, "error" in line) for line in lines] == [
        ("乙.xlsx", False), ("坏.xlsx", True), ("甲.xlsx", False),
    ]  # fmt: skip


def test_one_report_for_several_books(folder: Path, capsys: Capture) -> None:
    assert main(["recalc", str(folder), "-r", "--check", "--format", "junit"]) == 2
    report = ElementTree.fromstring(capsys.readouterr().out)
    assert [report.get(key) for key in ("tests", "failures", "errors")] == ["4", "2", "1"]
    found = {suite.get("name"): (suite.get("failures"), suite.get("errors")) for suite in report}
    assert found == {
        str(folder / "乙.xlsx"): ("1", "0"),
        str(folder / "坏.xlsx"): ("0", "1"),
        str(folder / "甲.xlsx"): ("0", "0"),
        str(folder / "下级" / "甲.xlsx"): ("1", "0"),
    }


def test_several_books_are_written_into_a_folder_as_they_lie(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "各单位" / "改正"
    assert main(["recalc", str(folder), "-r", "-o", str(target)]) == 2
    written = sorted(str(path.relative_to(target)) for path in target.rglob("*.xlsx"))
    assert written == ["下级/甲.xlsx", "乙.xlsx", "甲.xlsx"]
    assert main(["recalc", str(target), "-r", "--check"]) == 0
    (folder / "坏.xlsx").unlink()
    assert main(["recalc", str(folder), "-r", "-o", str(target), "--overwrite"]) == 1
    assert sorted(str(path.relative_to(target)) for path in target.rglob("*.xlsx")) == written
    capsys.readouterr()


def test_books_that_would_be_one_file_are_refused(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    both = [str(folder / "甲.xlsx"), str(folder / "乙.xlsx")]
    (tmp_path / "文件").write_text("", encoding="utf-8")
    assert main(["recalc", *both, "-o", str(tmp_path / "文件")]) == 2
    assert "不是文件夹" in capsys.readouterr().err


def test_checking_and_writing_exclude_each_other(stale: Path, capsys: Capture) -> None:
    for more in (["--receipt"], ["--in-place"], ["-o", "新.xlsx"]):
        assert main(["recalc", str(stale), "--check", *more]) == 2
        assert "不能与" in capsys.readouterr().err
    assert main(["recalc", str(stale)]) == 2
    assert "请用 -o 写明" in capsys.readouterr().err
    assert main(["recalc"]) == 2
    assert "缺少参数" in capsys.readouterr().err
