"""The block of funds (项目资金) in a form: its heading, its columns and its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import dropwhile

from perfxl.model.figure import Figure, State
from perfxl.model.table import Account, Role, Row
from perfxl.numerals.characters import compact
from perfxl.numerals.reading import is_not_applicable, read
from perfxl.numerals.units import money_factor, unit_in
from perfxl.recognition.accounts import Claims
from perfxl.recognition.figures import Column, figure, figure_of, rate_scale
from perfxl.recognition.grid import Grid
from perfxl.recognition.headings import match
from perfxl.recognition.labels import best, common, is_of_which, points_in
from perfxl.recognition.pairs import pairs
from perfxl.recognition.surroundings import unit_above
from perfxl.rules.kind import Kind
from perfxl.sheets.snapshot import Cell

_LEAST_COLUMNS = 3
_LONGEST_GAP = 2  # blank rows inside the block


@dataclass(frozen=True, slots=True)
class Funds:
    """The block's columns, rows and unit, what its cells were taken for, and the points that its heading declares."""

    columns: Mapping[str, int]
    rows: tuple[Row, ...]
    unit: str
    claims: Claims
    points: Figure | None = None


def funds_in(grid: Grid, kind: Kind, rows: range) -> Funds | None:
    """Return the block of funds within rows, None where there is none."""
    for row in rows:
        columns = match(kind.funds, _texts(grid, kind, row))
        if len(columns) >= _LEAST_COLUMNS and columns.keys() >= set(kind.requires.funds):
            block = _block(grid, kind, row, columns, rows.stop)
            if block.rows:  # a list of tasks with their amounts is headed alike
                return block
    return _told_singly(grid, kind, rows)


def _told_singly(grid: Grid, kind: Kind, rows: range) -> Funds | None:
    """Return the funds that a form tells one by one (年度预算 80 万元，执行数 72 万元), None where it does not."""
    told = pairs(grid, kind.funds, rows, "")
    found = {pair.key: pair for pair in told if pair.figure.state in (State.NUMBER, State.BLANK)}
    if any(key not in found or found[key].figure.blank for key in kind.requires.funds):
        return None
    claims = {spot: account for pair in found.values() for spot, account in pair.claims.items()}
    first = min(pair.label for pair in found.values())
    cells = {key: pair.figure for key, pair in found.items()}
    row = Row(first[0], Role.FUND, compact(grid.label(*first)), "total", "", cells)
    return Funds({}, (row,), cells[kind.requires.funds[0]].unit, claims)


def _texts(grid: Grid, kind: Kind, row: int) -> dict[int, tuple[str, ...]]:
    """Return the texts of a row from the first under which no words stand: the headings of columns of figures.

    The block's own label (预算执行) stands before them, over nothing.
    """
    own = [column for column in grid.worded.get(row, ()) if grid.anchor(row, column) == (row, column)]
    figures = dropwhile(lambda column: _words_below(grid, row, column), own[_is_corner(grid, kind, row, own) :])
    return {column: (grid.label(row, column),) for column in figures}


def _is_corner(grid: Grid, kind: Kind, row: int, own: Sequence[int]) -> bool:
    """Whether the first text of a row is the label of the whole block: words that part a form, no figure below."""
    if not own or not kind.is_label(compact(grid.label(row, own[0]))):
        return False
    below = grid.box(row, own[0]).bottom + 1
    return not grid.speaks(below, own[0]) and len(own) > _LEAST_COLUMNS


def _words_below(grid: Grid, row: int, column: int) -> bool:
    box = grid.box(row, column)
    text = grid.label(box.bottom + 1, column)
    return bool(text) and read(text) is None and not is_not_applicable(text)


def _block(grid: Grid, kind: Kind, top: int, columns: Mapping[str, int], stop: int) -> Funds:
    numbers = list(_rows(grid, kind, top, columns, stop))
    unit = _unit(grid, [top, *numbers], columns)
    described = {key: (column, _column(grid, kind, key, column, unit, numbers)) for key, column in columns.items()}
    told = tuple(_row(grid, kind, row, columns, described) for row in numbers)
    if len(told) == 1:  # a single source is all the funds there are
        told = (replace(told[0], item="total", category=""),)
    return Funds(columns, told, unit, _claims(grid, top, columns, numbers), _points(grid, top, columns))


