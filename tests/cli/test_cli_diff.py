"""`diff` of a workbook before and after a clerk's repairs names what was repaired, what stays and what is new."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from perfxl.cli.main import main

Capture = pytest.CaptureFixture[str]
TITLE = ("项目支出清单（单位：万元）",)
HEADINGS = ("项目名称", "年初预算数", "全年预算数", "全年执行数", "执行率")
PROJECTS = (
    ("道路养护", 100, 100, 90, "90.00%"),
    ("图书采购", 50, 50, 40, "81.00%"),
    ("设备更新", 80, 80, 60, "76.00%"),
    ("人员培训", 20, 20, 15, "75.00%"),
)
MENDED = ("图书采购", 50, 50, 40, "80.00%")


@pytest.fixture
def pair(draw: Callable[..., Path]) -> Callable[..., tuple[str, str]]:
    """Return `make(*rows)`: the book before, and one that holds these rows."""

    def make(*rows: tuple[object, ...], above: int = 0) -> tuple[str, str]:
        old = draw("旧.xlsx", 项目清单=(TITLE, HEADINGS, *PROJECTS))
        new = draw("新.xlsx", 项目清单=(*[()] * above, TITLE, HEADINGS, *rows))
        return str(old), str(new)

    return make


def found(capsys: Capture, root: Path, books: tuple[str, str], *more: str) -> dict:
    capsys.readouterr()
    main(["diff", *books, "--format", "json", *more])
    document: dict = json.loads(capsys.readouterr().out)
    schema = json.loads((root / "docs" / "schema" / "diff.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(document)
    return document


def fates(document: dict) -> dict[str, set[tuple[str, str]]]:
    told: dict[str, set[tuple[str, str]]] = {}
    for each in document["findings"]:
        finding = each["new"] or each["old"]
        told.setdefault(each["fate"], set()).add((finding["code"], finding["row"]))
    return told


def test_what_was_repaired_stays_and_is_new(pair: Callable[..., tuple[str, str]], capsys: Capture, root: Path) -> None:
    broken = ("人员培训", 20, 20, 15, "57.00%")
    document = found(capsys, root, pair(PROJECTS[0], MENDED, PROJECTS[2], broken))
    told = fates(document)
    assert told["mended"] == {("PX105", "图书采购")}
    assert {("PX105", "设备更新")} <= told["remaining"]
    assert told["new"] == {("PX105", "人员培训")}
    changed = {
        (each["row"], each["column"]): (each["old"]["text"], each["new"]["text"]) for each in document["changed"]
    }
    assert changed == {("图书采购", "执行率"): ("81.00%", "80.00%"), ("人员培训", "执行率"): ("75.00%", "57.00%")}


@pytest.mark.parametrize("seed", range(4))
def test_rows_that_moved_are_no_change(
    seed: int, pair: Callable[..., tuple[str, str]], capsys: Capture, root: Path
) -> None:
    rows = list(PROJECTS)
    random.Random(seed).shuffle(rows)
    document = found(capsys, root, pair(*rows, above=seed))
    assert document["changed"] == []
    assert {fate for fate, told in fates(document).items() if told} == {"remaining"}


def test_a_row_that_was_inserted_is_the_only_change(
    pair: Callable[..., tuple[str, str]], capsys: Capture, root: Path
) -> None:
    document = found(capsys, root, pair(PROJECTS[0], ("绿化", 10, 10, 5, "50.00%"), *PROJECTS[1:]))
    assert {each["row"] for each in document["changed"]} == {"绿化"}
    assert {each["old"] for each in document["changed"] if each["old"]} == set()


def test_a_row_whose_name_was_mended_is_one_change(
    pair: Callable[..., tuple[str, str]], capsys: Capture, root: Path
) -> None:
    document = found(capsys, root, pair(PROJECTS[0], ("图书购置", *PROJECTS[1][1:]), *PROJECTS[2:]))
    assert [(each["old"]["text"], each["new"]["text"]) for each in document["changed"]] == [("图书采购", "图书购置")]


def test_a_finding_whose_figures_changed_is_told_with_both(
    pair: Callable[..., tuple[str, str]], capsys: Capture
) -> None:
    books = pair(PROJECTS[0], ("图书采购", 50, 50, 40, "82.00%"), *PROJECTS[2:])
    assert main(["diff", *books]) == 1
    told = capsys.readouterr().out
    assert "原来是 81.00% → 80.00%" in told
    assert "图书采购 · 执行率：81.00% → 82.00%（项目清单!E4）" in told


def test_of_a_row_or_table_that_is_gone_nothing_is_said_to_be_mended(
    pair: Callable[..., tuple[str, str]], draw: Callable[..., Path], capsys: Capture, root: Path
) -> None:
    assert ("PX105", "图书采购") in fates(found(capsys, root, pair(PROJECTS[0], *PROJECTS[2:])))["unknown"]
    old, _ = pair(*PROJECTS)
    other = draw("别的.xlsx", 通讯录=(("姓名", "电话"), ("甲", 1)))
    told = fates(found(capsys, root, (old, str(other))))
    assert set(told) == {"unknown"}
    assert main(["diff", old, str(other)]) == 0
    assert "无法判断是否已改" in capsys.readouterr().out


def test_equal_rows_of_one_name_are_paired(draw: Callable[..., Path], capsys: Capture, root: Path) -> None:
    twin = ("道路养护", 30, 30, 30, "100.00%")
    books = [
        str(draw(name, 项目清单=(TITLE, HEADINGS, *rows)))
        for name, rows in (("旧.xlsx", (PROJECTS[0], twin)), ("新.xlsx", (twin, PROJECTS[0])))
    ]
    assert found(capsys, root, (books[0], books[1]))["changed"] == []


def test_a_book_differs_in_nothing_from_itself(root: Path, capsys: Capture) -> None:
    example = str(root / "workbooks" / "pingshan-2020.xlsx")
    document = found(capsys, root, (example, example))
    assert document["changed"] == []
    assert set(fates(document)) == {"remaining"}
    assert document["summary"]["compared"] > 1000


def test_accepted_findings_remain_and_do_not_fail(
    pair: Callable[..., tuple[str, str]], capsys: Capture, tmp_path: Path
) -> None:
    old, _ = pair(*PROJECTS)
    new = str(tmp_path / "核实.xlsx")
    accept = ["--accept", "PX105", "--reason", "一致", "--role", "会计", "-o", new, "--quiet"]
    assert main(["check", old, *accept]) == 0
    assert load_workbook(new).sheetnames[-1] == "核实说明"
    assert main(["diff", old, new]) == 0
    assert "【仍在】" in capsys.readouterr().out


def test_a_book_that_cannot_be_read_is_one_sentence(
    pair: Callable[..., tuple[str, str]], tmp_path: Path, capsys: Capture
) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK")
    assert main(["diff", pair(*PROJECTS)[0], str(broken)]) == 2
    assert capsys.readouterr().out == ""
