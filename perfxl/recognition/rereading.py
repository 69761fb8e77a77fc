"""A table known already, read again where its cells were written: labels and layout are as they were."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from perfxl.model.figure import Figure
from perfxl.model.place import Place
from perfxl.model.table import Account, Evaluation, Row, Table
from perfxl.recognition.accounts import confidence
from perfxl.recognition.figures import Column, figure
from perfxl.recognition.grid import Grid
from perfxl.rules.kinds import kinds
from perfxl.sheets.address import position_of
from perfxl.sheets.snapshot import Snapshot


def reread(evaluation: Evaluation, snapshot: Snapshot, places: Collection[Place]) -> Evaluation:
    """Return an evaluation whose figures at `places` are those of the snapshot, in the units that they had."""
    grids = {sheet.name: Grid(sheet) for sheet in snapshot.sheets}
    written = {place.sheet for place in places}
    tables = (
        _table(table, grids[table.sheet], places) if table.sheet in written else table for table in evaluation.tables
    )
    return replace(evaluation, tables=tuple(tables))


def _table(table: Table, grid: Grid, places: Collection[Place]) -> Table:
    rows = tuple(_row(table, row, grid, places) for row in table.rows)
    told = replace(table, rows=rows, fields=_figures(table, table.fields, grid, places))
    written = {figure.place.cell or "" for _, _, figure in told.figures() if figure.place in places}
    account = {**table.account, **dict.fromkeys(written, Account.VALUE)}
    spots = {position_of(cell): kind for cell, kind in account.items()}
    return replace(told, account=account, confidence=confidence(grid, spots, table.missing))


def _row(table: Table, row: Row, grid: Grid, places: Collection[Place]) -> Row:
    if not any(found.place in places for found in row.cells.values()):
        return row
    return replace(row, cells=_figures(table, row.cells, grid, places))


def _figures(
    table: Table, figures: Mapping[str, Figure], grid: Grid, places: Collection[Place]
) -> Mapping[str, Figure]:
    return {key: _figure(table, key, found, grid) if found.place in places else found for key, found in figures.items()}


def _figure(table: Table, key: str, found: Figure, grid: Grid) -> Figure:
    vocabulary = kinds()[table.kind].vocabulary(key)
    described = Column(vocabulary.type if vocabulary else "any", found.unit, found.scale)
    return figure(grid, *position_of(found.place.cell or "A1"), described)
