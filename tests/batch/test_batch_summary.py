"""The summary: what it says, that its formulas give what it shows, and that it is the same to the byte."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from bureau import UNREADABLE, draw, execution, projects
from openpyxl import load_workbook
from test_batch_running import stopped_after, tasks_of

from perfxl.batch.batch import InterruptedBatchError, run_batch
from perfxl.batch.running import run_all
from perfxl.batch.summary import write_summary
from perfxl.cli.main import main

Capture = pytest.CaptureFixture[str]
SHEETS = ["汇总", "问题清单", "评分分布", "执行率", "未报送"]


@pytest.fixture
def summary(folder: Path, tmp_path: Path) -> Path:
    """Return the summary of a folder and of a list on which somebody is missing."""
    (tmp_path / "名单.txt").write_text("第1局\n第2局\n第3局\n填错局\n第9局\n", encoding="utf-8")
    target = tmp_path / "汇总.xlsx"
    assert main(["check", str(folder), "--summary", str(target), "--expect", str(tmp_path / "名单.txt")]) == 2
    return target


def rows(path: Path, sheet: str, values: bool = True) -> list[list[object]]:
    page = load_workbook(path, data_only=values)[sheet]
    return [[cell.value or (0 if cell.value == 0 else None) for cell in row] for row in page.iter_rows(min_row=5)]


def test_each_workbook_is_a_line_and_what_cannot_be_read_is_named(summary: Path) -> None:
    assert load_workbook(summary).sheetnames == SHEETS
    lines = rows(summary, "汇总")
    assert [line[3] for line in lines[:4]] == ["读不了"] * 4
    assert {str(line[1]).strip("（）") for line in lines[:4]} == set(UNREADABLE)
    wrong = lines[4]
    assert wrong[1:5] == ["填错局", 2024, "有错误", 1]
    assert "PX105" in str(wrong[16])
    assert next(line for line in lines if line[1] == "（别的表）")[3] == "没有认出表"
    assert lines[-1][:2] == ["合计", "9 个"]


def test_findings_and_absences_have_their_sheets(summary: Path) -> None:
    findings = rows(summary, "问题清单")
    assert findings[0][:6] == ["填错局", "错误", "PX105", "比率", "预算执行", "E4"]
    page = load_workbook(summary)["问题清单"]
    assert page["F5"].hyperlink.target.endswith("填错局.xlsx")
    assert rows(summary, "未报送")[0][:2] == ["未报送", "第9局"]


def test_links_lead_to_the_workbooks_from_where_the_summary_lies(summary: Path, folder: Path) -> None:
    page = load_workbook(summary)["汇总"]
    links = [summary.parent / page.cell(row, 18).hyperlink.target.replace("\\", "/") for row in range(5, 14)]
    assert sorted(links) == sorted(path for path in folder.glob("*.xlsx") if not path.name.startswith("~$"))


def test_libreoffice_recomputes_what_is_shown(summary: Path, office: Callable[..., Path]) -> None:
    recomputed = office(summary)
    for sheet in SHEETS:
        assert rows(recomputed, sheet) == rows(summary, sheet), sheet
    formulas = [cell for line in rows(summary, "汇总", values=False) for cell in line if str(cell).startswith("=")]
    assert len(formulas) > 10
    assert rows(recomputed, "汇总")[-1][15] == round(994.5 / 1362, 4)


def test_the_charts_are_native_and_count_every_score(summary: Path) -> None:
    book = load_workbook(summary)
    assert [len(book[sheet]._charts) for sheet in ("评分分布", "执行率")] == [1, 2]
    scores = [row[3] for row in rows(summary, "评分分布") if row[3] is not None]
    counts = [row[10] for row in rows(summary, "评分分布") if len(row) > 10 and row[10] is not None]
    assert sum(counts) == len(scores) == 3


def test_one_absurd_rate_does_not_make_a_page_of_intervals(tmp_path: Path) -> None:
    """Spending in 元 beside a budget in 万元: ten thousand times too much."""
    for number in range(4):
        draw(tmp_path / f"第{number}局.xlsx", 预算执行=execution(f"第{number}局", spent=80 + number))
    draw(tmp_path / "元.xlsx", 预算执行=execution("元", spent=905_000.0))
    main(["check", str(tmp_path), "--summary", str(tmp_path / "汇总.xlsx")])
    bands = [row[7:10] for row in rows(tmp_path / "汇总.xlsx", "执行率") if len(row) > 9 and row[9] is not None]
    assert len(bands) <= 20
    assert sum(int(str(count)) for *_, count in bands) == 5
    assert float(str(bands[-1][1])) > 1000


def test_twenty_interruptions_leave_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    tasks = tasks_of(folder)
    write_summary(run_batch(tasks, ["一"]), None, tmp_path / "一.xlsx")
    seed = random.Random(16)
    for number in range(20):
        resume, at = number > 0, seed.randrange(len(tasks))
        with pytest.raises(InterruptedBatchError):
            run_batch(tasks, ["二"], resume=resume, runner=stopped_after(min(at, 1)))
    batch = run_batch(tasks, ["二"], resume=True, runner=lambda left, count: run_all(left, count, 2))
    write_summary(batch, None, tmp_path / "二.xlsx")
    assert (tmp_path / "二.xlsx").read_bytes() == (tmp_path / "一.xlsx").read_bytes()


def test_csv_says_the_same(folder: Path, tmp_path: Path, summary: Path) -> None:
    main(["check", str(folder), "--summary", str(tmp_path / "表.csv")])
    main(["check", str(folder), "--summary", str(tmp_path / "表")])
    with (tmp_path / "表.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream))
    assert [line[1] for line in lines[1:]] == [row[1] for row in rows(summary, "汇总")[:-1]]
    assert {path.name for path in (tmp_path / "表").iterdir()} == {f"{sheet}.csv" for sheet in SHEETS}
    assert (tmp_path / "表" / "问题清单.csv").read_bytes() == (tmp_path / "表-问题清单.csv").read_bytes()


def test_no_text_of_a_workbook_becomes_a_formula(tmp_path: Path) -> None:
    book = draw(tmp_path / "a.xlsx", 预算执行=execution("=cmd|' /C calc'!A0"), 项目清单=projects(90))
    main(["check", str(book), "--summary", str(tmp_path / "b.xlsx")])
    main(["check", str(book), "--summary", str(tmp_path / "b.csv")])
    assert load_workbook(tmp_path / "b.xlsx")["汇总"]["B5"].data_type == "s"
    assert "\n1,'=cmd" in (tmp_path / "b.csv").read_text("utf-8-sig")


def test_a_summary_there_is_not_overwritten_and_said_before_the_work(
    folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    target = tmp_path / "汇总.xlsx"
    target.write_bytes(b"mine")
    for name, part in (("汇总.xlsx", "--overwrite"), ("汇总.pdf", "扩展名"), ("没有/汇总.xlsx", "不存在")):
        capsys.readouterr()
        assert main(["check", str(folder), "--summary", str(tmp_path / name)]) == 2
        told = capsys.readouterr()
        assert (told.out, part in told.err) == ("", True)
    assert target.read_bytes() == b"mine"
    main(["check", str(folder), "--summary", str(target), "--overwrite"])
    assert load_workbook(target).sheetnames == SHEETS


def test_a_summary_in_its_own_folder_is_no_workbook_of_it(folder: Path) -> None:
    target = folder / "汇总.xlsx"
    for _ in range(2):
        main(["check", str(folder), "--summary", str(target), "--overwrite"])
        assert len(rows(target, "汇总")) == 10
