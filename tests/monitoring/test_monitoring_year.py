"""A whole year on one growing workbook: history is kept, a second run changes no byte, planted errors are found."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from pathlib import Path

import pytest
from books import by_months, month_book
from openpyxl import load_workbook

from perfxl.cli.main import main
from perfxl.errors import InputError
from perfxl.files.read.reading import read
from perfxl.jobs.monitor import monitor
from perfxl.monitoring.pace import curve_of
from perfxl.recognition.recognise import recognise

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "workbooks" / "pingshan-2020.xlsx"
NAMES = ("图书采购", "设备维护", "场地租赁")


@pytest.fixture(scope="module")
def quarters() -> tuple[Decimal, ...]:
    table = recognise(read(EXAMPLE)).of("quarters")[0]
    rows = [table.item(f"q{number}") for number in (1, 2, 3, 4)]
    return tuple(row.cells["spending"].value or Decimal(0) for row in rows if row)


def projects(quarters: tuple[Decimal, ...], month: int) -> dict[str, tuple[Decimal, Decimal]]:
    spent = by_months(quarters)
    budget = (sum(quarters) * Decimal("1.02")).quantize(Decimal("0.01"))
    return {name: (budget * size, spent[month] * size) for size, name in enumerate(NAMES, 1)}


def run(book: Path, out: Path, *options: str) -> int:
    return main(["monitor", str(book), "-o", str(out), "--quiet", *options])


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_twelve_months_in_a_row(quarters: tuple[Decimal, ...], tmp_path: Path) -> None:
    book, out = tmp_path / "示例.xlsx", tmp_path / "out"
    for month in range(1, 13):
        month_book(book, month, projects(quarters, month))
        assert run(book, out, "--strict") == 0, month
        before = bytes_of(out)
        assert run(book, out) == 0, month
        assert bytes_of(out) == before, f"a second run in month {month} changed something"
    record = json.loads((out / "示例-监控记录.json").read_text("utf-8"))
    told = {(each["month"], each["name"]): Decimal(each["spent"]) for each in record["reports"]}
    assert told == {(m, name): spent for m in range(1, 13) for name, (_, spent) in projects(quarters, m).items()}
    results = [json.loads((out / f"示例-2020年{month}月监控.json").read_text("utf-8")) for month in range(1, 13)]
    assert all(result["findings"] == [] for result in results)


def test_last_years_curve_is_that_of_its_quarters(quarters: tuple[Decimal, ...], tmp_path: Path) -> None:
    book = month_book(tmp_path / "b.xlsx", 6, projects(quarters, 6), "示例2021年")
    curve = curve_of(recognise(read(EXAMPLE)))
    done = monitor(read(book), previous=read(EXAMPLE))
    assert curve is not None
    assert curve.at(6) == sum(quarters[:2]) / sum(quarters)
    # The made-up year runs like the example, so by its curve the whole year's spending comes out again.
    for size, found in enumerate(done.assessments, 1):
        assert found.forecast.curve is not None
        assert abs(found.forecast.curve - sum(quarters) * size) < Decimal("0.05")


def test_what_was_carried_over_is_held_against_last_year(quarters: tuple[Decimal, ...], tmp_path: Path) -> None:
    """Last year's self-evaluation closes with another balance than this year's workbook opens with."""
    (last,) = recognise(read(EXAMPLE)).of("carryover")
    closing = last.fields["closing_carryover"]
    for more, codes in ((Decimal(1), ["PX153"]), (Decimal(0), [])):
        book = month_book(tmp_path / "b.xlsx", 6, projects(quarters, 6), "示例2021年")
        adding = load_workbook(book)
        sheet = adding.create_sheet("结转")
        for row in (
            (f"2021年度财政资金结转结余情况表（单位：{closing.unit}）",),
            ("项目", "金额"),
            ("年初结转结余", (closing.value or 0) + more),
            ("年末结转结余", None),
            ("一般公共预算财政拨款支出决算数", None),
            ("结转结余率", None),
        ):
            sheet.append(row)
        adding.save(book)
        done = monitor(read(book), previous=read(EXAMPLE))
        assert [each.code for each in done.judgement.findings if each.code == "PX153"] == codes


def test_a_workbook_that_is_not_of_last_year_is_refused(quarters: tuple[Decimal, ...], tmp_path: Path) -> None:
    for title in ("示例2020年", "示例2022年"):
        book = month_book(tmp_path / "b.xlsx", 6, projects(quarters, 6), title)
        with pytest.raises(InputError, match="2020年度，不是"):
            monitor(read(book), previous=read(EXAMPLE))


SEED = random.randrange(10**6)
PLANTS = ("cumulative", "light", "forecast")


@pytest.mark.parametrize("plant", range(12))
def test_planted_errors_are_found(quarters: tuple[Decimal, ...], tmp_path: Path, plant: int) -> None:
    """A cumulative that falls, a light that does not follow, a forecast below what is spent; any seed."""
    rng = random.Random(SEED + plant)
    print(f"SEED {SEED + plant}")
    month, line = rng.randrange(3, 13), rng.randrange(len(NAMES))
    out, book = tmp_path / "out", tmp_path / "示例.xlsx"
    month_book(book, month - 1, projects(quarters, month - 1))
    assert run(book, out) == 0
    month_book(book, month, projects(quarters, month))
    code, cell, wrong = planted(PLANTS[plant % len(PLANTS)], rng, quarters, month, line)
    editing = load_workbook(book)
    editing.worksheets[0][cell] = wrong
    editing.save(book)
    run(book, out)
    result = json.loads((out / f"示例-2020年{month}月监控.json").read_text("utf-8"))
    assert [(each["code"], each["cell"]) for each in result["findings"]] == [(code, cell)]


def planted(
    what: str, rng: random.Random, quarters: tuple[Decimal, ...], month: int, line: int
) -> tuple[str, str, Decimal | str]:
    """Return the check that must find a wrong value, its cell, and the value."""
    row, part = 4 + line, Decimal(rng.randrange(50, 99)) / 100
    budget, spent = projects(quarters, month)[NAMES[line]]
    if what == "cumulative":
        return "PX701", f"E{row}", projects(quarters, month - 1)[NAMES[line]][1] * part
    if what == "light":
        on_time = spent / budget >= Decimal(month) / 12 * Decimal("0.8")
        return "PX705", f"G{row}", "红" if on_time else "绿"
    return "PX703", f"H{row}", spent * part


def test_a_changed_result_is_not_overwritten(
    quarters: tuple[Decimal, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, out = month_book(tmp_path / "b.xlsx", 6, projects(quarters, 6)), tmp_path / "out"
    assert run(book, out) == 0
    (out / "b-2020年6月监控.html").write_text("我改过", encoding="utf-8")
    assert run(book, out) == 2
    assert "被改过" in capsys.readouterr().err
    assert (out / "b-2020年6月监控.html").read_text("utf-8") == "我改过"
    assert run(book, out, "--overwrite") == 0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [(("--month", "13"), "1到12"), (("--month", "3"), "没有截至3月"), (("--date", "八月"), "不是日期")],
)
def test_wrong_options_in_one_sentence(
    quarters: tuple[Decimal, ...],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, ...],
    sentence: str,
) -> None:
    book = month_book(tmp_path / "b.xlsx", 6, projects(quarters, 6))
    assert run(book, tmp_path / "out", *options) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert told.out == ""
    assert not (tmp_path / "out").exists()


def test_a_workbook_that_names_no_month_asks_for_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(EXAMPLE, tmp_path / "out") == 2
    assert "--month" in capsys.readouterr().err


def test_a_broken_record_is_refused(quarters: tuple[Decimal, ...], tmp_path: Path) -> None:
    book, out = month_book(tmp_path / "b.xlsx", 6, projects(quarters, 6)), tmp_path / "out"
    out.mkdir()
    for text in ("{", "[]", '{"version": 1}', '{"version": 9, "reports": []}', '{"version": 1, "reports": [{"x": 1}]}'):
        (out / "b-监控记录.json").write_text(text, encoding="utf-8")
        assert run(book, out) == 2
        assert (out / "b-监控记录.json").read_text("utf-8") == text


def test_another_year_in_the_same_folder_is_another_year(quarters: tuple[Decimal, ...], tmp_path: Path) -> None:
    """What was spent by June is no cumulative of the next year's March, and its files stay."""
    book, out = tmp_path / "b.xlsx", tmp_path / "out"
    month_book(book, 6, projects(quarters, 6))
    assert run(book, out) == 0
    before = bytes_of(out)
    month_book(
        book, 6, {name: (budget, spent / 2) for name, (budget, spent) in projects(quarters, 6).items()}, "示例2021年"
    )
    assert run(book, out) == 0
    after = bytes_of(out)
    assert {name: after[name] for name in before if "记录" not in name} == {
        name: data for name, data in before.items() if "记录" not in name
    }
    assert json.loads(after["b-2021年6月监控.json"])["findings"] == []


def test_books_of_earlier_months_are_read_and_a_bad_one_is_told(
    quarters: tuple[Decimal, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = tmp_path / "以前"
    earlier.mkdir()
    month_book(earlier / "六月.xlsx", 6, projects(quarters, 8))
    (earlier / "坏.xlsx").write_bytes(b"x")
    book = month_book(tmp_path / "b.xlsx", 7, projects(quarters, 7))
    assert run(book, tmp_path / "out", "--history", str(earlier), "--fail-on", "warning") == 1
    result = json.loads((tmp_path / "out" / "b-2020年7月监控.json").read_text("utf-8"))
    assert {each["code"] for each in result["findings"]} == {"PX701"}
    assert "坏.xlsx" in capsys.readouterr().err
