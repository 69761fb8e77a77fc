"""What every command owes to Excel and its user: switches restored, no endless wait, protection respected, no leaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from comparing import differences
from excelbooks import GUESTS, Excel, shifted
from fake.application import AUTOMATIC, Application
from fake.worksheet import Worksheet
from openpyxl.workbook.protection import WorkbookProtection
from test_excel_commands import JOBS, prepared
from test_excel_habits import edited, filtered

from perfxl.excel import blocks, com, reading
from perfxl.files.read.reading import read
from perfxl.files.write.writing import write
from perfxl.jobs.fill import fill
from perfxl.ribbon import brief, callback, commands

Open = Callable[..., Excel]
AS_IT_WAS = {
    "ScreenUpdating": True,
    "EnableEvents": True,
    "Calculation": AUTOMATIC,
    "StatusBar": False,
    "DisplayAlerts": True,
}


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return shifted(tmp_path / "部分.xlsx", 0, 0, GUESTS)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(com, "_PAUSES", (0.0,))


@pytest.mark.parametrize("tag", [*JOBS, "undo", "explain", "print", "checksheet"])
def test_switches_are_as_before(tag: str, part: Path, excel: Open) -> None:
    live = excel(part)
    live.press("fill")
    live.press(tag)
    assert live.app._switches == AS_IT_WAS
    assert live.app._books == [live.fake]
    assert (live.fake._front is live.fake._sheets[0]) == (tag != "map")  # which is there to show its sheet


@pytest.mark.parametrize(
    "member",
    ["Workbook.SaveCopyAs()", "Range.Value2", "Range.Formula=", "Workbooks.Open()", "Group.Copy()", "Names.Add()",
     "Interior.Color=", "Range.AddComment()", "Application.Calculation=", "Application.StatusBar="],
)  # fmt: skip
def test_switches_are_as_before_whatever_fails(member: str, part: Path, excel: Open) -> None:
    for tag in ("run", "check"):
        live = excel(part)
        object.__setattr__(live.app, "_failing", member)
        told = live.press(tag)
        if member in live.app._calls:
            assert ("批注 Excel 不让加" if "Comment" in member else "没有接受这一步操作（测试：这一步被拒绝）") in told
        object.__setattr__(live.app, "_failing", "")
        if member.endswith("Bar=") or member.endswith("Calculation="):  # this very switch was refused
            continue
        assert live.app._switches == AS_IT_WAS
        assert live.app._books == [live.fake]


@pytest.mark.parametrize("tag", ["fill", "run", "attach", "tovalues"])
def test_the_question_is_asked_while_excel_waits_for_nobody(
    tag: str, part: Path, excel: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two calls of the server: the screen is live, and no box tells of an OLE action that does not end."""
    live = excel(prepared(tag, part, tmp_path / "before"))
    at_work, alerts, asked = [], set(), []
    ask, confirm, count = live.addin._call, live.ui.confirm, Application._count

    def asking(*given: object) -> str:
        at_work.append(given)
        try:
            return ask(*given)
        finally:
            at_work.pop()

    def counting(app: Application, member: str) -> None:
        alerts.add(app._switches["DisplayAlerts"])
        count(app, member)

    live.addin._call = asking
    live.addin._agree = lambda text: asked.append((list(at_work), dict(live.app._switches))) or confirm(text)
    monkeypatch.setattr(Application, "_count", counting)
    live.press(tag)
    assert asked == [([], AS_IT_WAS)]
    assert alerts == {False}


def test_a_workbook_on_manual_calculation_stays_so(part: Path, excel: Open) -> None:
    live = excel(part)
    live.app._switches["Calculation"] = -4135
    live.press("fill")
    assert live.app._switches["Calculation"] == -4135


@pytest.mark.parametrize("tag", [*JOBS, "next", "explain", "print", "undo", "checksheet"])
def test_a_cell_being_edited_ends_in_one_sentence(tag: str, part: Path, excel: Open) -> None:
    live = excel(part)
    object.__setattr__(live.app, "_editing", True)
    assert live.press(tag) == "Excel 正在编辑单元格或开着对话框，请先按 Enter 或 Esc 结束，再点一次按钮。"
    assert live.app._total <= 3 * com.ATTEMPTS
    object.__setattr__(live.app, "_editing", False)
    assert list(differences(live.fake, part)) == []


