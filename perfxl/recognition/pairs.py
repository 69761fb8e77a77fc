"""Single figures: a label with its value to the right, below, or in the same cell after a colon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perfxl.model.figure import Figure
from perfxl.model.table import Table
from perfxl.numerals.characters import compact
from perfxl.numerals.units import money_factor, unit_in
from perfxl.recognition.figures import Column, figure, rate_scale
from perfxl.recognition.grid import Grid
from perfxl.recognition.labels import best, senses
from perfxl.recognition.surroundings import title_above, unit_above
from perfxl.rules.kind import Kind, Lexicon, Vocabulary
from perfxl.rules.kinds import kinds
from perfxl.sheets.address import Box, position_of

_WIDEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class Pair:
    """A field's figure and the cell of its label."""

    key: str
    figure: Figure
    row: int
    column: int


def pair_tables(grid: Grid, taken: Iterable[tuple[int, int]]) -> Iterator[Table]:
    """Yield the tables that are lists of labels and values, outside the rows of other tables."""
    closed = list(taken)
    free = [row for row in grid.worded if not any(a <= row <= b for a, b in closed)]
    for kind in kinds().values():
        if kind.fields and kind.requires.fields_count > 1 and _titled(grid, kind):
            found = list(pairs(grid, kind.fields, free, ""))
            if len({pair.key for pair in found}) >= kind.requires.fields_count:
                yield _table(grid, kind, found)


def _titled(grid: Grid, kind: Kind) -> bool:
    """Whether the sheet speaks of the kind's matter, for a kind that asks for it."""
    if not kind.requires.titled:
        return True
    texts = (grid.label(row, column) for row, columns in grid.worded.items() for column in columns)
    return any(word in compact(text) for text in (grid.sheet.name, *texts) for word in kind.titles)


def pairs(grid: Grid, fields: Lexicon, rows: Iterable[int], unit: str) -> Iterator[Pair]:
    """Yield the first figure found for each field within `rows`."""
    seen: set[str] = set()
    for row in rows:
        for column in grid.worded.get(row, ()):
            text = grid.label(row, column)
            if not text or len(text) > _WIDEST_LABEL or grid.anchor(row, column) != (row, column):
                continue
            entry = _unseen(fields, _before_colon(text), seen)
            spot = _value_spot(grid, row, column, fields) if entry else None
            if entry and spot:
                seen.add(entry.key)
                yield Pair(entry.key, _figure(grid, entry, text, spot, unit), row, column)


def _unseen(fields: Lexicon, text: str, seen: set[str]) -> Vocabulary | None:
    """Return what fits a label best of the fields that were not found before."""
    ranked = [sense for sense in senses(fields, text) if sense[2] not in seen]
    return fields.entries[min(ranked)[1]] if ranked else None


def _before_colon(text: str) -> str:
    return compact(text).split(":", 1)[0]


def _value_spot(grid: Grid, row: int, column: int, fields: Lexicon) -> tuple[int, int] | None:
    """Return the cell right of a label, or below it where the right neighbour is itself a label."""
    _, _, bottom, right = grid.box(row, column)
    beside, below = (row, right + 1), (bottom + 1, column)
    under = bottom < grid.extent[0] and not _is_label(grid, *below, fields)
    heading = bottom == row and _is_heading(grid, row, column, fields)
    if under and (heading or (not grid.speaks(*beside) and grid.speaks(*below) and right > column)):
        return below
    if right < grid.extent[1] and not _is_label(grid, *beside, fields):
        return beside
    return beside if right == grid.extent[1] and not grid.speaks(*beside) else None


def _is_heading(grid: Grid, row: int, column: int, fields: Lexicon) -> bool:
    right, left = grid.box(row, column)[3] + 1, column - 1
    return _is_label(grid, row, right, fields) or (left >= 1 and _is_label(grid, row, left, fields))


def _is_label(grid: Grid, row: int, column: int, fields: Lexicon) -> bool:
    text = grid.label(row, column)
    return bool(text) and best(fields, _before_colon(text)) is not None


def _figure(grid: Grid, entry: Vocabulary, label: str, spot: tuple[int, int], unit: str) -> Figure:
    told = unit_in(label)
    if entry.type == "money":
        told_unit = told if money_factor(told) else unit or unit_above(grid, spot[0], 1, grid.extent[1])
        return figure(grid, *spot, Column("money", told_unit))
    if entry.type == "rate":
        return figure(grid, *spot, Column("rate", "%", rate_scale([grid.cell(*spot)], told)))
    return figure(grid, *spot, Column(entry.type))


def _table(grid: Grid, kind: Kind, found: list[Pair]) -> Table:
    rows = [pair.row for pair in found]
    columns = [pair.column for pair in found]
    places = [position_of(pair.figure.place.cell or "A1") for pair in found]
    bottom, right = max([*rows, *(r for r, _ in places)]), max([*columns, *(c for _, c in places)])
    title, top = title_above(grid, min(rows), 1, grid.extent[1])
    unit = next((pair.figure.unit for pair in found if money_factor(pair.figure.unit)), "")
    share = len({pair.key for pair in found}) / len(kind.fields.entries)
    return Table(
        kind=kind.key,
        name=title,
        sheet=grid.sheet.name,
        range=Box(top, min(columns), bottom, right).reference,
        unit=unit,
        confidence=round(0.5 + 0.5 * share, 2),
        fields={pair.key: pair.figure for pair in found},
    )
