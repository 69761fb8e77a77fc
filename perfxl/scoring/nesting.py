"""Nesting (层级): which lines of a table are sums of lines below them, so that a total counts nothing twice.

A line is a category where its own formula adds up the lines right below it, or where its number is their sum: in one
column at least, with two parts that hold something, and in more columns than it is not. Chance makes flat tables look
nested (100 above 60 and 40), so nesting only adds readings; what a total means is told by what it ties with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import chain

from perfxl.formulas.references import references
from perfxl.model.figure import Figure, State
from perfxl.model.table import Role, Row, Table
from perfxl.rules.kinds import kinds
from perfxl.sheets.address import position_of

Rows = tuple[Row, ...]
_FARTHEST, _LONGEST = 200, 5_000  # lines of one category and of a table; beyond, the search would cost too much


def readings(table: Table, total: Row) -> tuple[Rows, ...]:
    """Return what a total of all lines may add up, each once: what its formula names, all lines, categories, leaves."""
    lines = table.of_role(Role.LINE)
    if len(lines) > _LONGEST:
        return (lines,)
    sizes = _sizes(table, lines)
    leaves = tuple(line for line, size in zip(lines, sizes, strict=True) if not size)
    found = (summed_by_formula(table, total), lines, tuple(_top(lines, sizes)), leaves)
    return tuple({tuple(row.number for row in rows): rows for rows in found if rows}.values())


def summed_by_formula(table: Table, total: Row) -> Rows:
    """Return the rows that a row's own formulas add up in their columns, () where they name none or differ."""
    named = [rows for key in total.cells if (rows := _named(table, total, key))]
    return named[0] if named and all(rows == named[0] for rows in named) else ()


def _named(table: Table, total: Row, key: str) -> Rows:
    numbers = _row_numbers(total.cells[key])
    rows = tuple(row for row in table.rows if row.number in numbers and row is not total and key in row.cells)
    return rows if len(rows) > 1 else ()


def _row_numbers(figure: Figure) -> set[int]:
    """Return the rows that a cell's formula reads in its own column; none where it reads anything else."""
    if figure.formula is None or not figure.place.cell:
        return set()
    column = position_of(figure.place.cell)[1]
    boxes = [reference.box for reference in references(figure.formula, figure.place.sheet or "")]
    inside = [box for box in boxes if box and box[1] == box[3] == column]
    if len(inside) < len(boxes):
        return set()
    return set(chain.from_iterable(range(box[0], min(box[2], box[0] + _FARTHEST) + 1) for box in inside))


def _sizes(table: Table, lines: Sequence[Row]) -> list[int]:
    """Return for each line how many lines right below it are its parts, theirs among them."""
    sizes = [0] * len(lines)
    at = {id(line): position for position, line in enumerate(lines)}
    columns = [entry.key for entry in kinds()[table.kind].columns if entry.type in ("money", "count", "score")]
    for position in reversed(range(len(lines))):
        parts = [at.get(id(row), -1) for row in summed_by_formula(table, lines[position])]
        if parts and min(parts) == position + 1:
            sizes[position] = max(parts) + sizes[max(parts)] - position
        else:
            sizes[position] = _size(lines, sizes, position, columns)
    return sizes


def _size(lines: Sequence[Row], sizes: Sequence[int], position: int, columns: Iterable[str]) -> int:
    sums = [found for key in columns if (found := _reach(lines, sizes, position, key)) is not None]
    best = max(sorted(set(sums)), key=sums.count, default=0)
    return best if 2 * sums.count(best) > len(sums) else 0


def _reach(lines: Sequence[Row], sizes: Sequence[int], position: int, key: str) -> int | None:
    """Return how many lines below add up to a line's number in one column, 0 where none do; None where it has none."""
    whole = _number(lines[position], key)
    if not whole:
        return None
    reached, parts, below = Decimal(0), 0, position + 1
    while below < min(len(lines), position + _FARTHEST):
        part = _number(lines[below], key) or Decimal(0)
        reached, parts = reached + part, parts + bool(part)
        below += 1 + sizes[below]
        if reached == whole and parts > 1:
            return below - 1 - position
    return 0


def _top(lines: Sequence[Row], sizes: Sequence[int]) -> Iterable[Row]:
    position = 0
    while position < len(lines):
        yield lines[position]
        position += 1 + sizes[position]


def _number(row: Row, key: str) -> Decimal | None:
    figure = row.cells.get(key)
    return figure.value if figure and figure.state is State.NUMBER and not figure.derived else None
