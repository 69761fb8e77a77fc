"""Workbooks of many formulas, none of whose results is stored yet, for the bench of recalculation."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

_FORMULAS = (
    "=B{row}*C{row}",
    "=ROUND(B{row}/C{row},4)",
    '=IF(E{row}>=0.6,"达标","未达标")',
    "=D{row}-B{row}",
)


def write(path: Path, formulas: int) -> int:
    """Write a workbook with about so many formulas, in sheets of departments and a summary; return their number."""
    sheets = max(2, min(25, formulas // 200))
    rows = formulas // (sheets * len(_FORMULAS))
    count = 0
    with xlsxwriter.Workbook(path) as book:
        names = [f"单位{number:02}" for number in range(1, sheets + 1)]
        for number, name in enumerate(names):
            count += _department(book.add_worksheet(name), number, rows)
        count += _summary(book.add_worksheet("汇总"), names, rows)
    return count


def _department(sheet: Worksheet, number: int, rows: int) -> int:
    sheet.write_row(0, 0, ["项目", "预算数", "单价", "金额", "比率", "评价", "差额"])
    for row in range(2, rows + 2):
        sheet.write_row(row - 1, 0, [f"项目{row % 97}", (row * 37 + number) % 1000 + 0.25, row % 13 + 0.5])
        for column, formula in enumerate(_FORMULAS, 3):
            sheet.write_formula(row - 1, column, formula.format(row=row))
    return rows * len(_FORMULAS)


def _summary(sheet: Worksheet, names: list[str], rows: int) -> int:
    formulas = (
        "=SUM({name}!D2:D{last})",
        '=SUMIFS({name}!D2:D{last},{name}!F2:F{last},"达标")',
        '=COUNTIF({name}!F2:F{last},"达标")',
        '=VLOOKUP("项目7",{name}!A2:D{last},4,FALSE)',
        '=IF(SUM({name}!G2:G{last})+SUM({name}!B2:B{last})={own},"平","不平")',
    )
    for row, name in enumerate(names, 1):
        for column, formula in enumerate(formulas):
            sheet.write_formula(row - 1, column, formula.format(name=name, last=rows + 1, own=f"A{row}"))
    return len(names) * len(formulas)
