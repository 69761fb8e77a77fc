"""A walk of buttons over workbooks as people leave them: each does what it does to a file, and 撤销 leads back.

`make walk` goes 300 steps; PERFXL_STEPS and PERFXL_SEED say how many and where to begin.
"""

from __future__ import annotations

import os
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from comparing import differences
from excelbooks import GUESTS, Excel, shifted
from openpyxl.styles import Protection
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table
from test_excel_commands import JOBS
from test_excel_habits import filled_boxes

from perfxl.errors import InputError
from perfxl.files.read.reading import read
from perfxl.files.write.writing import write
from perfxl.jobs.collect import collect
from perfxl.jobs.monitor import monitor
from perfxl.sheets.address import Box, cell_address
from perfxl.sheets.changeset import ChangeSet

STEPS = int(os.environ.get("PERFXL_STEPS", "12"))
SEED = int(os.environ.get("PERFXL_SEED", "1"))
A_BOOK = 6  # steps in one workbook
TAGS = ("fill", "run", "check", "clear", "tovalues", "attach", "relink", "fix", "map", "collect", "monitor", "report",
        "checkreport")  # fmt: skip
OFFICES = "科室表"
LINK = "'D:\\旧 机器\\perfxl.xlam'!"


def some_book(chance: random.Random, path: Path) -> Path:
    """Write some of the example's tables, moved, after somebody worked on them in Excel."""
    shifted(path, chance.randrange(4), chance.randrange(3), chance.sample(GUESTS, 2))
    boxes = filled_boxes(path)
    book = openpyxl.load_workbook(path)
    for name, box in boxes.items():
        for work in chance.sample(WORKS, chance.randrange(4)):
            work(chance, book[name], box)
    if chance.random() < 0.5:
        with_functions(chance, book.create_sheet("计算"))
    if chance.random() < 0.5:
        with_months(chance, book.create_sheet("监控"))
    if chance.random() < 0.5:
        filled_by_an_office(chance, book, path.parent / OFFICES)
    book.save(path)
    return path


def with_months(chance: random.Random, sheet: object) -> None:
    """Put a list of projects there as they stood at the end of a month."""
    month = chance.randint(1, 12)
    title, spent = "2020年项目绩效运行监控汇总表（单位：万元）", f"1-{month}月执行数"
    for line in ([title], ["序号", "项目名称", "年初预算数", "全年预算数", spent, "执行率", "偏差原因"]):
        sheet.append(line)
    for number in range(1, chance.randint(2, 5)):
        sheet.append([number, f"项目{number}", 100, 100, chance.randrange(0, 100)])


def filled_by_an_office(chance: random.Random, book: openpyxl.Workbook, folder: Path) -> None:
    """Take some figures out of the workbook; two offices state them, here and there differently."""
    folder.mkdir()
    for name in ("一科", "二科"):
        book.save(folder / f"{name}.xlsx")
    other = openpyxl.load_workbook(folder / "二科.xlsx")
    for sheet in [sheet for sheet in book if sheet.title in GUESTS]:
        for cell in [cell for row in sheet.iter_rows() for cell in row if type(cell.value) in (int, float)]:
            if chance.random() < 0.1:
                other[sheet.title][cell.coordinate].value = cell.value + chance.randrange(2)
                cell.value = None
    other.save(folder / "二科.xlsx")


def _filter(chance: random.Random, sheet: object, box: Box) -> None:
    if not sheet.tables:
        sheet.auto_filter.ref = Box(max(box.top - 1, 1), 1, box.bottom, box.right).reference
        _hide(chance, sheet, box)


def _hide(chance: random.Random, sheet: object, box: Box) -> None:
    for row in range(box.top, box.bottom + 1):
        if chance.random() < 0.4:
            sheet.row_dimensions[row].hidden = True


def _table(chance: random.Random, sheet: object, box: Box) -> None:
    """Make a table, filtered or not, of rows in which nothing is merged; some of what is to be filled lies below it."""
    last = chance.randint(box.top, box.bottom)
    reach = Box(max(box.top - 1, 1), 1, last, box.right)
    if sheet.auto_filter.ref or sheet.tables or last == reach.top:
        return
    if any(reach.common(Box.parse(str(merge))) for merge in sheet.merged_cells.ranges):
        return
    table = Table(displayName=f"表格{chance.randrange(10**6)}", ref=reach.reference)
    table._initialise_columns()
    sheet.add_table(table)
    if chance.random() < 0.5:
        _hide(chance, sheet, reach._replace(top=reach.top + 1))


def _merge(chance: random.Random, sheet: object, box: Box) -> None:
    """Merge cells below all tables."""
    row = sheet.max_row + 2
    sheet.cell(row, 1, "说明")
    sheet.merge_cells(None, row, 1, row + chance.randrange(2), 2 + chance.randrange(3))


def _protect(chance: random.Random, sheet: object, box: Box) -> None:
    """Protect the sheet so that looks may be changed and some of the cells."""
    sheet.protection.sheet, sheet.protection.formatCells = True, False
    sheet.protection.objects = False
    for row in sheet.iter_rows():
        for cell in row:
            if chance.random() < 0.7 and type(cell) is not openpyxl.cell.cell.MergedCell:
                cell.protection = Protection(locked=False)


