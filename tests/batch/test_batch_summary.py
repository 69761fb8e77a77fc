"""The summary: what it says, that its formulas give what it shows, and that it is the same to the byte."""

from __future__ import annotations

import csv
import random
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from bureau import UNREADABLE, bureau, draw, execution, projects, under_way
from openpyxl import load_workbook
from test_batch_running import stopped_after, tasks_of

from perfxl.batch.batch import InterruptedBatchError, run_batch
from perfxl.batch.running import run_all
from perfxl.batch.summary import write_summary
from perfxl.cli.main import main

Capture = pytest.CaptureFixture[str]
SEED = random.randrange(10**6)
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


def test_every_file_of_a_folder_is_named_in_the_summary(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    """Broken, encrypted, foreign and empty ones, one that leads nowhere; locks, archives, texts and pictures."""
    (folder / "失效.xlsx").symlink_to("没有.xlsx")
    (folder / "老格式.xls").write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600)
    for name in ("压缩.zip", "文字.csv", "照片.jpg"):
        (folder / name).write_bytes(b"x")
    assert main(["check", str(folder), "--summary", str(tmp_path / "汇总.xlsx")]) == 2
    lines = rows(tmp_path / "汇总.xlsx", "汇总")
    broken = {str(line[1]).strip("（）"): line[16] for line in lines if line[3] == "读不了"}
    assert set(broken) == {*UNREADABLE, "失效", "老格式"}
    assert all(broken.values())
    told = "".join(str(line[2]) for line in rows(tmp_path / "汇总.xlsx", "未报送"))
    assert [name for name in ("~$第1局", "压缩.zip", "文字.csv", "照片.jpg") if name not in told] == []


def test_links_lead_to_the_workbooks_from_where_the_summary_lies(summary: Path, folder: Path) -> None:
    page = load_workbook(summary)["汇总"]
    links = [summary.parent / page.cell(row, 18).hyperlink.target.replace("\\", "/") for row in range(5, 14)]
    assert sorted(links) == sorted(path for path in folder.glob("*.xlsx") if not path.name.startswith("~$"))


def test_libreoffice_recomputes_what_is_shown(folder: Path, tmp_path: Path, office: Callable[..., Path]) -> None:
    draw(folder / "甲局7月.xlsx", 监控汇总=under_way("甲局", 7, 采购=(100, 70), 维护=(100, 37.5), 培训=(0, 0)))
    summary = tmp_path / "汇总.xlsx"
    assert main(["check", str(folder), "--summary", str(summary)]) == 2
    recomputed = office(summary)
    for sheet in (*SHEETS, "年中监控"):
        assert rows(recomputed, sheet) == rows(summary, sheet), sheet
    formulas = [cell for line in rows(summary, "汇总", values=False) for cell in line if str(cell).startswith("=")]
    assert len(formulas) > 10
    assert rows(recomputed, "汇总")[-1][15] == round(994.5 / 1362, 4)
    assert [row[15] for row in rows(recomputed, "年中监控")[:3]] == [1, 1, None]


def test_projects_under_way_are_told_with_their_lights_those_farthest_behind_first(tmp_path: Path) -> None:
    """甲局 in 元 by July: 70 % and 37.5 % of 58.33 % gone, and a budget of 0; 乙局 by October, 30 % of 83.33 %."""
    folder = tmp_path / "报送"
    in_yuan = under_way("甲局", 7, 采购=(1_000_000, 700_000), 维护=(1_000_000, 375_000), 培训=(0, 0))
    draw(folder / "甲局.xlsx", 监控=[(str(in_yuan[0][0]).replace("万元", "元"),), *in_yuan[1:]])
    draw(folder / "乙局.xlsx", 监控=under_way("乙局", 10, 大修=(50, 15)))
    for target in ("汇总.xlsx", "表.csv"):
        main(["check", str(folder), "--summary", str(tmp_path / target)])
    page = load_workbook(tmp_path / "汇总.xlsx", data_only=True)["年中监控"]
    told = [[cell.value for cell in row[1:10]] for row in page.iter_rows(min_row=5, max_row=8)]
    assert told == [
        ["大修", 10, 50, 15, 0.3, 0.8333, "红", None, 18],
        ["维护", 7, 100, 37.5, 0.375, 0.5833, "黄", None, 64.29],
        ["采购", 7, 100, 70, 0.7, 0.5833, "绿", None, 100],
        ["培训", 7, 0, 0, None, 0.5833, None, None, None],
    ]
    assert len(page._charts) == 3
    assert "红灯" in str(page.cell(5, 11).value)
    assert "大修,10," in (tmp_path / "表-年中监控.csv").read_text("utf-8-sig")


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
    bureau(folder, 24)
    tasks = tasks_of(folder)
    write_summary(run_batch(tasks, ["一"]), None, tmp_path / "一.xlsx")
    moments = random.Random(SEED)
    print(f"SEED {SEED}")
    for number in range(20):
        with pytest.raises(InterruptedBatchError):
            run_batch(tasks, ["二"], resume=number > 0, runner=stopped_after(moments.randrange(3)))
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


def test_the_three_commands_of_the_readme_do_what_a_bureau_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    section = readme.partition("一次审核许多单位")[2].partition("```sh")[2].partition("```")[0]
    commands = [shlex.split(line, comments=True) for line in section.strip().splitlines()]
    assert len(commands) == 3
    bureau(tmp_path / "报送" / "2024年" / "第一批")
    draw(tmp_path / "单位名单.xlsx", 名单=[("单位名称",), ("第1局",), ("第9局",)])
    monkeypatch.chdir(tmp_path)
    for name, *arguments in commands:
        assert (name, main(arguments)) == ("perfxl", 2)
    assert "未报送 1 个：第9局" in capsys.readouterr().out
    assert load_workbook("汇总.xlsx").sheetnames == SHEETS
