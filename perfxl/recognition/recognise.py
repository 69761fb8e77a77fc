"""Recognise all tables of a workbook: forms first, then column tables, then lists of labels and values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from perfxl.model.table import Account, Evaluation, Stated, Table, Unread
from perfxl.recognition.accounts import Found, unread_blocks
from perfxl.recognition.captions import captions, month_of
from perfxl.recognition.columns import column_tables
from perfxl.recognition.forms import form_tables
from perfxl.recognition.grid import Grid
from perfxl.recognition.labels import is_item_label
from perfxl.recognition.materials import is_materials, materials
from perfxl.recognition.pairs import pair_tables
from perfxl.recognition.surroundings import is_outside_word
from perfxl.recognition.teaching import Teaching, is_teaching, taught, teaching_in
from perfxl.rules.kinds import kinds, using
from perfxl.rules.rulebook import MONITORED
from perfxl.sheets.address import Box, Position, position_of
from perfxl.sheets.snapshot import Sheet, Snapshot

_LEAST_CONFIDENCE = 0.35  # what is less sure is left unread, and said to be
_LONGEST_TURNED = 60  # a longer table is a list, not a form laid on its side


def recognise(snapshot: Snapshot) -> Evaluation:
    """Return what the sheets of a workbook mean; perfxl's own sheets are output and are not read.

    What its sheet 识别情况 teaches counts.
    """
    teaching = teaching_in(snapshot)
    with using(taught(tuple(kinds().values()), teaching)):
        return _recognised(snapshot, teaching)


def _recognised(snapshot: Snapshot, teaching: Teaching) -> Evaluation:
    sources = [sheet for sheet in snapshot.sources() if not is_teaching(sheet)]
    grids = (Grid(sheet) for sheet in sources if not is_materials(sheet))
    sheets = [(grid, _accepted(_found(grid), teaching)) for grid in grids]
    tables = {grid.sheet.name: [each.table for each in found] for grid, found in sheets}
    return Evaluation(
        snapshot.book,
        tuple(chain(*tables.values())),
        tuple(chain(*(captions(grid.sheet, tables[grid.sheet.name]) for grid, _ in sheets))),
        tuple(chain(*(_unread(grid, found) for grid, found in sheets))),
        tuple(chain(*map(materials, filter(is_materials, sources)))),
        _stated(teaching),
    )


def _stated(teaching: Teaching) -> Stated | None:
    return Stated(teaching.place, teaching.year, teaching.stated) if teaching.stated else None


def _accepted(found: list[Found], teaching: Teaching) -> list[Found]:
    """Leave out what the clerk says is no table."""
    return [each for each in found if (each.table.sheet, each.table.range) not in teaching.refused]


def recognise_sheet(sheet: Sheet) -> list[Table]:
    """Return the tables of one sheet from top to bottom."""
    return [found.table for found in _found(Grid(sheet))]


def _found(grid: Grid) -> list[Found]:
    """Return the tables of a sheet with the boxes that they take, from top to bottom."""
    if not any(grid.extent):
        return []
    found = list(form_tables(grid))
    found += column_tables(grid, [each.box for each in found])
    found += [each for each in _turned(grid.sheet) if not _covered(each, found)]
    found += pair_tables(grid, [each.box for each in found])
    sure = [_dated(grid.sheet, each) for each in found if each.table.confidence >= _LEAST_CONFIDENCE]
    return sorted(sure, key=lambda each: Box.parse(each.table.range))


def _dated(sheet: Sheet, found: Found) -> Found:
    month = month_of(sheet, found.table) if found.table.kind in MONITORED else None
    return replace(found, table=replace(found.table, month=month))


def _turned(sheet: Sheet) -> Iterator[Found]:
    """Read the sheet on its side: items across, figures down. Only kinds with known items are believed so."""
    grid = Grid(sheet, turned=True)
    if grid.extent[1] > _LONGEST_TURNED or not _lies(grid):
        return
    for each in column_tables(grid):
        if kinds()[each.table.kind].requires.items:
            yield each


def _lies(grid: Grid) -> bool:
    """Whether any row of the sheet names two items: quarters or funds side by side."""
    named: dict[int, set[Position]] = {}
    for row, columns in grid.worded.items():
        for column in columns:  # of the turned grid: its columns are the sheet's rows
            if is_item_label(grid.label(row, column)):
                named.setdefault(column, set()).add(grid.anchor(row, column))
    return any(len(anchors) >= 2 for anchors in named.values())


def _covered(each: Found, found: list[Found]) -> bool:
    top, left, bottom, right = each.box
    boxes = (other.box for other in found)
    return any(a <= bottom and top <= c and b <= right and left <= d for a, b, c, d in boxes)


def _unread(grid: Grid, found: list[Found]) -> Iterator[Unread]:
    """Yield what nobody read on a sheet: in and around its tables, and beside them."""
    accounts = {position_of(cell): kind for each in found for cell, kind in each.table.account.items()}
    for each in found:
        own = (position_of(cell) for cell, kind in each.table.account.items() if kind is Account.UNREAD)
        yield from unread_blocks(grid, own, each.table.range)
    everywhere = grid.anchors(Box(1, 1, *grid.extent))
    beside = [
        spot for spot in everywhere if spot not in accounts and not (found and is_outside_word(grid.label(*spot)))
    ]
    yield from unread_blocks(grid, beside)
