"""Column tables: a heading row on top, one record a row (or, turned, one record a column)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from perfxl.model.table import Table
from perfxl.numerals.characters import compact
from perfxl.recognition.bodies import Body, body
from perfxl.recognition.grid import Grid
from perfxl.recognition.headings import Heading, headings
from perfxl.recognition.surroundings import title_above, unit_above
from perfxl.sheets.address import Box, column_letters

_TITLE_WEIGHT, _ITEM_WEIGHT = 2.0, 1.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a place as a table, with the weight of its evidence."""

    heading: Heading
    body: Body
    title: str
    title_row: int
    unit: str
    strength: float


def column_tables(grid: Grid, taken: Iterable[tuple[int, int]] = ()) -> list[Table]:
    """Return the column tables of a grid, the best reading of each heading; rows in `taken` are others' already."""
    closed = list(taken)
    found: list[tuple[Candidate, Table]] = []
    starts = [row for row in grid.worded if not _inside(row, closed)]
    readings = {row: list(headings(grid, row)) for row in starts}
    rows_with = sorted(row for row, some in readings.items() if some)
    # one known label is too little to end another table: it may be an indicator's name
    stops = [row for row in rows_with if any(len(heading.columns) >= 2 for heading in readings[row])]
    for row in rows_with:
        for block in _by_block(readings[row]):
            best = _best(grid, block, stops, closed, found)
            if best:
                found.append((best, _table(grid, best)))
    return [table for _, table in found]


def _inside(row: int, closed: list[tuple[int, int]]) -> bool:
    return any(first <= row <= last for first, last in closed)


def _by_block(some: list[Heading]) -> list[list[Heading]]:
    blocks: dict[int, list[Heading]] = {}
    for heading in some:
        blocks.setdefault(heading.left, []).append(heading)
    return list(blocks.values())


def _best(
    grid: Grid,
    block: list[Heading],
    starts: list[int],
    closed: list[tuple[int, int]],
    found: list[tuple[Candidate, Table]],
) -> Candidate | None:
    top, left, right = block[0].top, block[0].left, block[0].right
    if any(other.heading.top <= top <= other.body.last and _overlap(other.heading, left, right) for other, _ in found):
        return None
    best: Candidate | None = None
    for heading in sorted(block, key=lambda heading: -_most(heading)):
        if best is None or _most(heading) > best.strength:
            reading = _candidate(grid, heading, starts, closed)
            best = reading if reading and (best is None or reading.strength > best.strength) else best
    return best


def _most(heading: Heading) -> float:
    """The strength that a heading's table can reach at the most, before its rows are read."""
    return len(heading.columns) + _ITEM_WEIGHT * len(heading.kind.requires.items) + _TITLE_WEIGHT


def _overlap(heading: Heading, left: int, right: int) -> bool:
    return heading.left <= right and left <= heading.right


def _candidate(grid: Grid, heading: Heading, starts: list[int], closed: list[tuple[int, int]]) -> Candidate | None:
    later = [row for row in starts if row > heading.bottom] + [first for first, _ in closed if first > heading.bottom]
    floor = max((last + 1 for _, last in closed if last < heading.top), default=1)
    title, title_row = title_above(grid, heading.top, heading.left, heading.right, floor)
    unit = heading.kind.unit
    if unit == "money":
        unit = unit_above(grid, heading.top, heading.left, heading.right, floor)
    told = body(grid, heading, unit, min(later, default=grid.extent[0] + 1))
    items = {row.item for row in told.rows if row.item}
    if not _enough(heading, items):
        return None
    strength = len(heading.columns) + _ITEM_WEIGHT * len(items & set(heading.kind.requires.items))
    strength += _TITLE_WEIGHT * _titled(heading, title + grid.sheet.name)
    return Candidate(heading, told, title, title_row, unit, strength)


def _enough(heading: Heading, items: set[str]) -> bool:
    requires = heading.kind.requires
    if not heading.kind.items or not requires.items:
        return True
    return len(items & set(requires.items)) >= requires.count and all(item in items for item in requires.need)


def _titled(heading: Heading, title: str) -> bool:
    return any(word in compact(title) for word in heading.kind.titles)


def _table(grid: Grid, best: Candidate) -> Table:
    heading, kind = best.heading, best.heading.kind
    evidence = len(heading.columns) / max(
        1, len(heading.columns) + len(set(kind.requires.columns) - set(heading.columns))
    )
    confidence = round(min(1.0, 0.6 * evidence + 0.2 * _titled(heading, best.title + grid.sheet.name)
                           + 0.05 * len(heading.columns)), 2)  # fmt: skip
    return Table(
        kind=kind.key,
        name=best.title,
        sheet=grid.sheet.name,
        range=_range(grid, best),
        unit=best.unit or _column_unit(best),
        confidence=confidence,
        rows=best.body.rows,
        columns={key: _letters(grid, column) for key, column in heading.columns.items()},
    )


def _letters(grid: Grid, column: int) -> str:
    return str(column) if grid.turned else column_letters(column)


def _column_unit(best: Candidate) -> str:
    """The unit of the money columns, where all tell the same in their headings."""
    money = {entry.key for entry in best.heading.kind.columns if entry.type == "money"}
    units = {figure.unit for row in best.body.rows for key, figure in row.cells.items() if key in money}
    return units.pop() if len(units) == 1 else ""


def _range(grid: Grid, best: Candidate) -> str:
    top, left, bottom, right = best.title_row, best.heading.left, best.body.last, best.heading.right
    return Box(left, top, right, bottom).reference if grid.turned else Box(top, left, bottom, right).reference
