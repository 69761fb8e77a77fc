"""Cells whose style tells more than a number format: a background, or that a protected sheet lets them be edited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from itertools import product
from typing import TypeVar

from perfxl.files.read.scanning import Batch
from perfxl.sheets.address import Position

T = TypeVar("T")
_MOST_ABSENT = 4_000_000


class StyledCells:
    """Gathers the cells of some styles, those too that have no element and take their row's or column's style."""

    def __init__(self, telling: Set[int]) -> None:
        self._telling = telling
        self._cells: dict[int, list[Position]] = {}
        self._rows: dict[int, int] = {}
        self._columns: list[tuple[int, int, int]] = []

    def note_row(self, number: int, style: int) -> None:
        """Take the style that a row gives its absent cells."""
        self._rows[number] = style

    def note_columns(self, first: int, last: int, style: int) -> None:
        """Take the style that columns give their absent cells, unless a row does."""
        if style:
            self._columns.append((first, last, style))

    def note(self, batch: Batch, style_of: Callable[[bytes], int]) -> None:
        """Take the cells of a batch that have one of the styles; `style_of` tells it by the cell's tag."""
        telling = {tag: style for tag in set(batch.tags) if (style := style_of(tag)) in self._telling}
        for row, column, tag in zip(batch.rows, batch.columns, batch.tags, strict=True) if telling else ():
            if tag in telling:
                self._cells.setdefault(telling[tag], []).append((row, column))

    def add_absent(self, present: Callable[[], Set[Position]], extent: Position) -> None:
        """Take the absent cells; they count where other cells stand in both their row and their column."""
        given = {0, *self._rows.values(), *(style for *_, style in self._columns)}
        if not self._telling & given:
            return
        cells = set(_inside(present(), extent))
        rows, columns = sorted({row for row, _ in cells}), sorted({column for _, column in cells})
        if len(rows) * len(columns) > _MOST_ABSENT:
            return
        for position in product(rows, columns):
            style = self._style_of_absent(*position)
            if style in self._telling and position not in cells:
                self._cells.setdefault(style, []).append(position)

    def of(self, wanted: Mapping[int, T], extent: Position) -> Iterator[tuple[Position, T]]:
        """Yield what `wanted` has for the style of each cell inside the extent (last row, last column)."""
        for style, value in wanted.items():
            for position in _inside(self._cells.get(style, ()), extent):
                yield position, value

    def _style_of_absent(self, row: int, column: int) -> int:
        if row in self._rows:
            return self._rows[row]
        return next((style for first, last, style in self._columns if first <= column <= last), 0)


def _inside(positions: Iterable[Position], extent: Position) -> Iterator[Position]:
    return (position for position in positions if position[0] <= extent[0] and position[1] <= extent[1])
