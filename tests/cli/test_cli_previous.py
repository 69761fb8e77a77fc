"""`check --previous`: what is held against last year's workbook, and what is not taken for one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from perfxl.cli.main import main

Capture = pytest.CaptureFixture[str]


def carryover(year: int, opening: float, closing: float) -> tuple[tuple[object, ...], ...]:
    return (
        (f"{year}年度财政资金结转结余情况表（单位：万元）",),
        ("项目", "金额"),
        ("年初结转结余", opening),
        ("年末结转结余", closing),
        ("一般公共预算决算数", 270),
    )


def staff(year: int) -> tuple[tuple[object, ...], ...]:
    return (
        (f"{year}年末人员编制情况表",),
        ("人员类别", "编制数", "实有数"),
        ("行政人员", 20, 18),
        ("事业人员", 10, 9),
        ("合计", 30, 27),
    )


@pytest.fixture
def years(draw: Callable[..., Path]) -> tuple[str, str]:
    """Return this year's book, whose opening balance is wrong, and last year's."""
    now = draw("今年.xlsx", 结转=carryover(2024, 15.17, 9), 人员=staff(2024))
    return str(now), str(draw("去年.xlsx", 结转结余=carryover(2023, 20, 11.57)))


def document(capsys: Capture, *arguments: str) -> dict:
    capsys.readouterr()
    main(["check", *arguments, "--format", "json"])
    found: dict = json.loads(capsys.readouterr().out)
    return found


def test_the_opening_balance_is_held_against_last_year(years: tuple[str, str], capsys: Capture, root: Path) -> None:
    now, last = years
    found = document(capsys, now, "--previous", last)
    schema = json.loads((root / "docs" / "schema" / "check.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(found)
    (one,) = [each for each in found["findings"] if each["code"] == "PX153"]
    assert (one["sheet"], one["cell"], one["severity"]) == ("结转", "B3", "warning")
    assert one["related"] == []
    assert found["coverage"]["previous"] == {"book": "去年.xlsx", "compared": 3, "unpaired": ["人员"]}


def test_what_was_compared_with_last_year_is_told(years: tuple[str, str], capsys: Capture) -> None:
    now, last = years
    assert main(["check", now, "--previous", last]) == 0
    told = capsys.readouterr().out
    assert "上年工作簿“去年.xlsx”结转结余!B4的年末数是11.57" in told
    assert "上年的工作簿“去年.xlsx”：两年都有的数 3 个；没有对应的表、没有与上年比较的工作表：人员。" in told


def test_without_last_year_its_checks_are_said_to_be_idle(years: tuple[str, str], capsys: Capture) -> None:
    found = document(capsys, years[0])
    assert {"PX153", "PX185"} <= set(found["coverage"]["checks"]["idle"])
    assert "previous" not in found["coverage"]


def test_a_finding_of_last_year_can_be_marked_and_accepted(years: tuple[str, str], tmp_path: Path) -> None:
    now, last = years
    target = str(tmp_path / "核实.xlsx")
    basis = ("--reason", "决算批复后调整", "--role", "会计", "--date", "2025-03-01", "-o", target, "--quiet")
    assert main(["check", now, "--previous", last, "--accept", "PX153", *basis]) == 0
    assert main(["check", target, "--previous", last, "--fail-on", "warning"]) == 0
    marked = str(tmp_path / "标记.xlsx")
    assert main(["check", now, "--previous", last, "-o", marked, "--fail-on", "warning"]) == 1


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("today", "写的就是要检查的工作簿"),
        ("later", "写的是2024年，要检查的写的是2023年"),
        ("many", "一次只能检查一个工作簿"),
    ],
)
def test_what_is_no_last_year_is_one_sentence(wrong: str, why: str, years: tuple[str, str], capsys: Capture) -> None:
    now, last = years
    given = {"today": (now, now), "later": (last, now), "many": (now, last, last)}[wrong]
    capsys.readouterr()
    assert main(["check", *given[:-1], "--previous", given[-1]]) == 2
    told = capsys.readouterr()
    assert why in told.err
    assert told.out == ""
