"""Column tables: a heading row on top, one record a row (or, turned, one record a column)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from perfxl.model.table import Table
from perfxl.numerals.characters import compact
from perfxl.numerals.units import money_factor, unit_in
from perfxl.recognition.accounts import Found, accounted
from perfxl.recognition.bodies import Body, body, remarks_above
from perfxl.recognition.grid import Grid
from perfxl.recognition.headings import Heading, headings
from perfxl.recognition.pairs import Pair, pairs
from perfxl.recognition.surroundings import claims_above, first_row, notes_below, title_above, unit_above
from perfxl.sheets.address import Box, column_letters

_TITLE_WEIGHT, _ITEM_WEIGHT = 2.0, 1.5
_REACH_BELOW = 3  # rows below a table that may hold its single figures


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a place as a table, with the weight of its evidence."""

    heading: Heading
    body: Body
    title: str
    title_row: int
    unit: str
    strength: float


def column_tables(grid: Grid, taken: Iterable[Box] = ()) -> list[Found]:
    """Return the column tables of a grid, the best reading of each heading; boxes in `taken` are others' already."""
    found = Finder(grid, list(taken))
    return [found.table(best, space) for best, space in found.candidates()]


class Finder:
    """The search for the tables of one grid, from top to bottom: each begins below the one above it."""

    def __init__(self, grid: Grid, taken: list[Box]) -> None:
        self.grid = grid
        self.taken = taken
        self.readings = {row: some for row in grid.worded if (some := _listed(grid, row))}
        # one known label is too little to end another table: it may be an indicator's name
        self.stops = sorted(
            (row, heading.left, heading.right)
            for row, some in self.readings.items()
            for heading in some
            if len(heading.columns) >= 2
        )

    def candidates(self) -> Iterator[tuple[Candidate, Box]]:
        """Yield the best reading of each heading with the box that it may take."""
        for row in sorted(self.readings):
            for block in _by_block(self.readings[row]):
                space = self._space(block[0])
                best = space and self._best(block, space)
                if best and space:
                    yield best, space

    def _space(self, heading: Heading) -> Box | None:
        """Return the box between the tables around a heading, None where it stands in one of them."""
        top, left, bottom, right = 1, 1, *self.grid.extent
        for box in self.taken:
            if _meets(box, heading.left, heading.right):
                if box[0] <= heading.top <= box[2]:
                    return None
                top = max(top, box[2] + 1) if box[2] < heading.top else top
                bottom = min(bottom, box[0] - 1) if box[0] > heading.bottom else bottom
        return Box(top, left, bottom, right)

    def _best(self, block: list[Heading], space: Box) -> Candidate | None:
        best: Candidate | None = None
        for heading in sorted(block, key=lambda heading: -_most(heading)):
            if best is None or _most(heading) > best.strength:
                reading = self._candidate(heading, space)
                best = reading if reading and (best is None or reading.strength > best.strength) else best
        return best

    def _candidate(self, heading: Heading, space: Box) -> Candidate | None:
        grid, floor = self.grid, space[0]
        title, title_row = title_above(grid, heading.top, heading.left, heading.right, floor)
        unit = heading.kind.unit
        if unit == "money":
            unit = unit_above(grid, heading.top, heading.left, heading.right, floor) or _unit_of_label(grid, heading)
        told = body(grid, heading, unit, min(self._stop(heading), space[2] + 1))
        items = {row.item for row in told.rows if row.item}
        if not _enough(heading, items):
            return None
        strength = len(heading.columns) + _ITEM_WEIGHT * len(items & set(heading.kind.requires.items))
        strength += _TITLE_WEIGHT * _titled(heading, title + grid.sheet.name)
        return Candidate(heading, told, title, title_row, unit, strength)

    def _stop(self, heading: Heading) -> int:
        """Return the first row below a heading where another one begins in its columns."""
        below = (
            row
            for row, left, right in self.stops
            if row > heading.bottom and left <= heading.right and heading.left <= right
        )
        return min(below, default=self.grid.extent[0] + 1)

    def table(self, best: Candidate, space: Box) -> Found:
        """Return the table of a reading, with what stands around it and with the account of its cells."""
        grid, heading = self.grid, best.heading
        left, right = self._edges(best, space)
        top = first_row(grid, best.title_row, heading.top, left, right, space[0])
        bottom, notes = notes_below(grid, best.body.last, left, right, min(self._stop(heading), space[2] + 1))
        box = Box(top, left, bottom, right)
        fields = self._fields(best, box, space)
        above = Box(top, left, heading.top - 1, right)
        claims = remarks_above(grid, heading, above) | claims_above(grid, above, best.title) | notes | best.body.claims
        for pair in fields:
            claims |= pair.claims
        return self._taken(accounted(grid, _table(grid, best, fields), box, claims))

    def _edges(self, best: Candidate, space: Box) -> tuple[int, int]:
        """Return the first and last column of a table: a column without a heading may stand beside those with one."""
        heading, rows = best.heading, range(best.heading.top, best.body.last + 1)
        left, right = min(heading.left, *heading.columns.values()), heading.right
        while left > space.left and self._speaks(rows, left - 1):
            left -= 1
        while right < space.right and self._speaks(rows, right + 1):
            right += 1
        return left, right

    def _speaks(self, rows: range, column: int) -> bool:
        return any(self.grid.speaks(row, column) for row in rows)

    def _fields(self, best: Candidate, box: Box, space: Box) -> list[Pair]:
        """Return the single figures that a column table keeps above or right below its rows (年度总指标)."""
        kind, last = best.heading.kind, best.body.last
        if not kind.fields or kind.requires.fields_count > 1:
            return []
        end = min(last + _REACH_BELOW, self._stop(best.heading) - 1, space.bottom)
        own = self.grid.within(Box(box.top, box.left, end, box.right))
        below = takewhile(lambda row: row in own.worded, range(last + 1, end + 1))
        return list(pairs(own, kind.fields, [*range(box.top, best.heading.top), *below], best.unit))

    def _taken(self, found: Found) -> Found:
        self.taken.append(found.box)
        return found


