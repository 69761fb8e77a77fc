"""Realises sheets as a workbook, so that LibreOffice can print them, and reads hand-made grids as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import yaml

from perfxl.attachments.canvas import display_text
from perfxl.model.table import Evaluation
from perfxl.recognition.recognise import recognise
from perfxl.sheets.address import cell_address
from perfxl.sheets.changeset import SheetSpec, SpecCell
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot

CASES = Path(__file__).parent / "cases"
Realise = Callable[[Path, Iterable[SheetSpec]], Path]


def looks(cell: SpecCell) -> dict[str, Any]:
    """Return a style as XlsxWriter names its properties."""
    style = cell.style
    told = {
        "font_name": style.font, "font_size": style.size, "bold": style.bold, "num_format": style.number_format,
        "align": style.horizontal, "valign": {"center": "vcenter"}.get(style.vertical, style.vertical),
        "text_wrap": style.wrap, "border": int(style.border), "underline": int(style.underline),
    }  # fmt: skip
    coloured = {"bg_color": style.fill, "font_color": style.color}
    return told | {key: f"#{colour}" for key, colour in coloured.items() if colour}


def write_cell(sheet: Any, row: int, column: int, cell: SpecCell, style: Any) -> None:
    """Write one cell the way its value asks for; text stays text whatever it begins with."""
    number = isinstance(cell.value, Decimal)
    if cell.formula is not None:
        sheet.write_formula(row, column, f"={cell.formula}", style, float(cell.value) if number else (cell.value or ""))
    elif cell.link:
        sheet.write_url(row, column, f"internal:{cell.link}", style, display_text(cell.value, "General"))
    elif cell.value is None:
        sheet.write_blank(row, column, None, style)
    elif number:
        sheet.write_number(row, column, float(cell.value), style)
    else:
        sheet.write_string(row, column, str(cell.value), style)


def set_up(sheet: Any, spec: SheetSpec) -> None:
    """Set paper, margins, repeated rows, panes, widths and heights."""
    setup = spec.setup
    top, right, bottom, left = (size / 25.4 for size in setup.margins)
    sheet.set_paper(9)
    sheet.set_landscape() if setup.landscape else sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(left, right, top, bottom)
    sheet.set_footer(setup.footer)
    if setup.repeat_rows:
        sheet.repeat_rows(setup.repeat_rows[0] - 1, setup.repeat_rows[1] - 1)
    if spec.freeze:
        sheet.freeze_panes(spec.freeze[0] - 1, spec.freeze[1] - 1)
    for column, width in spec.widths.items():
        sheet.set_column(column - 1, column - 1, width)
    for row, height in spec.heights.items():
        sheet.set_row(row - 1, height)


def realise_sheets(path: Path, specs: Iterable[SheetSpec]) -> Path:
    """Write the sheets as they are told into a new workbook."""
    with xlsxwriter.Workbook(path, {"default_format_properties": {"font_name": "宋体", "font_size": 11}}) as book:
        styles: dict[str, Any] = {}
        for spec in specs:
            sheet = book.add_worksheet(spec.name)
            set_up(sheet, spec)
            for top, left, bottom, right in spec.merges:
                sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
            for (row, column), cell in spec.cells.items():
                name = str(asdict(cell.style))
                styles[name] = styles.get(name) or book.add_format(looks(cell))
                write_cell(sheet, row - 1, column - 1, cell, styles[name])
    return path


@pytest.fixture(scope="session")
def realise() -> Realise:
    """Return `realise(path, specs)`."""
    return realise_sheets


def cell_of(text: str) -> Cell:
    """Return the cell that a clerk would have typed: 96.5% and 1,150.50 are numbers with their format."""
    percent = text.endswith("%")
    try:
        number = Decimal(text.rstrip("%").replace(",", ""))
    except InvalidOperation:
        return Cell(text)
    places = "." + "0" * len(text.rstrip("%").partition(".")[2]) if "." in text else ""
    if percent:
        return Cell(number / 100, None, f"0{places}%")
    return Cell(number, None, f"#,##0{places}" if places else "General")


def sheet_of(name: str, grid: str) -> Sheet:
    """Return a sheet drawn as text."""
    cells = {
        (row, column): cell_of(text.strip())
        for row, line in enumerate(grid.splitlines(), 1)
        for column, text in enumerate(line.split("|"), 1)
        if text.strip()
    }
    return Sheet(name, cells)


@pytest.fixture(scope="session")
def read_grids() -> Callable[[dict[str, str]], Evaluation]:
    """Return `read_grids({sheet: grid})`, which recognises drawn sheets."""
    return lambda grids: recognise(Snapshot("本子", tuple(sheet_of(*pair) for pair in grids.items())))


@pytest.fixture(scope="session")
def grids() -> dict[str, str]:
    """Return the sheets of the small department, by name."""
    return {case["sheet"]: case["grid"] for case in yaml.safe_load((CASES / "department.yaml").read_text("utf-8"))}


@pytest.fixture(scope="session")
def department(grids: dict[str, str], read_grids: Callable[[dict[str, str]], Evaluation]) -> Evaluation:
    """Return the small department, recognised."""
    return read_grids(grids)


@pytest.fixture(scope="session")
def values() -> Callable[[SheetSpec], dict[str, Any]]:
    """Return `values(spec)`: what stands in its cells, by address, blanks left out."""
    return lambda spec: {cell_address(*spot): cell.value for spot, cell in spec.cells.items() if cell.value is not None}
