"""How long it takes to edit 1,000 cells of a workbook with 200,000 formulas, and how much memory.

Beside it, in turn: openpyxl loading and saving the same workbook, and its bytes merely unzipped and zipped.
"""

from __future__ import annotations

import sys
import zipfile
from decimal import Decimal
from pathlib import Path

from measuring import Command, in_turn, table, verdict

TITLE = "编辑 20 万个公式的工作簿中的 1,000 个单元格"
LEAST_RATIO, MOST_MEGABYTES, MOST_TIMES = 10.0, 150.0, 3.0
MOST_REPETITIONS = 3  # openpyxl takes long
FOLDER = Path(__file__).resolve().parent.parent / "out" / "bench"
SHEETS, ROWS, EDITS = 4, 25_000, 1_000


def measure(_book: Path, repetitions: int) -> list[str]:
    """Return the lines of the report."""
    book = _workbook()
    target = str(FOLDER / "result.xlsx")
    commands = [
        Command(name, (sys.executable, __file__, way, str(book), target))
        for name, way in (("perfxl", "edit"), ("openpyxl", "openpyxl"), ("unzip + zip", "zip"))
    ]
    in_turn(commands, min(repetitions, MOST_REPETITIONS))
    return [*table(commands), comparison(*commands)]


def comparison(ours: Command, openpyxl: Command, plain: Command) -> str:
    """Return how the editing compares with both."""
    if ours.failure or openpyxl.failure or plain.failure:
        return "有一项没有测成，无法对比。"
    faster, times = openpyxl.median / ours.median, ours.median / plain.median
    return (
        f"比 openpyxl 打开并另存快 {faster:.1f} 倍（{verdict(f'{LEAST_RATIO:.0f} 倍', faster >= LEAST_RATIO)}）；"
        f"峰值内存 {ours.peak:.0f} MB（{verdict(f'{MOST_MEGABYTES:.0f} MB 以内', ours.peak < MOST_MEGABYTES)}）；"
        f"用时是单纯解压再压缩的 {times:.1f} 倍（{verdict(f'{MOST_TIMES:.0f} 倍以内', times <= MOST_TIMES)}）。"
    )


def _numbers(sheet: int, row: int) -> tuple[float, float]:
    """Return what stands in columns A and B; the formulas in C and D follow from it."""
    return row * 1.25 + sheet, row % 97 + 0.5


def _workbook() -> Path:
    """Return the workbook, made where it is not there yet."""
    import xlsxwriter  # noqa: PLC0415 - each way is a process that loads only its own

    path = FOLDER / f"formulas-{SHEETS}x{ROWS}.xlsx"
    if path.exists():
        return path
    FOLDER.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    money = book.add_format({"num_format": "#,##0.00"})
    for sheet in range(SHEETS):
        page = book.add_worksheet(f"科室{sheet + 1}")
        for row in range(1, ROWS + 1):
            first, second = _numbers(sheet, row)
            page.write_row(row - 1, 0, (first, second))
            page.write_formula(row - 1, 2, f"=A{row}*B{row}", money, first * second)
            page.write_formula(row - 1, 3, f"=ROUND(C{row}/2,2)", money, round(first * second / 2, 2))
    book.close()
    return path


def _edit(book: Path, target: Path) -> None:
    """Write values over numbers and formulas over formulas, by turns, all over the workbook."""
    from perfxl.files.write.writing import write  # noqa: PLC0415
    from perfxl.sheets.changeset import CellWrite, ChangeSet  # noqa: PLC0415

    writes = []
    for number in range(EDITS):
        sheet, row = number % SHEETS, number // SHEETS * (ROWS * SHEETS // EDITS) + 1
        first, second = (Decimal(str(each)) for each in _numbers(sheet, row))
        if number // SHEETS % 2:
            writes.append(CellWrite(f"科室{sheet + 1}", f"A{row}", first + 1, old_value=first))
        else:
            cell, product = f"C{row}", first * second
            old = f"A{row}*B{row}"
            writes.append(CellWrite(f"科室{sheet + 1}", cell, product + 1, f"{old}+1", None, product, old))
    write(book, ChangeSet(cells=tuple(writes)), target)


def _openpyxl(book: Path, target: Path) -> None:
    import openpyxl  # noqa: PLC0415

    openpyxl.load_workbook(book).save(target)


def _zip(book: Path, target: Path) -> None:
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))


if __name__ == "__main__":
    {"edit": _edit, "openpyxl": _openpyxl, "zip": _zip}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
