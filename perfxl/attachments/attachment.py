"""A generated sheet together with the table that it lays out (附件): its cells are computed without recognising it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from perfxl.model.figure import Figure
from perfxl.model.table import Role, Row, Table
from perfxl.numerals.units import money_factor
from perfxl.recognition.figures import Column, figure
from perfxl.recognition.grid import Grid
from perfxl.rules.kinds import kinds
from perfxl.sheets.address import Box, column_letters, position_of
from perfxl.sheets.changeset import CellWrite, SheetSpec, SpecCell
from perfxl.sheets.snapshot import Cell, Sheet


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a laid-out table: its number, what it is, and the column number of each of its fields."""

    number: int
    role: Role
    columns: Mapping[str, int]
    label: str
    item: str | None = None
    category: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a sheet has the fields of a table.

    kind     the kind of table, by its key
    top      the row of the title; `title` is its text
    columns  column numbers by field key
    fields   (row, column) of single figures by field key
    unit     of the money ("万元"; "" where none is known)
    """

    kind: str
    top: int
    title: str
    columns: Mapping[str, int]
    lines: tuple[Line, ...]
    fields: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A sheet to generate; `table` is what it lays out, None where no rule computes anything of it."""

    spec: SheetSpec
    table: Table | None = None


def attachment(spec: SheetSpec, layout: Layout) -> Attachment:
    """Return the sheet with its table; the figures are read from the cells as those of a person's table are."""
    grid = Grid(as_sheet(spec))
    lines = tuple(_row(grid, layout, line) for line in layout.lines)
    bottom = max([line.number for line in lines] + [row for row, _ in layout.fields.values()])
    table = Table(
        kind=layout.kind,
        name=layout.title,
        sheet=spec.name,
        range=Box(layout.top, 1, bottom, max(spec.widths)).reference,
        unit=layout.unit,
        confidence=1.0,
        rows=lines,
        columns={key: column_letters(column) for key, column in layout.columns.items()},
        fields={key: _figure(grid, layout, key, *place) for key, place in layout.fields.items()},
    )
    return Attachment(spec, table)


def _row(grid: Grid, layout: Layout, line: Line) -> Row:
    cells = {key: _figure(grid, layout, key, line.number, column) for key, column in line.columns.items()}
    return Row(line.number, line.role, line.label, line.item, line.category, cells)


def _figure(grid: Grid, layout: Layout, key: str, row: int, column: int) -> Figure:
    vocabulary = kinds()[layout.kind].vocabulary(key)
    kind_of_value = vocabulary.type if vocabulary else "text"
    unit = layout.unit if kind_of_value == "money" and money_factor(layout.unit) else ""
    return figure(grid, row, column, Column(kind_of_value, unit))


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
        place = position_of(write.cell)
        cell = cells.get(place, SpecCell())
        style = replace(cell.style, number_format=write.number_format) if write.number_format else cell.style
        cells[place] = replace(cell, value=write.value, formula=write.formula, style=style)
    return replace(spec, cells=cells)
