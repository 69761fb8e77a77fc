"""The block of funds (项目资金) in a form: its heading, its columns and its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perfxl.model.table import Account, Role, Row
from perfxl.numerals.units import money_factor, unit_in
from perfxl.recognition.accounts import Claims
from perfxl.recognition.figures import Column, figure, rate_scale
from perfxl.recognition.grid import Grid
from perfxl.recognition.headings import match
from perfxl.recognition.labels import best, common, is_of_which
from perfxl.recognition.surroundings import unit_above
from perfxl.rules.kind import Kind

_LEAST_COLUMNS = 3
_NEEDED = frozenset({"annual_budget", "execution"})


@dataclass(frozen=True, slots=True)
class Funds:
    """The block's columns, rows and unit, and what its cells were taken for."""

    columns: Mapping[str, int]
    rows: tuple[Row, ...]
    unit: str
    claims: Claims


def funds_in(grid: Grid, kind: Kind, rows: range) -> Funds | None:
    """Return the block of funds within rows, None where there is none."""
    for row in rows:
        texts = {
            column: (grid.label(row, column),)
            for column in grid.worded.get(row, ())
            if grid.anchor(row, column) == (row, column)
        }
        columns = match(kind.funds, texts)
        if len(columns) >= _LEAST_COLUMNS and columns.keys() >= _NEEDED:
            return _block(grid, kind, row, columns, rows.stop)
    return None


def _block(grid: Grid, kind: Kind, top: int, columns: Mapping[str, int], stop: int) -> Funds:
    unit = _unit(grid, top, columns)
    numbers = list(_rows(grid, kind, top, columns, stop))
    described = {key: (column, _column(grid, kind, key, column, unit, numbers)) for key, column in columns.items()}
    told = tuple(_row(grid, kind, row, columns, described) for row in numbers)
    return Funds(columns, told, unit, _claims(grid, top, columns, numbers))


def _rows(grid: Grid, kind: Kind, top: int, columns: Mapping[str, int], stop: int) -> Iterator[int]:
    """Yield the rows below the heading: those beside the block's own label (项目资金), else those of known names."""
    corner = grid.box(top, min(grid.worded[top]))
    for row in range(top + 1, stop):
        label = label_of_row(grid, row, columns)
        beside = corner[2] > top and row <= corner[2]
        if not label or (best(kind.fund_items, label) is None and not beside):
            return
        yield row


def label_of_row(grid: Grid, row: int, columns: Mapping[str, int]) -> str:
    """Return the label of a row of funds: the last text before its figures that begins in the row."""
    spots = [grid.anchor(row, column) for column in range(1, min(columns.values()))]
    texts = [grid.label(*spot) for spot in spots if spot[0] == row]
    return next((text for text in reversed(texts) if text), "")


def _unit(grid: Grid, top: int, columns: Mapping[str, int]) -> str:
    """The unit stands in the block's own label (项目资金(万元)), in a heading, or in a line above."""
    near = [grid.label(top, column) for column in range(1, max(columns.values()) + 1)]
    told = [unit for text in near if (unit := unit_in(text)) and money_factor(unit)]
    return told[0] if told else unit_above(grid, top, 1, grid.extent[1])


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
    entry = best(kind.fund_items, label)
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