def _points(grid: Grid, top: int, columns: Mapping[str, int]) -> Figure | None:
    """Return the full marks of the execution rate where only a heading tells them: 预算执行情况（20分）."""
    spots = () if "weight" in columns else (grid.anchor(top, column) for column in range(1, max(columns.values()) + 1))
    for spot in dict.fromkeys(spots):
        points = points_in(grid.label(*spot))
        if points is not None:
            return figure_of(Cell(points), grid.sheet.name, grid.address(*spot), Column("score"))
    return None


def _rows(grid: Grid, kind: Kind, top: int, columns: Mapping[str, int], stop: int) -> Iterator[int]:
    """Yield the rows below the heading: those beside the block's own label (项目资金), else those of known names.

    A single row of figures without a label is the total.
    """
    corner, first = grid.box(top, min(grid.worded[top])), True
    for row in _filled(grid, range(top + 1, stop)):
        label = label_of_row(grid, row, columns)
        if not label and first and _has_figures(grid, row, columns):
            yield row
            return
        first, beside = False, corner.bottom > top and row <= corner.bottom
        if not label or (best(kind.fund_items, label) is None and not beside):
            return
        yield row


def _filled(grid: Grid, rows: range) -> Iterator[int]:
    """Yield the rows in which something begins, up to a gap that ends the block."""
    gap = 0
    for row in rows:
        gap = gap + 1 if _is_empty(grid, row) else 0
        if gap > _LONGEST_GAP:
            return
        if not gap:
            yield row


def _is_empty(grid: Grid, row: int) -> bool:
    """Whether nothing begins in a row: what is merged from above belongs there."""
    return not any(
        grid.speaks(row, column) and grid.anchor(row, column)[0] == row for column in range(1, grid.extent[1] + 1)
    )


def _has_figures(grid: Grid, row: int, columns: Mapping[str, int]) -> bool:
    return any(isinstance(grid.cell(row, column).value, Decimal) for column in columns.values())


def label_of_row(grid: Grid, row: int, columns: Mapping[str, int]) -> str:
    """Return the label of a row of funds: the last text before its figures that begins in the row."""
    spots = [grid.anchor(row, column) for column in range(1, min(columns.values()))]
    texts = [grid.label(*spot) for spot in spots if spot[0] == row]
    return next((text for text in reversed(texts) if text), "")


def _unit(grid: Grid, rows: list[int], columns: Mapping[str, int]) -> str:
    """The unit stands in the block's own label (项目资金(万元)), in a heading, a row's label or a line above."""
    near = [grid.label(row, column) for row in rows for column in range(1, max(columns.values()) + 1)]
    told = [unit for text in near if (unit := unit_in(text)) and money_factor(unit)]
    return told[0] if told else unit_above(grid, rows[0], 1, grid.extent[1])


def _column(grid: Grid, kind: Kind, key: str, column: int, unit: str, numbers: list[int]) -> Column:
    entry = kind.funds.get(key)
    type_ = entry.type if entry else "text"
    if type_ == "rate":
        told = unit_in(grid.label(numbers[0] - 1, column)) if numbers else ""
        return Column(type_, "%", rate_scale((grid.cell(row, column) for row in numbers), told))
    return Column(type_, unit if type_ == "money" else "")


def _row(
    grid: Grid, kind: Kind, row: int, columns: Mapping[str, int], described: Mapping[str, tuple[int, Column]]
) -> Row:
    label = label_of_row(grid, row, columns)
    entry = best(kind.fund_items, label) if label else kind.fund_items.get("total")
    cells = {key: figure(grid, row, column, what) for key, (column, what) in described.items()}
    category = "其中" if is_of_which(label) else ""
    return Row(row, Role.FUND, label, entry.key if entry else None, category, cells)


def _claims(grid: Grid, top: int, columns: Mapping[str, int], numbers: list[int]) -> Claims:
    claims: Claims = {grid.anchor(top, column): Account.HEADING for column in columns.values()}
    first = min(columns.values())
    for row in (top, *numbers):
        claims |= {grid.anchor(row, column): Account.LABEL for column in range(1, first) if grid.label(row, column)}
    for row in numbers:
        for column in columns.values():
            text = grid.label(row, column)
            claims[grid.anchor(row, column)] = Account.FILLER if "fillers" in common(text) else Account.VALUE
    return claims
