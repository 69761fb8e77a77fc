"""Workbooks as clerks have them in front of them: each button twice, then 撤销; nothing breaks, nothing is silent."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from comparing import differences
from excelbooks import GUESTS, Excel, shifted
from openpyxl.chart import BarChart
from openpyxl.styles import PatternFill
from test_excel_commands import prepared
from test_excel_manners import AS_IT_WAS

from perfxl.files.read.reading import read
from perfxl.jobs.fill import fill
from perfxl.ribbon.brief import MOST_LINES
from perfxl.ribbon.commands import TAGS

Open = Callable[..., Excel]
WRITING = ("run", "check", "clear", "fix", "attach")
TELLING = frozenset({"packs", "doctor", "log", "help", "restart"})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workbook with hidden and odd sheets, among them a chart of its own."""
    folder = tmp_path_factory.mktemp("clerk")
    path = shifted(folder / "部分.xlsx", 0, 0, GUESTS)
    book = openpyxl.load_workbook(path)
    hidden, very = book.create_sheet("隐藏的"), book.create_sheet("深藏的")
    for sheet, state in ((hidden, "hidden"), (very, "veryHidden")):
        sheet["A1"], sheet.sheet_state = "别动", state
    book.create_sheet("空的")
    odd = book.create_sheet("它's 的 <表>&1")
    odd["B2"], odd["B2"].fill = "=1/0", PatternFill("solid", fgColor="FFFF00")
    book["预算执行"].sheet_view.view = "pageBreakPreview"
    book.create_chartsheet("图表1").add_chart(BarChart())
    book.save(path)
    return path


@pytest.fixture
def odd(made: Path, tmp_path: Path) -> Path:
    (tmp_path / "资料").mkdir()
    return Path(shutil.copy(made, tmp_path / "资料" / "部分.xlsx"))


def habit(name: str) -> Callable[[Excel], None]:
    return lambda live: live.fake._habits.update({name: True})


def chart_in_front(live: Excel) -> None:
    object.__setattr__(live.fake, "_front", next(s for s in live.fake._sheets if s._sheet.title == "图表1"))


STATES = {"plain": lambda live: None, "shared": habit("shared"), "read-only": habit("read_only"),
          "rounded": habit("rounded"), "chart": chart_in_front}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_each_button_twice_then_undo(state: str, odd: Path, excel: Open) -> None:
    live = excel(odd)
    STATES[state](live)
    for tag in [tag for tag in TAGS if tag not in TELLING and tag != "undo"] if state == "plain" else WRITING:
        for _ in range(2):
            told = live.press(tag)
            assert "内部错误" not in told, (tag, told)
            assert "没有接受" not in told, (tag, told)
            assert len(told.splitlines()) <= MOST_LINES
            assert live.app._switches | {"StatusBar": False} == AS_IT_WAS
        if tag != "undo" and "内部错误" in live.press("undo"):
            pytest.fail(tag)
    people = [sheet.name for sheet in read(odd).sources()]
    assert [text for text in differences(live.fake, odd) if text.partition(":")[0] in people] == []


def test_a_shared_workbook_is_filled_and_its_sheets_go_beside(odd: Path, excel: Open) -> None:
    """Where several share it, Excel deletes no sheet and merges no cells."""
    live = excel(odd)
    live.fake._habits["shared"] = True
    told = live.press("run")
    assert "加不进工作表" in told
    assert any("检查结果" in each._book.sheetnames for each in live.app._books if each is not live.fake)
    assert "取消共享" in live.press("map")


def test_arrays_of_a_shared_workbook_are_left_before_anything_is_written(excel: Open, tmp_path: Path) -> None:
    from test_excel_habits import with_arrays  # noqa: PLC0415 (its fixtures are not wanted here)

    live = excel(with_arrays(tmp_path / "数组.xlsx", "F3:F5", elsewhere=True))
    live.fake._habits["shared"] = True
    object.__setattr__(live.app, "_dynamic", False)
    assert "数组公式" in live.press("relink")
    assert list(differences(live.fake, tmp_path / "数组.xlsx")) == []


def test_what_cannot_be_saved_as_it_is_is_told(odd: Path, excel: Open) -> None:
    live = excel(odd)
    live.fake._habits["read_only"] = True
    assert "另存为新文件" in live.press("fill")
    assert "另存为 .xlsx" in excel(odd, "部分.csv").press("fill")


def test_numbers_that_excel_rounds_are_told_with_the_remedy(odd: Path, excel: Open, tmp_path: Path) -> None:
    """Under 以显示精度为准 a value is stored as it is shown."""
    source = prepared("tovalues", odd, tmp_path / "before")
    live = excel(source)
    for sheet in live.fake._worksheets:
        for spot in sheet._results:
            sheet._results[spot] = 0.123456789
    live.fake._habits["rounded"] = True
    told = live.press("tovalues")
    assert "没有写成应有的内容" in told
    assert "将精度设为所显示的精度" in told


def test_rows_put_in_since_are_told_of(odd: Path, excel: Open) -> None:
    live = excel(odd)
    live.press("fill")
    last = fill(read(odd)).changes.cells[-1]
    live.fake._book[last.sheet][last.cell].value = None
    told = live.press("undo")
    assert "1 个单元格里已经是原来的内容" in told
    assert "插入或删除过行列" in told


def test_a_chart_in_front_has_no_cell_to_explain(odd: Path, excel: Open) -> None:
    live = excel(odd)
    chart_in_front(live)
    assert "请先选中" in live.press("explain")