def test_an_unknown_tag_and_an_inner_error_are_sentences(
    part: Path, excel: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = excel(part)
    assert live.press("nonsense") == "没有“nonsense”这个命令，请重新安装加载项。"
    monkeypatch.setattr(commands, "import_module", lambda name: 1 / 0)
    assert live.press("run").startswith("程序内部错误（ZeroDivisionError）")
    assert callback.dispatch("run") == f"T{commands.NO_BOOK}"


def test_the_log_holds_no_figure_and_no_text(part: Path, excel: Open) -> None:
    live = excel(part)
    for tag in ("run", "undo", "nonsense"):
        live.press(tag)
    object.__setattr__(live.app, "_failing", "Range.Value2")
    live.press("run")
    logged = (live.folder / "perfxl.log").read_text("utf-8")
    assert [line.split()[2] for line in logged.splitlines()] == ["run", "undo", "nonsense", "run"]
    assert logged.isascii()
    assert part.stem not in logged
    assert live.press("log") == ""
    assert live.ui.opened == [live.folder / "perfxl.log"]


def test_the_copy_read_is_kept_as_backup_and_nothing_else(part: Path, excel: Open, tmp_path: Path) -> None:
    live = excel(part)
    live.press("checksheet")
    assert not (live.folder / "backup").exists()
    for _ in range(12):
        live.press("fill")
        live.press("undo")
    kept = list((live.folder / "backup").iterdir())
    assert 1 <= len(kept) <= 10
    assert fill(read(kept[0])).changes.cells == fill(read(part)).changes.cells or fill(read(kept[0])).changes.empty


def test_locked_cells_stay_and_are_listed(part: Path, excel: Open, tmp_path: Path) -> None:
    wanted = fill(read(part)).changes.cells
    sheet_name = wanted[0].sheet
    mine = [write.cell for write in wanted if write.sheet == sheet_name]
    book = openpyxl.load_workbook(part)
    sheet = book[sheet_name]
    sheet.protection.sheet = True
    for address in mine[1:]:
        sheet[address].protection = openpyxl.styles.Protection(locked=False)
    book.save(tmp_path / "保护.xlsx")
    live = excel(tmp_path / "保护.xlsx")
    told = live.press("fill")
    assert f"{sheet_name}!{mine[0]}" in told
    assert live.fake._book[sheet_name][mine[0]].value is None
    assert all(live.fake._book[sheet_name][address].value is not None for address in mine[1:])
    assert live.press("undo").startswith("已撤销")


def test_a_locked_structure_sends_sheets_to_a_second_workbook(part: Path, excel: Open, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(part)
    book.security = WorkbookProtection(lockStructure=True)
    book.save(tmp_path / "锁定.xlsx")
    live = excel(tmp_path / "锁定.xlsx")
    told = live.press("run")
    second = next(each for each in live.app._books if each is not live.fake)
    assert f"新工作簿“{second._name}”" in told
    assert "检查结果" in second._book.sheetnames
    assert live.fake._book.sheetnames == list(GUESTS)
    assert live.app._active is live.fake
    assert not [cell for sheet in second._book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert "没有在单元格上作标记" in live.press("check")


@pytest.mark.parametrize("xml", [True, False])
def test_where_no_copy_can_be_read_blocks_are(
    xml: bool, part: Path, excel: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Under an office's own encryption; merges and formats from XML Spreadsheet, or found by halving."""
    if not xml:
        monkeypatch.delattr("fake.ranges.Range.invoke_Value")
    plain, live = excel(part), excel(part)
    object.__setattr__(live.fake, "_unreadable", True)
    whole = read(part)
    with reading.reading(live.book.api, live.book.name, read) as seen:
        assert not seen.whole
        for mine, theirs in zip(seen.snapshot.sheets, whole.sheets, strict=True):
            assert sorted(mine.merges) == sorted(theirs.merges)
            wrong = [spot for spot, cell in theirs.cells.items() if mine.cells.get(spot) != cell]
            assert wrong == []
    plain.press("run")
    live.press("run")
    plain.fake.call_SaveCopyAs(str(tmp_path / "明文.xlsx"))
    assert list(differences(live.fake, tmp_path / "明文.xlsx")) == []


@pytest.mark.parametrize("xml", [True, False])
def test_rows_that_are_hidden_are_known_where_no_copy_can_be_read(
    xml: bool, part: Path, excel: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if not xml:
        monkeypatch.delattr("fake.ranges.Range.invoke_Value")
    source = edited(part, filtered)
    live = excel(source)
    object.__setattr__(live.fake, "_unreadable", True)
    assert live.press("fill").startswith("填写单元格")
    expected = tmp_path / "应为.xlsx"
    write(source, fill(read(source)).changes, expected)
    assert list(differences(live.fake, expected)) == []


def test_a_sheet_that_is_formatted_to_its_end_is_read_as_far_as_it_is_filled(
    part: Path, excel: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = excel(part)
    object.__setattr__(live.fake, "_unreadable", True)
    monkeypatch.setattr(Worksheet, "get_UsedRange", lambda self: self.get_Cells())
    with reading.reading(live.book.api, live.book.name, read) as seen:
        assert [len(s.cells) for s in seen.snapshot.sheets] == [len(s.cells) for s in read(part).sheets]
    monkeypatch.setattr(blocks, "MOST_CELLS", 20)
    assert "超过 20 格" in live.press("fill")
    assert list(differences(live.fake, part)) == []


def test_going_through_the_findings(part: Path, excel: Open) -> None:
    live = excel(part)
    live.press("check")
    found = [each.place for each in live.findings() if each.place.cell]
    seen = []
    for _ in range(len(found) + 1):
        assert live.press("next") == ""
        seen.append((live.fake._front._sheet.title, live.app.get_ActiveCell().get_Address().replace("$", "")))
    assert seen == [(place.sheet, place.cell) for place in [*found, found[0]]]
    assert live.app._switches["StatusBar"].startswith("perfxl：第 1/")
    live.press("previous")
    assert live.app._switches["StatusBar"].startswith(f"perfxl：第 {len(found)}/")
    live.press("checksheet")
    assert live.app._switches["StatusBar"] is False


@pytest.mark.parametrize("tag", ["checksheet", "check", "run", "help", "packs", "doctor", "explain"])
def test_a_message_fits_on_the_screen(tag: str, part: Path, excel: Open) -> None:
    """At most eight lines; the rest stands on the sheet 检查结果, or in a file that the last line names."""
    live = excel(part)
    for sheet in live.fake._book:
        for cell in (cell for row in sheet.iter_rows() for cell in row if type(cell.value) is float):
            cell.value = 1234.567
    told = live.press(tag)
    assert len(told.splitlines()) <= brief.MOST_LINES


def test_a_long_message_names_the_file_that_has_it_whole(tmp_path: Path) -> None:
    text = "\n".join(f"第 {number} 行" for number in range(1, 370))
    told = brief.brief(text, tmp_path)
    assert len(told.splitlines()) == brief.MOST_LINES
    assert str(tmp_path / brief.WHOLE) in told
    assert (tmp_path / brief.WHOLE).read_text("utf-8-sig") == text
    assert brief.brief("短", tmp_path) == "短"
