"""Project forms (项目支出绩效自评表): head, funds, goals, indicators, total, each found by its labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perfxl.model.figure import Figure
from perfxl.model.table import Role, Row, Table
from perfxl.numerals.units import money_factor, unit_in
from perfxl.recognition.bodies import Body, body
from perfxl.recognition.figures import Column, figure, rate_scale
from perfxl.recognition.grid import Grid
from perfxl.recognition.headings import Heading, headings, match
from perfxl.recognition.labels import best, is_of_which
from perfxl.recognition.pairs import pairs
from perfxl.recognition.surroundings import title_above, unit_above
from perfxl.rules.kind import Kind
from perfxl.rules.kinds import kinds
from perfxl.sheets.address import Box, column_letters

_HEAD_REACH = 40  # rows above the indicators that may belong to the form
_LEAST_FUND_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Funds:
    """The block 项目资金: its heading row, its columns and its rows."""

    top: int
    last: int
    columns: Mapping[str, int]
    rows: tuple[Row, ...]
    unit: str


def form_tables(grid: Grid) -> Iterator[tuple[Table, tuple[int, int]]]:
    """Yield each project form with the rows it takes."""
    kind = kinds()["project_form"]
    floor = 1
    anchors = list(_indicator_headings(grid, kind))
    for position, heading in enumerate(anchors):
        stop = anchors[position + 1].top if position + 1 < len(anchors) else grid.extent[0] + 1
        form = _form(grid, kind, heading, floor, stop)
        if form:
            table, last = form
            yield table, (Box.parse(table.range)[0], last)
            floor = last + 1


def _indicator_headings(grid: Grid, kind: Kind) -> Iterator[Heading]:
    last = 0
    for row in grid.worded:
        readings = [heading for heading in headings(grid, row) if heading.kind is kind]
        if readings and row > last and "project_name" not in _foreign(grid, readings[0]):
            best_reading = max(readings, key=lambda heading: (len(heading.columns), -heading.bottom))
            last = best_reading.bottom
            yield best_reading


def _foreign(grid: Grid, heading: Heading) -> set[str]:
    """A column of project names makes a list of many projects, not a form of one."""
    texts = {column: (grid.label(heading.bottom, column),) for column in range(heading.left, heading.right + 1)}
    found = match(kinds()["indicator_list"].columns, texts)
    return {"project_name"} & found.keys()


def _form(grid: Grid, kind: Kind, heading: Heading, floor: int, stop: int) -> tuple[Table, int] | None:
    top = max(floor, heading.top - _HEAD_REACH)
    head_rows = range(top, heading.top)
    head = {pair.key: pair for pair in pairs(grid, kind.fields, head_rows, "")}
    funds = _funds(grid, kind, head_rows)
    if "project_name" not in head or (funds is None and not _titled(grid, kind, top, heading)):
        return None
    first = head["project_name"].row
    title, title_row = title_above(grid, first, 1, grid.extent[1], floor)
    told = body(grid, heading, "", stop)
    rows = tuple(_indicator(row) for row in told.rows if row.role is not Role.TOTAL)
    fields = {key: pair.figure for key, pair in head.items()} | _totals(kind, told)
    table = Table(
        kind=kind.key,
        name=title,
        sheet=grid.sheet.name,
        range=Box(title_row, min(heading.left, 1), told.last, max(heading.right, _right(funds))).reference,
        unit=funds.unit if funds else "",
        confidence=round(0.6 + 0.2 * (funds is not None) + 0.02 * len(heading.columns), 2),
        rows=(funds.rows if funds else ()) + rows,
        columns={key: column_letters(column) for key, column in heading.columns.items()},
        fields=fields,
    )
    return table, told.last


def _titled(grid: Grid, kind: Kind, top: int, heading: Heading) -> bool:
    texts = (grid.label(row, column) for row in range(top, heading.top) for column in range(1, grid.extent[1] + 1))
    return any(word in text for text in texts for word in kind.titles)


def _right(funds: Funds | None) -> int:
    return max(funds.columns.values()) if funds else 1


def _indicator(row: Row) -> Row:
    return Row(row.number, Role.INDICATOR, row.text("level3"), row.item, row.text("level1"), row.cells)


def _totals(kind: Kind, told: Body) -> dict[str, Figure]:
    total = next((row for row in told.rows if row.role is Role.TOTAL), None)
    if total is None:
        return {}
    return {entry.key: total.cells[entry.column] for entry in kind.totals if entry.column in total.cells}


def _funds(grid: Grid, kind: Kind, rows: range) -> Funds | None:
    for row in rows:
        texts = {column: (grid.label(row, column),) for column in range(1, grid.extent[1] + 1)
                 if grid.anchor(row, column) == (row, column)}  # fmt: skip
        columns = match(kind.funds, texts)
        if len(columns) >= _LEAST_FUND_COLUMNS and {"annual_budget", "execution"} <= columns.keys():
            return _fund_block(grid, kind, row, columns, rows.stop)
    return None


def _fund_block(grid: Grid, kind: Kind, top: int, columns: Mapping[str, int], stop: int) -> Funds:
    unit = _fund_unit(grid, top, columns)
    numbers = []
    for row in range(top + 1, stop):
        label = _fund_label(grid, row, columns)
        if not label or best(kind.fund_items, label) is None:
            break
        numbers.append(row)
    described = {key: (column, _described(grid, kind, key, column, unit, numbers)) for key, column in columns.items()}
    told = tuple(_fund_row(grid, kind, row, columns, described) for row in numbers)
    return Funds(top, numbers[-1] if numbers else top, columns, told, unit)


def _fund_unit(grid: Grid, top: int, columns: Mapping[str, int]) -> str:
    """The unit stands in the block's own label (项目资金(万元)), in a heading, or in a line above."""
    near = [grid.label(top, column) for column in range(1, max(columns.values()) + 1)]
    told = [unit for text in near if (unit := unit_in(text)) and money_factor(unit)]
    return told[0] if told else unit_above(grid, top, 1, grid.extent[1])


def _fund_label(grid: Grid, row: int, columns: Mapping[str, int]) -> str:
    texts = [grid.label(row, column) for column in range(1, min(columns.values()))]
    return next((text for text in reversed(texts) if text), "")


def _described(grid: Grid, kind: Kind, key: str, column: int, unit: str, numbers: list[int]) -> Column:
    type_ = next(entry.type for entry in kind.funds if entry.key == key)
    if type_ == "rate":
        told = unit_in(grid.label(numbers[0] - 1, column)) if numbers else ""
        return Column(type_, "%", rate_scale((grid.cell(row, column) for row in numbers), told))
    return Column(type_, unit if type_ == "money" else "")


def _fund_row(
    grid: Grid, kind: Kind, row: int, columns: Mapping[str, int], described: Mapping[str, tuple[int, Column]]
) -> Row:
    label = _fund_label(grid, row, columns)
    entry = best(kind.fund_items, label)
    cells = {key: figure(grid, row, column, what) for key, (column, what) in described.items()}
    category = "其中" if is_of_which(label) else ""
    return Row(row, Role.FUND, label, entry.key if entry else None, category, cells)
