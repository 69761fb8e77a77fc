"""What Excel does by itself while cells are written, which would leave wrong figures: each is met, none is silent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from comparing import differences
from excelbooks import GUESTS, Excel, shifted
from fake.ranges import Range
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table
from test_excel_commands import JOBS, prepared, written

from perfxl.files.read.reading import read
from perfxl.jobs.fill import fill
from perfxl.sheets.address import Box, position_of

Open = Callable[..., Excel]
Edit = Callable[[openpyxl.Workbook, Path], None]


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return shifted(tmp_path / "部分.xlsx", 0, 0, GUESTS)


def edited(source: Path, edit: Edit) -> Path:
    """Return the workbook after somebody has worked on it in Excel."""
    book = openpyxl.load_workbook(source)
    edit(book, source)
    target = source.with_name(f"改_{source.name}")
    book.save(target)
    return target


def filled_boxes(source: Path) -> dict[str, Box]:
    """Return, by sheet, the box around the cells that a fill would write."""
    spots: dict[str, list] = {}
    for write in fill(read(source)).changes.cells:
        spots.setdefault(write.sheet, []).append(position_of(write.cell))
    return {sheet: Box.around(cells) for sheet, cells in spots.items()}


def filtered(book: openpyxl.Workbook, source: Path) -> None:
    """Filter every sheet so that each third row of those to be filled is hidden."""
    for name, box in filled_boxes(source).items():
        sheet = book[name]
        sheet.auto_filter.ref = Box(max(box.top - 1, 1), 1, box.bottom, box.right).reference
        for row in range(box.top + 1, box.bottom + 1, 3):
            sheet.row_dimensions[row].hidden = True


def hidden_by_hand(book: openpyxl.Workbook, source: Path) -> None:
    filtered(book, source)
    for name in filled_boxes(source):
        book[name].auto_filter.ref = None


def as_tables(book: openpyxl.Workbook, source: Path) -> None:
    """Make a table (Ctrl+T) of what is to be filled, where nothing is merged; its last row lies below the table."""
    for number, (name, box) in enumerate(filled_boxes(source).items()):
        if box.top < box.bottom - 1 and not any(box.common(Box.parse(str(m))) for m in book[name].merged_cells.ranges):
            table = Table(displayName=f"表格{number}", ref=Box(box.top - 1, 1, box.bottom - 1, box.right).reference)
            table._initialise_columns()
            book[name].add_table(table)


def filtered_tables(book: openpyxl.Workbook, source: Path) -> None:
    as_tables(book, source)
    for name, box in filled_boxes(source).items():
        for table in book[name].tables.values():
            table.autoFilter.ref = table.ref
            book[name].row_dimensions[box.top + 1].hidden = True


EDITS: dict[str, Edit] = {"filter": filtered, "hidden": hidden_by_hand, "tables": as_tables, "both": filtered_tables}


@pytest.mark.parametrize("tag", ["fill", "run", "check", "tovalues", "clear"])
@pytest.mark.parametrize("name", EDITS)
def test_a_button_does_what_the_job_does_to_a_file_and_undo_leads_back(
    name: str, tag: str, part: Path, excel: Open, tmp_path: Path
) -> None:
    source = prepared(tag, edited(part, EDITS[name]), tmp_path / "before")
    changes = JOBS[tag](read(source))
    live = excel(source)
    told = live.press(tag)
    assert "错误（" not in told
    assert "没有写成" not in told
    assert list(differences(live.fake, written(source, changes, tmp_path / "after")))[:5] == []
    assert live.press("undo").startswith("已撤销")
    assert list(differences(live.fake, source))[:5] == []
    assert set(live.app._lists.values()) == {True}


def test_there_are_tables_to_be_filled(part: Path) -> None:
    book = openpyxl.load_workbook(edited(part, as_tables))
    assert sum(len(sheet.tables) for sheet in book) > 0


ARRAYS = {"several cells": "F3:F5", "one cell": "F3"}


def with_arrays(path: Path, ref: str, elsewhere: bool) -> Path:
    """Write a sheet with our function over ranges, as an Excel with arrays stores it."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in range(3, 6):
        sheet.cell(row, 4, 100)
        sheet.cell(row, 5, 50 + row)
        sheet.cell(row, 6, (50 + row) / 100)
    link = "'D:\\旧 机器\\perfxl.xlam'!" if elsewhere else ""
    sheet["F3"] = ArrayFormula(ref, f"={link}PX_EXECRATE(E3:E5,D3:D5)")
    sheet["G3"] = f"={link}PX_EXECRATE(E3,D3)"
    book.save(path)
    return path


@pytest.mark.parametrize("dynamic", [True, False])
@pytest.mark.parametrize("ref", ARRAYS.values(), ids=ARRAYS)
def test_links_of_formulas_filling_several_cells_are_mended_and_they_fill_them_still(
    ref: str, dynamic: bool, excel: Open, tmp_path: Path
) -> None:
    live = excel(with_arrays(tmp_path / "数组.xlsx", ref, elsewhere=True))
    object.__setattr__(live.app, "_dynamic", dynamic)
    assert "已修复 2 个" in live.press("relink")
    assert list(differences(live.fake, with_arrays(tmp_path / "应为.xlsx", ref, elsewhere=False))) == []
    assert live.press("undo").startswith("已撤销")
    assert list(differences(live.fake, tmp_path / "数组.xlsx")) == []


