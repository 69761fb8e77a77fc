"""Where the tables of a sheet begin and end: above each other, and side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from perfxl.numerals.definitions import column_numbers
from perfxl.structure import words
from perfxl.structure.numbers import View, is_year
from perfxl.structure.tables import Table

_HEADS = 3  # heading rows at most
_FEWEST_NAMES = 2  # of lines that make a column of labels
_GAP = 3  # blank rows after which a table has ended


def tables(view: View) -> Iterator[Table]:
    """Yield the tables of a sheet from top to bottom, side-by-side ones from left to right."""
    content: dict[int, list[int]] = {}
    for row, column in (*view.numbers, *view.words):
        content.setdefault(row, []).append(column)
    for run in _stacked(view, content):
        yield from _parted(view, content, run)


@dataclass
class _Run:
    """The rows of the table that is being read."""

    head: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    filled: set[int] = field(default_factory=set)  # the columns of the body that hold numbers
    last: int = 0
    guide: int = 0

    def ends(self, view: View, row: int, columns: list[int], *, heads: bool) -> bool:
        """Whether another table begins with a row."""
        step = row - self.last
        return bool(self.body) and (step > _GAP or (heads and (step > 1 or _overlaps(view, row, columns, self.filled))))

    def numbered(self, view: View, row: int, columns: list[int]) -> bool:
        """Whether a row below the heading only numbers the columns."""
        if not self.head or self.body:
            return False
        spots = [(row, column) for column in sorted(columns)]
        return column_numbers([view.numbers[spot].text if spot in view.numbers else view.words[spot] for spot in spots])

    def take(self, view: View, row: int, columns: list[int], *, heads: bool) -> None:
        """Add a row to the heading or to the body, or keep it as that of the column numbers."""
        numbers = {column for column in columns if (row, column) in view.numbers}
        if self.numbered(view, row, columns):
            self.guide = row
        elif heads and not self.body:
            self.head = [*(self.head if row - self.last == 1 else []), row][-_HEADS:]
            self.guide = 0
        elif numbers or self.body:
            self.body.append(row)
            self.filled |= numbers
        self.last = row


def _stacked(view: View, content: dict[int, list[int]]) -> Iterator[_Run]:
    run = _Run()
    for row in sorted(content):
        heads = _is_head(view, row, content[row])
        if run.ends(view, row, content[row], heads=heads):
            yield run
            run = _Run()
        run.take(view, row, content[row], heads=heads)
    if run.body:
        yield run


def _overlaps(view: View, row: int, columns: list[int], filled: set[int]) -> bool:
    """Whether a row of words within a body has words where the body has numbers: it heads another table."""
    return any(column in filled and (row, column) in view.words for column in columns)


def _is_head(view: View, row: int, columns: list[int]) -> bool:
    told = sum((row, column) in view.words for column in columns)
    figures = [view.numbers[row, column] for column in columns if (row, column) in view.numbers]
    return told + len(figures) >= 2 and told >= 1 and all(is_year(number) for number in figures)


def _parted(view: View, content: dict[int, list[int]], run: _Run) -> Iterator[Table]:
    head, body = run.head, run.body
    used = {column for row in (*head[-1:], *body) for column in content[row]}
    if not used:
        return
    whole = Table(view, tuple(head), tuple(body), min(used), max(used), run.guide)
    if not whole.columns:
        return
    edges = [whole.left, *_edges(whole, used), whole.right + 1]
    for left, after in pairwise(edges):
        part = Table(view, tuple(head), tuple(body), left, after - 1, run.guide)
        if part.columns:
            yield part


def _edges(whole: Table, used: set[int]) -> Iterator[int]:
    """Yield the columns at which another table begins beside the first: its labels' heading repeats, or a gap."""
    edge = whole.left
    amounts = [column for column in whole.columns if not words.is_code(whole.heading(column))]
    for column in sorted(used):
        if any(edge <= counted < column for counted in amounts) and _begins(whole, used, column):
            edge = column
            yield column


def _begins(whole: Table, used: set[int], column: int) -> bool:
    """Whether a column names the lines of another table: its heading repeats the first, or it is set apart."""
    first, named = whole.heading(min(used)), _named(whole, column)
    if named >= _FEWEST_NAMES and first and whole.heading(column) == first:
        return True
    most = named >= _FEWEST_NAMES and named * 2 >= len(whole.body)
    return most and (_resumes(whole, column) or _apart(whole, used, column))


def _apart(whole: Table, used: set[int], column: int) -> bool:
    """Whether the column before is empty."""
    return not (column - 1 in used or _spanned(whole, column - 1))


def _resumes(whole: Table, column: int) -> bool:
    """Whether the column after one of labels counts the same as the first: 收入、金额、支出、金额."""
    counted = whole.heading(whole.columns[0])
    return column + 1 in whole.columns and whole.heading(column + 1) == counted and not words.is_points(counted)


def _spanned(whole: Table, column: int) -> bool:
    return any((row, column) in whole.view.anchors for row in (*whole.head, *whole.body))


def _named(whole: Table, column: int) -> int:
    """Return how many lines a column names, by words or by codes."""
    spots = whole.view.words.keys() | (whole.view.numbers.keys() if words.is_code(whole.heading(column)) else set())
    return sum((row, column) in spots for row in whole.body)