def _table(grid: Grid, best: Candidate, fields: list[Pair]) -> Table:
    heading = best.heading
    return Table(
        kind=heading.kind.key,
        name=best.title,
        sheet=grid.sheet.name,
        range=_range(grid, best),
        unit=best.unit or _column_unit(best),
        confidence=0,
        rows=best.body.rows,
        columns={key: _letters(grid, column) for key, column in heading.columns.items()},
        fields={pair.key: pair.figure for pair in fields},
        years=heading.years,
    )


def _unit_of_label(grid: Grid, heading: Heading) -> str:
    """Return the unit of money that the heading of the labels tells: 经费控制情况（万元）."""
    unit = unit_in(grid.label(heading.top, heading.columns.get("label", heading.left)))
    return unit if money_factor(unit) else ""


def _listed(grid: Grid, row: int) -> list[Heading]:
    """Return the readings of a heading as that of a list; that of a form is no table without its form."""
    return [heading for heading in headings(grid, row) if heading.kind.layout == "columns"]


def _by_block(some: Iterable[Heading]) -> list[list[Heading]]:
    blocks: dict[int, list[Heading]] = {}
    for heading in some:
        blocks.setdefault(heading.left, []).append(heading)
    return list(blocks.values())


def _most(heading: Heading) -> float:
    """The strength that a heading's table can reach at the most, before its rows are read."""
    return len(heading.columns) + _ITEM_WEIGHT * len(heading.kind.requires.items) + _TITLE_WEIGHT


def _meets(box: Box, left: int, right: int) -> bool:
    return box[1] <= right and left <= box[3]


def _enough(heading: Heading, items: set[str]) -> bool:
    requires = heading.kind.requires
    if not heading.kind.items or not requires.items:
        return True
    return len(items & set(requires.items)) >= requires.count and all(item in items for item in requires.need)


def _titled(heading: Heading, title: str) -> bool:
    return any(word in compact(title) for word in heading.kind.titles)


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