@pytest.mark.parametrize("dynamic", [True, False])
def test_formulas_filling_several_cells_come_back_as_such(dynamic: bool, excel: Open, tmp_path: Path) -> None:
    source = with_arrays(tmp_path / "数组.xlsx", "F3:F5", elsewhere=False)
    live = excel(source)
    object.__setattr__(live.app, "_dynamic", dynamic)
    sheet = live.fake._worksheets[0]
    sheet._results.update({(3, 6): 0.53, (3, 7): 0.53})
    live.press("tovalues")
    assert [type(sheet._sheet[cell].value) for cell in ("F3", "F4", "F5", "G3")] == [float] * 4
    assert live.press("undo").startswith("已撤销")
    assert [text for text in differences(live.fake, source) if " result " not in text] == []


def test_a_list_that_the_user_filters_is_renewed_whole(part: Path, excel: Open, tmp_path: Path) -> None:
    """The sheet of findings invites a filter; what it hides would be neither cleared nor written over."""
    live = excel(part)
    live.press("check")
    sheet = live.fake._book["检查结果"]
    sheet.auto_filter.ref = "A1:H40"
    sheet.row_dimensions[2].hidden = True
    rules = next(
        cell for row in live.fake._book["三公经费"].iter_rows() for cell in row if type(cell.value) in (int, float)
    )
    rules.value += 5
    told = live.press("check")
    assert "错误（" not in told
    assert "没有接受" not in told


def test_a_book_of_97_takes_no_sheet_and_is_filled_all_the_same(part: Path, excel: Open) -> None:
    """A sheet of 1,048,576 rows is refused by a workbook of 65,536: the sheets go to another one."""
    live = excel(part, "部分.xls")
    told = live.press("run")
    assert "加不进工作表" in told
    second = next(each for each in live.app._books if each is not live.fake)
    assert "检查结果" in second._book.sheetnames
    wanted = fill(read(part)).changes.cells
    assert all(live.fake._book[write.sheet][write.cell].value is not None for write in wanted)
    assert live.press("undo").startswith("已撤销")
    assert list(differences(live.fake, part)) == []


def test_a_note_that_excel_refuses_stops_nothing(part: Path, excel: Open, tmp_path: Path) -> None:
    """A cell with a conversation takes no note; where no copy can be read nobody knows of it before."""
    plain = excel(part)
    plain.press("check")
    noted = [cell.coordinate for sheet in plain.fake._book for row in sheet.iter_rows() for cell in row if cell.comment]
    live = excel(part)
    live.app._threaded.update(noted[:1])
    told = live.press("check")
    assert "批注 Excel 不让加" in told
    assert noted[0] in told
    assert live.press("undo").startswith("已撤销")
    assert list(differences(live.fake, part)) == []


def test_the_box_of_a_note_is_as_high_as_its_text(part: Path, excel: Open) -> None:
    live = excel(part)
    live.press("check")
    notes = [cell.comment for sheet in live.fake._book for row in sheet.iter_rows() for cell in row if cell.comment]
    lines = [sum(1 + len(line) // 18 for line in note.text.splitlines()) for note in notes]
    assert notes
    assert all(note.height >= 13 * count for note, count in zip(notes, lines, strict=True))


def test_without_a_printer_all_but_the_page_set_up_is_done(part: Path, excel: Open, tmp_path: Path) -> None:
    live = excel(written(part, JOBS["run"](read(part)), tmp_path / "before"))
    number = next(cell for row in live.fake._book["预算执行"].iter_rows() for cell in row if type(cell.value) is float)
    number.value += 1
    object.__setattr__(live.app, "_printer", False)
    assert "没有接受" not in live.press("run")
    assert "没有接受" in live.press("print") or live.app._previewed


def test_manual_calculation_with_formulas_due_is_refused_and_without_is_told(part: Path, excel: Open) -> None:
    live = excel(part)
    live.app._switches["Calculation"] = -4135
    object.__setattr__(live.app, "_pending", True)
    assert "请先按 F9" in live.press("fill")
    assert list(differences(live.fake, part)) == []
    object.__setattr__(live.app, "_pending", False)
    assert "F9" in live.press("fill")


def test_a_name_that_would_make_the_copys_path_too_long(part: Path, excel: Open) -> None:
    live = excel(part, f"{'很长的名字' * 40}.xlsx")
    assert "填写单元格" in live.press("fill")
    assert [path.suffix for path in (live.folder / "backup").iterdir()] == [".xlsx"]


def test_what_excel_does_otherwise_is_mended_or_told(
    part: Path, excel: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A habit that nobody knows of: a block loses its last row; or nothing goes into one cell at all."""
    set_ = Range.set_Formula

    def careless(self: Range, given: object) -> None:
        set_(self, given if isinstance(given, str) or len(given) < 2 else (*given[:-1], ("",) * len(given[0])))

    monkeypatch.setattr(Range, "set_Formula", careless)
    live = excel(part)
    assert live.press("fill").startswith("填写单元格")
    assert list(differences(live.fake, written(part, JOBS["fill"](read(part)), tmp_path / "after"))) == []
    never = fill(read(part)).changes.cells[0].cell
    monkeypatch.setattr(Range, "_enter", _never(Range._enter, never))
    live = excel(part)
    told = live.press("fill")
    assert "没有写成应有的内容" in told
    assert never in told
    assert "填写单元格" not in told


def _never(enter: Callable[..., None], cell: str) -> Callable[..., None]:
    def entering(self: Range, row: int, column: int, given: object) -> None:
        if (row, column) != position_of(cell):
            enter(self, row, column, given)

    return entering
