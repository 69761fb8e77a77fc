"""The list of who should hand in (应报送名单): read from a workbook or a text, by what its columns are headed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from perfxl.errors import InputError
from perfxl.files.read.reading import read
from perfxl.numerals.characters import compact
from perfxl.sheets.snapshot import Cell, Sheet

_TEXTS = frozenset({".txt", ".csv", ".tsv", ".md"})
_HEADINGS: Mapping[str, re.Pattern[str]] = {
    "unit": re.compile(r"(?:应报|报送|填报|预算)*(?:单位|部门|科室)(?:名称)?|名称"),
    "year": re.compile(r"(?:评价|预算|所属)*年度|年份"),
    "form": re.compile(r"(?:应报|报送)*(?:表|表种|表名|表格|表格名称|材料)"),
    "due": re.compile(r"(?:报送|截止|上报)*(?:截止|期限|截止时间|截止日期|日期|时间|截止期)"),
}
_FIRST_SERIAL = date(1899, 12, 30)  # Excel's day 0
_DATE = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Expected:
    """One line of the list: whose workbook, and where the list says so of which year, with which form, until when."""

    unit: str
    year: int | None = None
    form: str = ""
    due: date | None = None


def read_expected(path: Path) -> tuple[Expected, ...]:
    """Return the list in a workbook or a text file; InputError where it cannot be read or names nobody.

    Of a workbook the first sheet that names units counts: the column headed 单位 (单位名称, 部门 …), and those headed
    年度, 表 and 截止日期 where there are any. A text names one unit a line, the same behind it with commas or tabs.
    """
    rows = _text_rows(path) if path.suffix.casefold() in _TEXTS else _book_rows(path)
    found = tuple(dict.fromkeys(each for row in rows if (each := _expected(row)).unit))
    if not found:
        raise InputError(f"名单“{path}”里没有单位，请在第一张表里写一列，列名为“单位名称”，或用文本一行写一个单位。")
    return found


def _text_rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"找不到名单“{path}”，请检查路径和文件名。") from None
    except UnicodeDecodeError as error:
        raise InputError(f"名单“{path}”不是 UTF-8 编码，请用 UTF-8 另存，或改用 .xlsx。") from error
    rows = [[part.strip() for part in re.split(r"[,，\t]", line)] for line in text.splitlines() if line.strip()]
    return _under_headings(rows)


def _book_rows(path: Path) -> Iterator[dict[str, str]]:
    for sheet in read(path).sources():
        rows = _rows(sheet)
        if any(rows):
            return _under_headings(rows)
    return iter(())


def _rows(sheet: Sheet) -> list[list[str]]:
    grid: dict[int, dict[int, str]] = defaultdict(dict)
    for (row, column), cell in sheet.cells.items():
        grid[row][column] = _shown(cell)
    width = max((column for row in grid.values() for column in row), default=0)
    return [[grid[row].get(column, "") for column in range(1, width + 1)] for row in sorted(grid)]


def _shown(cell: Cell) -> str:
    return f"{cell.value:f}" if isinstance(cell.value, Decimal) else str(cell.value or "").strip()


def _under_headings(rows: Sequence[Sequence[str]]) -> Iterator[dict[str, str]]:
    """Yield the rows by what their columns are headed; without headings the first column names the units."""
    for number, row in enumerate(rows):
        columns = _columns(row)
        if "unit" in columns:
            return (_picked(below, columns) for below in rows[number + 1 :])
    return (dict(zip(("unit", "year", "form", "due"), row, strict=False)) for row in rows)


def _columns(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, text in enumerate(row):
        for key, pattern in _HEADINGS.items():
            if pattern.fullmatch(compact(text)):
                found.setdefault(key, index)
    return found


def _picked(row: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {key: row[index] for key, index in columns.items() if index < len(row)}


def _expected(row: Mapping[str, str]) -> Expected:
    year = re.search(r"\d{4}", row.get("year", ""))
    unit = row.get("unit", "")
    known = unit if not re.fullmatch(r"[\d.]*|合计|总计|小计", unit) else ""
    return Expected(known, int(year[0]) if year else None, row.get("form", ""), _day(row.get("due", "")))


def _day(text: str) -> date | None:
    match = _DATE.search(text)
    if match:
        try:
            return date(*map(int, match.groups()))
        except ValueError as error:
            raise InputError(f"名单里的日期“{text}”不存在，请改正后重试。") from error
    return _FIRST_SERIAL + timedelta(days=int(float(text))) if re.fullmatch(r"\d{5}(?:\.\d+)?", text) else None
