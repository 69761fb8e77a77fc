"""Forms handed out, filled in by clerks, some wrongly, and collected: nothing lost, nothing overwritten in silence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from perfxl.cli.main import main
from perfxl.files.read.reading import read
from perfxl.files.write.entryforms import write_entry_form
from perfxl.jobs.collect import collect
from perfxl.jobs.collected import Collected
from perfxl.jobs.evaluate import understand
from perfxl.jobs.formcells import form_cells
from perfxl.jobs.gathered import gathered
from perfxl.jobs.split import split
from perfxl.sheets.address import position_of
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot

Rows = list[tuple[object, ...]]


def form(*rows: tuple[object, ...], unit: str = "万元", name: str = "清单") -> Snapshot:
    """Return a list of projects."""
    head: Rows = [
        (f"2024年度项目支出清单（单位：{unit}）",),
        ("序号", "项目名称", "年初预算数", "全年预算数", "全年执行数", "执行率", "自评得分"),
    ]
    cells = {
        (number, column): Cell(Decimal(str(value)) if isinstance(value, int | float) else value)
        for number, row in enumerate([*head, *rows], 1)
        for column, value in enumerate(row, 1)
        if value is not None
    }
    return Snapshot(f"{name}.xlsx", (Sheet("项目清单", cells),))


BLANK = form((1, "甲项目"), (2, "乙项目"), (3, "丙项目", None, 30))


def written(done: Collected) -> dict[str, object]:
    return {write.cell: write.value for write in done.changes.cells}


def told(done: Collected, what: str) -> list[str]:
    return [f"{each.form}{each.place}{each.message}" for each in done.remarks if each.what == what]


def test_projects_are_matched_by_name_wherever_they_stand() -> None:
    done = collect(BLANK, {"二科": form((1, "乙项目", 20, 20, 18)), "一科": form((1, "甲项目", 10, 12, 9))})
    assert written(done) == {"C3": 10, "D3": 12, "E3": 9, "C4": 20, "D4": 20, "E4": 18}
    assert told(done, "冲突") == []
    assert done.taken == done.found


def test_amounts_come_in_the_unit_of_the_department() -> None:
    done = collect(BLANK, {"一科": form((1, "甲项目", 100000, 120000, 90000), unit="元")})
    assert written(done) == {"C3": 10, "D3": 12, "E3": 9}


def test_a_differing_value_is_not_overwritten_and_both_are_told() -> None:
    done = collect(BLANK, {"三科": form((1, "丙项目", 25, 28, 28))})
    assert written(done) == {"C5": 25, "E5": 28}
    (conflict,) = told(done, "冲突")
    assert "“28”（三科）" in conflict
    assert "“30”，没有改" in conflict


def test_two_files_that_differ_are_both_told_and_neither_is_taken() -> None:
    done = collect(BLANK, {"一科": form((1, "甲项目", 10, 12, 9)), "二科": form((1, "甲项目", 10, 12, 8))})
    assert written(done) == {"C3": 10, "D3": 12}
    (conflict,) = told(done, "冲突")
    assert "“9”（一科）、“8”（二科）" in conflict
    assert "2 个文件" in told(done, "重复")[0]


def test_a_project_that_nobody_knows_is_told_with_all_it_states() -> None:
    done = collect(BLANK, {"四科": form((1, "丁项目", 1, 2, 1.5))})
    (surplus,) = told(done, "多出")
    for part in ("丁项目", "“1”", "“2”", "“1.5”"):
        assert part in surplus
    assert written(done) == {}


def test_what_is_still_blank_or_did_not_come_is_told() -> None:
    done = collect(BLANK, {"一科": form((1, "甲项目", 10, 12))})
    (blank,) = told(done, "未填")
    assert "E3" in blank
    other = Snapshot("别的.xlsx", (Sheet("通讯录", {(1, 1): Cell("姓名"), (2, 1): Cell("张三")}),))
    nothing = collect(BLANK, {"五科": other})
    assert len(told(nothing, "未收到")) == 1
    assert "通讯录" in told(nothing, "没有认出")[0]


def figures(path: Path) -> dict[object, object]:
    return {cell.key: cell.figure.value or cell.figure.text for cell in form_cells(understand(read(path)))}


@pytest.fixture(scope="module")
def handed_out(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return this year's blank workbook of the example, and the folder of its forms, as last year filled them."""
    folder, example = tmp_path_factory.mktemp("分发"), str(root / "workbooks" / "pingshan-2020.xlsx")
    assert main(["new", "--from", example, "--year", "2021", "-o", str(folder / "2021.xlsx")]) == 0
    assert main(["split", example, "-o", str(folder / "表样"), "--quiet"]) == 0
    return folder / "2021.xlsx", folder / "表样"


