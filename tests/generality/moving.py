"""The same workbook laid out otherwise: pure changes of a snapshot that must not change what is found in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from perfxl.model.figure import Figure
from perfxl.model.table import Evaluation
from perfxl.numerals.units import money_factor
from perfxl.recognition.recognise import recognise
from perfxl.sheets.address import Box, cell_address
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot

Spot = tuple[int, int]


def moved(sheet: Sheet, where: Callable[[int, int], Spot]) -> Sheet:
    """Return the sheet with every cell and merge at its new place."""
    cells = {where(*spot): cell for spot, cell in sheet.cells.items()}
    merges = tuple(Box(*where(top, left), *where(bottom, right)) for top, left, bottom, right in sheet.merges)
    return replace(sheet, cells=cells, merges=merges)


def shifted(sheet: Sheet, down: int, right: int) -> Sheet:
    """Return the sheet with everything moved down and to the right."""
    return moved(sheet, lambda row, column: (row + down, column + right))


def with_blank_row(sheet: Sheet, above: int) -> Sheet:
    """Return the sheet with an empty row inserted above a row."""
    return moved(sheet, lambda row, column: (row + (row >= above), column))


def rescaled(snapshot: Snapshot, factor: Decimal, unit: str | None = None) -> Snapshot:
    """Return the workbook with every amount of money multiplied, and its unit of money called otherwise."""
    figures = money(recognise(snapshot))
    return replace(snapshot, sheets=tuple(_rescaled(sheet, figures, factor, unit) for sheet in snapshot.sheets))


def money(evaluation: Evaluation) -> dict[tuple[str | None, str | None], Figure]:
    """Return the amounts of money of a workbook by (sheet, cell)."""
    goals = ("target", "actual")  # an indicator may count money, but not the form's
    figures = (figure for table in evaluation.tables for _, key, figure in table.figures() if key not in goals)
    return {(f.place.sheet, f.place.cell): f for f in figures if money_factor(f.unit) and f.value is not None}


def _rescaled(sheet: Sheet, figures: Mapping[object, Figure], factor: Decimal, unit: str | None) -> Sheet:
    cells = {}
    for (row, column), cell in sheet.cells.items():
        figure = figures.get((sheet.name, cell_address(row, column)))
        if figure is not None and figure.value is not None:
            cells[row, column] = replace(cell, value=_multiplied(cell, figure, factor))
        elif unit and isinstance(cell.value, str):
            cells[row, column] = replace(cell, value=cell.value.replace("万元", unit))
        else:
            cells[row, column] = cell
    return replace(sheet, cells=cells)


def _multiplied(cell: Cell, figure: Figure, factor: Decimal) -> Decimal | str:
    value = (figure.value or Decimal(0)) * factor
    if not isinstance(cell.value, str):
        return value
    if not figure.malformed:
        return f"{value:f}"
    first, comma, rest = f"{value:,f}".partition(",")
    return (
        first[:-1] + comma + first[-1] + rest.replace(",", "", 1) if len(first) > 1 else f"{first}{rest[0]},{rest[1:]}"
    )
