"""Recognise all tables of a workbook: forms first, then column tables, then lists of labels and values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfxl.model.table import Evaluation, Table
from perfxl.recognition.captions import captions
from perfxl.recognition.columns import column_tables
from perfxl.recognition.forms import form_tables
from perfxl.recognition.grid import Grid
from perfxl.recognition.labels import is_item_label
from perfxl.recognition.pairs import pair_tables, pairs
from perfxl.rules.kinds import kinds
from perfxl.sheets.address import Box
from perfxl.sheets.snapshot import Sheet, Snapshot

_LONGEST_TURNED = 60  # a longer table is a list, not a form laid on its side


def recognise(snapshot: Snapshot) -> Evaluation:
    """Return what the sheets of a workbook mean; perfxl's own sheets are output and are not read."""
    sheets = [(sheet, recognise_sheet(sheet)) for sheet in snapshot.sources()]
    return Evaluation(
        snapshot.book,
        tuple(table for _, tables in sheets for table in tables),
        tuple(caption for sheet, tables in sheets for caption in captions(sheet, tables)),
    )


def recognise_sheet(sheet: Sheet) -> list[Table]:
    """Return the tables of one sheet from top to bottom."""
    grid = Grid(sheet)
    if not any(grid.extent):
        return []
    forms = list(form_tables(grid))
    taken = [rows for _, rows in forms]
    upright = column_tables(grid, taken)
    tables = [table for table, _ in forms] + [_with_fields(grid, table) for table in upright]
    taken += [_rows(table) for table in upright]
    tables += [table for table in _turned(sheet) if not _covered(table, taken)]
    taken += [_rows(table) for table in tables]
    tables += pair_tables(grid, taken)
    return sorted(tables, key=lambda table: Box.parse(table.range))


def _turned(sheet: Sheet) -> Iterator[Table]:
    """Read the sheet on its side: items across, figures down. Only kinds with known items are believed so."""
    grid = Grid(sheet, turned=True)
    if grid.extent[1] > _LONGEST_TURNED or not _lies(grid):
        return
    for table in column_tables(grid):
        if kinds()[table.kind].requires.items:
            yield table


def _lies(grid: Grid) -> bool:
    """Whether any row of the sheet names two items: quarters or funds side by side."""
    named: dict[int, set[tuple[int, int]]] = {}
    for row, columns in grid.worded.items():
        for column in columns:  # of the turned grid: its columns are the sheet's rows
            if is_item_label(grid.label(row, column)):
                named.setdefault(column, set()).add(grid.anchor(row, column))
    return any(len(anchors) >= 2 for anchors in named.values())


def _rows(table: Table) -> tuple[int, int]:
    top, _, bottom, _ = Box.parse(table.range)
    return top, bottom


def _covered(table: Table, taken: list[tuple[int, int]]) -> bool:
    top, bottom = _rows(table)
    return any(first <= bottom and top <= last for first, last in taken)


def _with_fields(grid: Grid, table: Table) -> Table:
    """Add the single figures that a column table keeps above or below its rows (年度总指标)."""
    kind = kinds()[table.kind]
    if not kind.fields or kind.requires.fields_count > 1:
        return table
    first, last = min((row.number for row in table.rows), default=1), _rows(table)[1]
    around = [*range(max(1, first - 8), first - 1), *range(last + 1, last + 4)]
    found = {pair.key: pair.figure for pair in pairs(grid, kind.fields, around, table.unit)}
    return replace(table, fields=found)
