"""A generated sheet seen as a worksheet, so that it is recognised and filled like one that a person made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from perfxl.sheets import a1
from perfxl.sheets.changeset import CellWrite, SheetSpec, SpecCell
from perfxl.sheets.snapshot import Cell, Sheet


def as_sheet(spec: SheetSpec) -> Sheet:
    """Return the worksheet that the spec describes, without a mark."""
    cells = {
        place: Cell(cell.value, cell.formula, cell.style.number_format)
        for place, cell in spec.cells.items()
        if cell.value is not None or cell.formula is not None
    }
    return Sheet(spec.name, cells, spec.merges)


def with_writes(spec: SheetSpec, writes: Iterable[CellWrite]) -> SheetSpec:
    """Return the spec with the writes made into its cells, styles kept."""
    cells = dict(spec.cells)
    for write in writes:
        place = a1.split(write.cell)
        cell = cells.get(place, SpecCell())
        style = replace(cell.style, number_format=write.number_format) if write.number_format else cell.style
        cells[place] = replace(cell, value=write.value, formula=write.formula, style=style)
    return replace(spec, cells=cells)
