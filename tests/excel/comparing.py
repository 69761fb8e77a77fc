"""Two workbooks compared cell by cell: the one in the stand-in for Excel, and a file."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet


def differences(book: object, path: Path) -> Iterator[str]:
    """Yield where the open workbook (a fake) differs from the file in what a reader would see or a formula use."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        formulas, results = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    mine, theirs = [sheet._sheet.title for sheet in book._sheets], formulas.sheetnames
    if mine != theirs:
        yield f"sheets {mine} {theirs}"
        return
    for live in book._worksheets:
        for text in _sheet(live, formulas[live._sheet.title], results[live._sheet.title]):
            yield f"{live._sheet.title}: {text}"


def _sheet(live: object, sheet: Worksheet, results: Worksheet) -> Iterator[str]:
    own = live._sheet
    for name, of in _FEATURES.items():
        if of(own) != of(sheet):
            yield f"{name} {of(own)} {of(sheet)}"
    same_styles = set()
    for spot in sorted(set(own._cells) | set(sheet._cells)):
        mine, theirs = own.cell(*spot), sheet.cell(*spot)
        if isinstance(mine, MergedCell) and isinstance(theirs, MergedCell):
            continue
        styles = mine.style_id, theirs.style_id
        wrong = [*_unlike(mine, theirs, _CONTENT), *(() if styles in same_styles else _unlike(mine, theirs, _LOOKS))]
        yield from wrong
        if not wrong:
            same_styles.add(styles)
        if mine.data_type == theirs.data_type == "f":
            one, other = live._result(*spot), results.cell(*spot).value
            if not _same(one, other):
                yield f"{mine.coordinate} result {one!r} {other!r}"


def _unlike(mine: object, theirs: object, features: dict) -> Iterator[str]:
    for name, of in features.items():
        if of(mine) != of(theirs):
            yield f"{mine.coordinate} {name} {of(mine)!r} {of(theirs)!r}"


def _same(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one == pytest.approx(other, rel=1e-12)
    return one == other


def _value(cell: object) -> object:
    value = getattr(cell.value, "text", cell.value)
    return "" if value is None else value


def _fill(cell: object) -> object:
    color = cell.fill.fgColor
    return cell.fill.fill_type and (color.type, color.value, round(color.tint, 6))


def _alignment(cell: object) -> object:
    found = cell.alignment
    return found.horizontal or "general", found.vertical or "bottom", bool(found.wrap_text)


_CONTENT = {
    "value": _value,
    "note": lambda cell: cell.comment and cell.comment.text,
    "array": lambda cell: getattr(cell.value, "ref", None),
    "link": lambda cell: cell.hyperlink and cell.hyperlink.location,
}
_LOOKS = {
    "number format": lambda cell: cell.number_format,
    "fill": _fill,
    "font": lambda cell: (
        cell.font.name,
        cell.font.sz,
        cell.font.b,
        cell.font.u,
        cell.font.color and cell.font.color.rgb,
    ),
    "border": lambda cell: (cell.border.left.style, cell.border.bottom.style),
    "alignment": _alignment,
}
_FEATURES = {
    "merges": lambda sheet: sorted(map(str, sheet.merged_cells.ranges)),
    "names": lambda sheet: {name: (each.attr_text, bool(each.hidden)) for name, each in sheet.defined_names.items()},
    "state": lambda sheet: sheet.sheet_state,
    "print area": lambda sheet: (sheet.print_area, sheet.print_title_rows),
    "panes": lambda sheet: sheet.freeze_panes,
    "widths": lambda sheet: {letter: d.width for letter, d in sheet.column_dimensions.items()},
    "tables": lambda sheet: dict(sheet.tables.items()),
    "filter": lambda sheet: (sheet.auto_filter.ref, {r for r, d in sheet.row_dimensions.items() if d.hidden}),
    "choices": lambda sheet: sorted((str(c.sqref), c.formula1) for c in sheet.data_validations.dataValidation),
    "folded": lambda sheet: {letter for letter, d in sheet.column_dimensions.items() if d.hidden},
    "heights": lambda sheet: {row: d.height for row, d in sheet.row_dimensions.items() if d.height},
}