WORKS = (_filter, _hide, _table, _merge, _protect)


def with_functions(chance: random.Random, sheet: object) -> None:
    """Put functions of ours there that fill one cell or several, some linked to another computer's add-in."""
    for row in range(2, 8):
        for column in (1, 2):
            sheet.cell(row, column, chance.randrange(1, 100))
    top = chance.randrange(2, 5)
    link = chance.choice(("", LINK))
    for column, ref in ((4, Box(top, 4, top + chance.randrange(3), 4)), (5, Box(top, 5, top, 5))):
        text = f"={link}PX_EXECRATE(A{top}:A{ref.bottom},B{top}:B{ref.bottom})"
        sheet[cell_address(top, column)] = ArrayFormula(ref.reference, text)
    sheet["F2"] = f"={link}PX_EXECRATE(A2,B2)"


def functions_shown(live: Excel) -> None:
    """Let the functions show figures, as they do where the add-in is."""
    for sheet in live.fake._worksheets:
        for spot in sheet._results:
            if "PX_" in str(getattr(sheet._sheet.cell(*spot).value, "text", sheet._sheet.cell(*spot).value)):
                sheet._results[spot] = 0.5


def user_edits(chance: random.Random, live: Excel) -> None:
    """Type another number over one, in one of the user's own sheets; now and then as a text."""
    titles = {*GUESTS, "计算"}
    cells = [cell for sheet in live.fake._book if sheet.title in titles for row in sheet.iter_rows() for cell in row]
    numbers = [cell for cell in cells if type(cell.value) in (int, float)]
    cell, number = chance.choice(numbers), chance.randrange(1, 5000)
    cell.value = number
    if chance.random() < 0.5:
        cell._value, cell.data_type = chance.choice((f"{number:,}.00", f"{number}")), "s"
    live.fake._recalculate()


def walk(chance: random.Random, folder: Path, steps: int) -> Iterator[str]:
    """Press buttons and yield what is not as it should be."""
    live = Excel(some_book(chance, folder / "自评表.xlsx"), folder / "user")
    object.__setattr__(live.app, "_dynamic", chance.random() < 0.5)
    functions_shown(live)
    copies = folder / "逐步"  # apart from the workbook, whose folder a button may collect from
    copies.mkdir()
    for step in range(steps):
        tag, before, after = chance.choice(TAGS), copies / f"{step}前.xlsx", copies / f"{step}后.xlsx"
        live.fake.call_SaveCopyAs(str(before))
        told = live.press(tag)
        if any(words in told for words in ("没有接受", "内部错误（", "没有写成", "结果不定")):
            yield f"{step} {tag}: {told}"
        changes = planned(tag, before, folder / OFFICES)
        wrote = not changes.empty
        yield from (f"{step} {tag}: {text}" for text in unlike(live, tag, changes, before, after))
        if wrote and chance.random() < 0.6:
            yield from (f"{step} {tag} undo: {text}" for text in not_back(live, before))
        if chance.random() < 0.3:
            user_edits(chance, live)


def planned(tag: str, before: Path, sent: Path) -> ChangeSet:
    """Return what the job of a button changes in a file; a report changes nothing in the workbook."""
    try:
        if tag == "collect":
            offices = {path.name: read(path) for path in sorted(sent.glob("*.xlsx"), reverse=True)}
            return collect(read(before), offices).changes if offices else ChangeSet()
        if tag == "monitor":
            return monitor(read(before)).changes
    except InputError:  # no month is named
        return ChangeSet()
    return JOBS[tag](read(before)) if tag in JOBS else ChangeSet()


def unlike(live: Excel, tag: str, changes: ChangeSet, before: Path, after: Path) -> Iterator[str]:
    """Yield where the open workbook is not what the file host makes of the one before."""
    if tag == "relink":
        unlinked(before, after)
    elif changes.empty:
        after = before
    else:
        write(before, changes, after)
    yield from differences(live.fake, after)


def unlinked(before: Path, after: Path) -> None:
    """Take the other computer's path out of all formulas; the file host leaves those that fill several cells."""
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for spelled in (LINK.encode(), LINK.encode("ascii", "xmlcharrefreplace")):
                content = content.replace(spelled, b"")
            new.writestr(name, content)


def not_back(live: Excel, before: Path) -> Iterator[str]:
    """Take the last step back and yield where the workbook is not as before; sheets of ours that were renewed stay."""
    told = live.press("undo")
    if not told.startswith(("已撤销", "没有可以还原的内容。\n以下生成的工作表不能还原")) or "没有还原" in told:
        yield told
    people = [sheet.name for sheet in read(before).sources()]
    for text in differences(live.fake, before):
        if "不能还原" not in told or text.partition(":")[0] in people:
            yield text


@pytest.mark.parametrize("number", range(-(-STEPS // A_BOOK)))
def test_every_step_is_as_in_a_file_and_leads_back(number: int, tmp_path: Path) -> None:
    chance = random.Random(SEED * 10_000 + number)
    assert list(walk(chance, tmp_path, A_BOOK))[:8] == []