def test_carried_over_keeps_names_and_targets_and_clears_figures(handed_out: tuple[Path, Path], root: Path) -> None:
    before, after = (
        {cell.key: cell for cell in form_cells(understand(read(path)))}
        for path in (root / "workbooks" / "pingshan-2020.xlsx", handed_out[0])
    )
    assert read(handed_out[0]).sheet("预算执行").cells[1, 1].value == "2021年度部门预算执行情况表"
    given = [key for key, cell in before.items() if cell.duty.value == "given"]
    assert len(given) > 500
    assert [key for key in given if before[key].figure.text != after[key].figure.text] == []
    amounts = [cell for cell in after.values() if cell.field in ("execution", "score", "actual")]
    assert [cell.figure.place for cell in amounts if cell.figure.value is not None and not cell.figure.formula] == []


def test_a_round_trip_gives_every_figure_back(handed_out: tuple[Path, Path], root: Path, tmp_path: Path) -> None:
    blank, forms = handed_out
    target = tmp_path / "汇总.xlsx"
    assert main(["collect", str(forms), "--into", str(blank), "-o", str(target), "--quiet"]) == 1
    assert figures(target) == figures(root / "workbooks" / "pingshan-2020.xlsx")


def test_clerks_who_fill_wrongly_lose_nothing(
    handed_out: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blank, forms = handed_out
    folder = tmp_path / "收回"
    shutil.copytree(forms, folder)
    (book,) = folder.glob("*项目清单.xlsx")
    workbook = load_workbook(book)
    page = workbook.active
    renamed, wrong = page["B5"].value, page["B6"].value
    page["B5"], page["G6"], page.title = "另一个名字", "约五十", "我的表"
    workbook.save(book)
    shutil.copy(book, folder / "再报一次.xlsx")
    (folder / "空.xlsx").write_bytes(b"")
    capsys.readouterr()
    assert main(["collect", str(folder), "--into", str(blank), "-o", str(tmp_path / "汇总.xlsx")]) == 1
    out, err = capsys.readouterr()
    assert "空文件" in err
    assert "【多出】" in out
    assert "另一个名字" in out
    assert "【重复】" in out
    done = read(tmp_path / "汇总.xlsx").sheet("项目清单")
    names = {cell.value: spot[0] for spot, cell in done.cells.items() if spot[1] == 2}
    assert done.cells[names[wrong], 7].value == "约五十"
    assert done.cells[names[renamed], 7].value is None


def test_what_is_handed_out_can_be_filled_in_where_it_is_due(handed_out: tuple[Path, Path]) -> None:
    _, forms = handed_out
    (book,) = forms.glob("*项目清单.xlsx")
    (sheet,) = read(book).sheets
    head = {cell.value: spot[1] for spot, cell in sheet.cells.items() if spot[0] <= 3}
    column = next(at for name, at in head.items() if str(name).startswith("全年执行数"))
    assert sheet.unlocked is not None
    assert (4, column) in sheet.unlocked
    assert position_of("B4") not in sheet.unlocked
    lists = load_workbook(book).active.data_validations.dataValidation
    assert any("优" in str(each.formula1) for each in lists)


def test_the_same_workbook_gives_the_same_forms(root: Path, handed_out: tuple[Path, Path], tmp_path: Path) -> None:
    example = root / "workbooks" / "pingshan-2020.xlsx"
    form = split(read(example))[0]
    write_entry_form(example, form.sheet, form.unlocked, form.choices, tmp_path / "又.xlsx")
    assert (tmp_path / "又.xlsx").read_bytes() == (handed_out[1] / f"{form.name}.xlsx").read_bytes()
    assert main(["split", str(example), "-o", str(handed_out[1]), "--quiet"]) == 2


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["collect", "--into", "a.xlsx"], "缺少参数"),
        (["new", "--year", "2021"], "--from"),
        (["split", "没有.xlsx", "-o", "x"], "找不到"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    arguments: list[str], part: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, part in err, err.count("\n")) == ("", True, 1)


