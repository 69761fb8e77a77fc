"""The drawn rows of a finding (摘录): its row and those it is held against, below the heading of their table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from perfxl.jobs.evaluate import Evaluated
from perfxl.model.finding import Finding
from perfxl.model.place import Place
from perfxl.model.table import Account, Table
from perfxl.numerals.display import display, percent
from perfxl.sheets.address import Box, Position, cell_address, column_letters, position_of
from perfxl.sheets.snapshot import Cell, Sheet

_MOST_ROWS, _MOST_COLUMNS, _MOST_HEADINGS = 11, 12, 3
_NEAR = 1  # rows shown above and below a finding's own
_LABELS = 2  # leading columns that are always shown
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell as a reader sees it.

    span    how many drawn columns it takes, being merged
    mark    "found" for the finding's own cell, "related" for one it is held against, else ""
    number  right-aligned; filled: blank in the workbook, computed by a rule
    """

    text: str
    span: int = 1
    mark: str = ""
    number: bool = False
    filled: bool = False


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row by its number, None for rows left out."""

    number: int | None
    cells: tuple[DrawnCell, ...] = ()
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Rows of a sheet, their columns by letters."""

    sheet: str
    letters: tuple[str, ...]
    rows: tuple[DrawnRow, ...]


class Drawing:
    """Draws the findings of one workbook; what several of them need is looked up once."""

    def __init__(self, evaluated: Evaluated) -> None:
        self._tables = evaluated.evaluation.tables
        self._sheets = {sheet.name: _DrawnSheet(sheet) for sheet in evaluated.snapshot.sheets}
        figures = (figure for table in evaluated.derived.evaluation.tables for _, _, figure in table.figures())
        self._filled = {
            figure.place: percent(figure.value) if figure.unit == "%" else f"{figure.value:,f}"
            for figure in figures
            if figure.derived and figure.value is not None
        }

    def excerpt(self, finding: Finding) -> Excerpt | None:
        """Return the drawn rows of a finding, None for one on no cell."""
        sheet = self._sheets.get(finding.place.sheet or "")
        own = _position(finding.place)
        if sheet is None or own is None:
            return None
        marks = {sheet.anchor(_position(place)): "related" for place in finding.related if place.sheet == sheet.name}
        marks[sheet.anchor(own)] = "found"
        return self._drawn(sheet, own, {spot for spot in marks if spot}, marks)

    def _drawn(
        self, sheet: _DrawnSheet, own: Position, spots: set[Position], marks: Mapping[Position | None, str]
    ) -> Excerpt:
        table = next((each for each in self._tables if _holds(each, sheet.name, own)), None)
        box = Box.parse(table.range) if table else sheet.block(own)
        columns = _columns(box, own, spots)
        headings = _headings(table, sheet, box, own)
        numbers = _rows(box, own, spots, headings)
        drawn: list[DrawnRow] = []
        for number in sorted({*headings, *numbers}):
            if drawn and drawn[-1].number != number - 1:
                drawn.append(DrawnRow(None))
            cells = tuple(self._cells(sheet, number, columns, marks, drawn))
            drawn.append(DrawnRow(number, cells, number in headings))
        return Excerpt(sheet.name, tuple(map(column_letters, columns)), tuple(drawn))

    def _cells(
        self,
        sheet: _DrawnSheet,
        row: int,
        columns: list[int],
        marks: Mapping[Position | None, str],
        above: list[DrawnRow],
    ) -> Iterator[DrawnCell]:
        """Yield a row's cells; one that is merged downwards says its text in the first row drawn."""
        first = next((each.number for each in reversed(above) if each.number is not None), 0) or 0
        previous: Position | None = None
        pending: list[Position] = []
        for column in columns:
            anchor = sheet.anchor((row, column)) or (row, column)
            if pending and anchor != previous:
                yield self._cell(sheet, pending, row, first, marks)
                pending = []
            pending.append(anchor)
            previous = anchor
        if pending:
            yield self._cell(sheet, pending, row, first, marks)

    def _cell(
        self, sheet: _DrawnSheet, anchors: list[Position], row: int, above: int, marks: Mapping[Position | None, str]
    ) -> DrawnCell:
        anchor = anchors[0]
        said_above = anchor[0] < row and anchor[0] <= above
        cell = sheet.cell(anchor)
        filled = "" if cell else self._filled.get(Place(sheet.name, cell_address(*anchor)), "")
        text = "" if said_above else filled or _text(cell)
        number = bool(filled) or (cell is not None and isinstance(cell.value, Decimal))
        return DrawnCell(text, len(anchors), marks.get(anchor, ""), number, bool(filled))


