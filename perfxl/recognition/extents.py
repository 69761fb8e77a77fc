"""Where a heading may stand in a row: its first and last column, and whether the row below belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from perfxl.recognition.grid import Grid
from perfxl.recognition.labels import is_column_label, is_leading_label

_LEAST_FRESH = 2  # labels that make a second row of a heading without merged cells
_WIDEST_GAP = 3  # columns from one heading to the next where merged cells were parted
_YEARS = range(1990, 2100)


def places(grid: Grid, row: int) -> Iterator[tuple[int, int, int]]:
    """Yield where a heading may stand: its first and last column and its height, two rows first."""
    below = grid.worded.get(row + 1, ())
    if _goes_on(grid, row, below):
        for left, right in _blocks(grid, row, sorted({*grid.worded[row], *below})):
            yield left, right, 2
    for left, right in _blocks(grid, row, grid.worded.get(row, ())):
        for height in _heights(grid, row, left, right):
            yield left, right, height


def _goes_on(grid: Grid, row: int, below: Sequence[int]) -> bool:
    """Whether the row below continues a heading without merged cells: labels stand under blanks, and no number does."""
    own = grid.worded.get(row, ())
    fresh = [column for column in below if column not in own and is_column_label(grid.label(row + 1, column))]
    if len(fresh) < _LEAST_FRESH:  # in most rows of a list there is none
        return False
    columns = range(min(*own, *below), max(*own, *below) + 1)
    worded = all(grid.label(*spot) for spot in product((row, row + 1), columns) if grid.speaks(*spot))
    return worded and _is_heading(grid, row, own)


def _is_heading(grid: Grid, row: int, columns: Sequence[int]) -> bool:
    """Whether most texts of a row are known as headings; of a row of labels with their values half are."""
    told = sum(is_column_label(grid.label(row, column)) for column in columns)
    return told >= _LEAST_FRESH and told > len(columns) - told + 1


def _heights(grid: Grid, row: int, left: int, right: int) -> tuple[int, ...]:
    """Two heading rows hang together by merged cells; one text merged over the whole width is a title.

    A row with numbers is no second row, be it merged with the heading at its left; numbers of columns or years are.
    """
    boxes = {grid.box(row, column) for column in range(left, right + 1)}
    merged = any(not box.is_cell for box in boxes)
    numbers = any(_is_figure(grid.cell(row + 1, column).value) for column in range(left, right + 1))
    return (2, 1) if merged and len(boxes) > 1 and not numbers else (1,)


def _is_figure(value: object) -> bool:
    return isinstance(value, Decimal) and value not in _YEARS


def _blocks(grid: Grid, row: int, columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of columns that hold text; tables side by side have a gap between them.

    Where merged cells were parted a gap stays too: what follows it is no column that a table begins with.
    """
    run: list[int] = []
    for column in (*columns, 0):
        if run and column != run[-1] + 1 and not _joins(grid, row, run[-1], column):
            if len(run) >= 2:
                yield run[0], run[-1]
            run = []
        run.append(column)


def _joins(grid: Grid, row: int, last: int, column: int) -> bool:
    """Whether a heading beyond a gap is one that some kind knows, that no kind begins with, and that has no value."""
    begins = last < column <= last + _WIDEST_GAP and grid.box(row, column).top == row
    text = grid.label(row, column) if begins else ""
    valued = grid.speaks(row, column + 1) and not grid.label(row, column + 1)
    return bool(text) and not valued and is_column_label(text) and not is_leading_label(text)