def test_a_form_filled_by_libreoffice_users_reads_alike(
    handed_out: tuple[Path, Path], office: Callable[..., Path], tmp_path: Path
) -> None:
    (book,) = handed_out[1].glob("*预算执行.xlsx")
    saved = office(book)
    assert figures(saved) == figures(book)


def test_without_a_workbook_of_the_department_the_forms_make_one(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "workbooks" / "pingshan-2020.xlsx"
    assert main(["split", str(example), "-o", str(tmp_path / "收回"), "--quiet"]) == 0
    assert main(["collect", str(tmp_path / "收回"), "-o", str(tmp_path / "汇总.xlsx"), "--quiet"]) == 1
    one, other = (
        {cell.key: cell.figure.value for cell in form_cells(understand(read(path)))}
        for path in (example, tmp_path / "汇总.xlsx")
    )
    assert one == other


def test_offices_that_differ_leave_the_cell_blank_in_a_workbook_of_their_own() -> None:
    files = {"一科": form((1, "甲项目", 10, 12, 9)), "二科": form((1, "甲项目", 10, 12, 8))}
    base = Snapshot("汇总.xlsx", gathered(files))
    done = collect(base, files)
    assert written(done) == {"C3": 10, "D3": 12}
    assert "“9”（一科）、“8”（二科）" in told(done, "冲突")[0]


def test_nothing_known_to_collect_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").mkdir()
    book = Workbook()
    book.active["A1"] = "通讯录"
    book.save(tmp_path / "a" / "b.xlsx")
    assert main(["collect", str(tmp_path / "a"), "-o", str(tmp_path / "c.xlsx")]) == 2
    assert "认得出的表" in capsys.readouterr().err
    assert main(["collect", str(tmp_path / "a"), "-o", str(tmp_path / "c.xls")]) == 2
    assert not list(tmp_path.glob("c.*"))


NAMES = ("甲项目", "乙项目", "丙项目", "丁项目", "甲 项目")
AMOUNTS = st.one_of(st.none(), st.integers(1, 99), st.decimals(1, 99, places=2).map(float))
LINES = st.lists(st.tuples(st.sampled_from(NAMES), AMOUNTS, AMOUNTS, AMOUNTS), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=3))
def test_whatever_clerks_write_is_in_the_workbook_or_told(offices: list[list[tuple[object, ...]]]) -> None:
    """Known projects and others, named twice, twice in one file, in other words, with blanks: no amount is lost."""
    forms = {f"{n}科": form(*((i, *line) for i, line in enumerate(lines, 1))) for n, lines in enumerate(offices, 1)}
    done = collect(BLANK, forms)
    before: dict[str, object] = {"D5": 30}
    stands = {**written(done), **before}
    told_of = "".join(each.message for each in done.remarks)
    rows = {"甲项目": 3, "乙项目": 4, "丙项目": 5}
    for line in (line for lines in offices for line in lines):
        row = rows.get(str(line[0]).replace(" ", ""))
        for column, value in zip("CDE", line[1:], strict=True):
            taken = row is not None and stands.get(f"{column}{row}") == (value and Decimal(str(value)))
            assert value is None or taken or f"“{value:g}”" in told_of or f"“{value}”" in told_of, (line, done.remarks)
    assert [cell for cell in written(done) if cell in before] == []