class _DrawnSheet:
    """A sheet with its merges by cell."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.name = sheet.name

    @cached_property
    def _anchors(self) -> dict[Position, Position]:
        return {spot: merge.anchor for merge in self._sheet.merges for spot in _spots(merge)}

    @cached_property
    def _occupied(self) -> frozenset[int]:
        return frozenset(row for row, _ in self._sheet.cells)

    def anchor(self, position: Position | None) -> Position | None:
        """Return the cell whose content shows at a position, None of no position."""
        return None if position is None else self._anchors.get(position, position)

    def cell(self, position: Position) -> Cell | None:
        """Return a cell, None where it is blank."""
        cell = self._sheet.cells.get(position)
        return cell if cell and (cell.value not in (None, "") or cell.formula or cell.error) else None

    def block(self, own: Position) -> Box:
        """Return the rows around a cell down to the next blank ones, over all used columns."""
        top = bottom = own[0]
        while top - 1 in self._occupied:
            top -= 1
        while bottom + 1 in self._occupied:
            bottom += 1
        used = [column for row, column in self._sheet.cells if top <= row <= bottom]
        return Box(top, min([own[1], *used]), bottom, max([own[1], *used]))


def _spots(merge: Box) -> Iterable[Position]:
    return merge.positions() if merge.area <= 10_000 else (merge.anchor,)  # a merge over whole columns is no label


def _position(place: Place) -> Position | None:
    try:
        return position_of(place.cell or "")
    except ValueError:
        return None


def _holds(table: Table, sheet: str, position: Position) -> bool:
    return table.sheet == sheet and Box.parse(table.range).contains(position)


def _columns(box: Box, own: Position, spots: set[Position]) -> list[int]:
    """Return the columns to draw: all of them, or the first ones, the marked ones and those beside the finding's."""
    every = list(range(box.left, box.right + 1))
    if len(every) <= _MOST_COLUMNS:
        return every
    marked = {column for _, column in spots if box.left <= column <= box.right}
    wanted = {*every[:_LABELS], own[1], *sorted(marked, key=lambda column: abs(column - own[1]))[: _MOST_COLUMNS // 2]}
    for column in sorted(every, key=lambda column: abs(column - own[1])):
        if len(wanted) >= _MOST_COLUMNS:
            break
        wanted.add(column)
    return sorted(wanted)


def _headings(table: Table | None, sheet: _DrawnSheet, box: Box, own: Position) -> list[int]:
    """Return the rows of the nearest heading above a row, of a table that nobody knows its first row."""
    account = table.account if table else {}
    told = {position_of(cell)[0] for cell, kind in account.items() if kind is Account.HEADING}
    above = sorted((row for row in told if row < own[0]), reverse=True)
    rows = [row for number, row in enumerate(above) if row == above[0] - number][:_MOST_HEADINGS]
    return sorted(rows) or ([box.top] if box.top < own[0] else [])


def _rows(box: Box, own: Position, spots: set[Position], headings: list[int]) -> list[int]:
    """Return the rows to draw: those around the finding's own, and the nearest of the marked ones."""
    near = {row for row in range(own[0] - _NEAR, own[0] + _NEAR + 1) if box.top <= row <= box.bottom}
    near -= set(range(box.top, min(headings, default=box.top)))
    marked = {row for row, _ in spots if box.top <= row <= box.bottom} - near
    left = max(0, _MOST_ROWS - len(near))
    return sorted(near | set(sorted(marked, key=lambda row: abs(row - own[0]))[:left]))


def _text(cell: Cell | None) -> str:
    if cell is None:
        return ""
    if cell.error:
        return cell.error
    if cell.value is None:
        return "（公式无结果）"
    if isinstance(cell.value, Decimal):
        return display(cell.value, cell.number_format)
    text = " ".join(str(cell.value).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
