"""The clerk's cases of formulas: read from YAML, as one workbook that an engine computes, and as a file of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import floor, log10
from pathlib import Path
from typing import Any

import xlsxwriter
import yaml

from perfxl.formulas.calculation import Calculation, Cell, FormulaSheet, Name, Table
from perfxl.sheets.address import Box, Position
from perfxl.sheets.values import ErrorValue, Scalar

FOLDER = Path(__file__).parent / "cases"
FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.stem != "unsupported")
_ERRORS = {error.value: error for error in ErrorValue}
_SHEET, _RANGE, _TOTALS = "工作表", "区域", "汇总行"


@dataclass(frozen=True, slots=True)
class Case:
    """One formula: as typed, as the file stores it, what it gives, what Excel stored, why LibreOffice may differ."""

    family: str
    formula: str
    stored: str
    result: Scalar
    cached: Scalar
    office: str
    cell: Cell


@dataclass(slots=True)
class Sheets:
    """Values and formulas of the sheets while they are gathered, names and tables beside them."""

    values: dict[str, dict[Position, Scalar]] = field(default_factory=dict)
    formulas: dict[str, dict[Position, str]] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def put(self, cell: Cell, content: Any) -> None:
        """Put a constant, an error's text, or a formula that starts with "="."""
        sheet, *position = cell
        values, formulas = self.values.setdefault(sheet, {}), self.formulas.setdefault(sheet, {})
        if isinstance(content, str) and content.startswith("="):
            formulas[tuple(position)] = content[1:]
        elif content is not None:
            values[tuple(position)] = scalar(content)


def scalar(content: Any) -> Scalar:
    """Return a value as YAML spells it as a cell holds it."""
    if isinstance(content, str):
        return _ERRORS.get(content, content)
    return float(content) if isinstance(content, int) and not isinstance(content, bool) else content


@cache
def cases() -> tuple[Case, ...]:
    """Return all cases, in the order of the files."""
    return tuple(case for path in FILES for case in _cases(path.stem, yaml.safe_load(path.read_text("utf-8"))))


def _cases(family: str, content: Mapping[str, Any]) -> Iterator[Case]:
    for row, case in enumerate(content["算例"], 1):
        stored, office = case.get("存储", case["公式"]), case.get("LibreOffice", "")
        result, cached = scalar(case["结果"]), scalar(case.get("缓存"))
        yield Case(family, case["公式"], stored, result, cached, office, (family, row, 1))


def calculation(path: Path) -> Calculation:
    """Return all cases as one workbook, each family's formulas on a sheet of its own; `path` is where its file is."""
    sheets = Sheets()
    for source in FILES:
        _gather(sheets, yaml.safe_load(source.read_text("utf-8")))
    for case in cases():
        sheets.put(case.cell, f"={case.stored}")
        if case.cached is not None:
            sheets.put(case.cell, case.cached.value if isinstance(case.cached, ErrorValue) else case.cached)
    made = (FormulaSheet(name, sheets.values[name], sheets.formulas[name]) for name in sheets.values)
    return Calculation(path, tuple(made), tuple(sheets.names), tuple(sheets.tables))


def _gather(sheets: Sheets, content: Mapping[str, Any]) -> None:
    for name, rows in content.get("表格", {}).items():
        assert name not in sheets.values, f"two files have a sheet {name}"
        for row, line in enumerate(rows, 1):
            for column, value in enumerate(line, 1):
                sheets.put((name, row, column), value)
    sheets.names += (Name(name, formula) for name, formula in content.get("名称", {}).items())
    for name, table in content.get("超级表", {}).items():
        top, left, bottom, right = box = Box.parse(table[_RANGE])
        header = sheets.values[table[_SHEET]]
        columns = tuple(str(header[top, column]) for column in range(left, right + 1))
        sheets.tables.append(Table(name, table[_SHEET], box, columns, totals=int(table.get(_TOTALS, False))))
        assert bottom > top


def write(book: Calculation) -> None:
    """Write a workbook to its path, for engines that read the file."""
    with xlsxwriter.Workbook(str(book.path)) as out:
        for sheet in book.sheets:
            target = out.add_worksheet(sheet.name)
            for (row, column), value in sheet.values.items():
                if (row, column) not in sheet.formulas and not isinstance(value, ErrorValue):
                    target.write(row - 1, column - 1, value)
            for (row, column), formula in sheet.formulas.items():
                target.write_formula(row - 1, column - 1, f"={formula}")
        for table in book.tables:
            _write_table(out, book, table)
        for name in book.names:
            out.define_name(name.name, f"={name.formula}")


def _write_table(out: xlsxwriter.Workbook, book: Calculation, table: Table) -> None:
    top, left, bottom, right = table.box
    target, formulas = out.get_worksheet_by_name(table.sheet), book.sheet(table.sheet).formulas
    columns = [{"header": header} for header in table.columns]
    settings = {"name": table.name, "columns": columns, "total_row": bool(table.totals), "autofilter": False}
    target.add_table(top - 1, left - 1, bottom - 1, right - 1, settings)
    for column in range(left, right + 1):
        if (bottom, column) in formulas:  # the table has emptied its totals row
            target.write_formula(bottom - 1, column - 1, f"={formulas[bottom, column]}")


def same(one: Scalar, other: Scalar) -> bool:
    """Tell whether two values are the same to fifteen significant digits."""
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= _unit(max(abs(one), abs(other)))
    return type(one) is type(other) and one == other


def _unit(number: float) -> float:
    """Return what the fifteenth digit of a number counts."""
    return 10.0 ** (floor(log10(number)) - 14) if number else 0.0
