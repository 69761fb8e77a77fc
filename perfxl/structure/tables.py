"""The tables of a sheet as any reader sees them: heading rows, label columns, columns of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from functools import cached_property
from itertools import pairwise

from perfxl.numerals.units import unit_in
from perfxl.records import dataclass
from perfxl.structure import words
from perfxl.structure.numbers import Number, Spot, View, is_year

_HEADS = 3  # heading rows at most
_GAP = 3  # blank rows after which a table has ended


@dataclass(eq=False)
class Table:
    """One table, or one of two that stand side by side.

    head     its heading rows
    body     its rows with content
    left     its first column; `right` its last
    """

    view: View
    head: tuple[int, ...]
    body: tuple[int, ...]
    left: int
    right: int
    _headings: dict[int, str] = field(default_factory=dict)
    _labels: dict[int, str] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> dict[Spot, Number]:
        """The numbers of the body."""
        return {
            (row, column): number
            for row in self.body
            for column in range(self.left, self.right + 1)
            if (number := self.view.numbers.get((row, column)))
        }

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """The columns of numbers, those of serial numbers left out."""
        held = sorted({column for _, column in self.numbers})
        return tuple(
            column for column in held if not words.is_serial(self.heading(column)) and not self._counts(column)
        )

    def heading(self, column: int) -> str:
        """Return the nearest heading of a column, compact."""
        if column not in self._headings:
            found = (self._head_text(row, column) for row in reversed(self.head))
            self._headings[column] = next((text for text in found if text), "")
        return self._headings[column]

    def path(self, column: int) -> str:
        """Return all headings of a column from top to bottom."""
        return "/".join(dict.fromkeys(text for row in self.head if (text := self._head_text(row, column))))

    def _head_text(self, row: int, column: int) -> str:
        number = self.view.numbers.get((row, column))
        return number.text if number else self.view.word(row, column)

    def _counts(self, column: int) -> bool:
        """Whether a column only counts the lines: 1, 2, 3 at the left edge."""
        held = [number.value for (_, at), number in self.numbers.items() if at == column]
        return column == self.left and len(held) > 1 and held == list(range(1, len(held) + 1))

    @cached_property
    def labels(self) -> dict[int, dict[int, str]]:
        """The words of each row in front of the first column of numbers, as written, by column."""
        first = self.columns[0] if self.columns else self.right + 1
        return {
            row: {
                column: self.view.words[row, column]
                for column in range(self.left, first)
                if (row, column) in self.view.words
            }
            for row in self.body
        }

    def label(self, row: int) -> str:
        """Return the words that name a row: those that claim a total, else the last that name and do not describe."""
        if row not in self._labels:
            self._labels[row] = self._named(row)
        return self._labels[row]

    def _named(self, row: int) -> str:
        told = self.labels.get(row, {})
        total = next((text for text in told.values() if words.is_total(text)), "")
        names = [text for column, text in told.items() if not words.describes(self.heading(column))]
        return total or (names or [*told.values()] or [""])[-1]

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The layout: tables of one key are copies of one form."""
        return tuple(self.heading(column) for column in range(self.left, self.right + 1))

    @cached_property
    def unit(self) -> str:
        """The unit of money that stands above the table or in its corner; "" where none does."""
        first = (self.head or self.body)[0]
        for row in range(first + len(self.head), max(0, first - 4), -1):
            for column in range(self.left, self.right + 1):
                unit = unit_in(self.view.words.get((row, column), ""))
                if unit:
                    return unit
        return ""

    def lines(self, column: int) -> dict[int, Number]:
        """Return the numbers of a column by row."""
        return {row: number for row in self.body if (number := self.numbers.get((row, column)))}


def tables(view: View) -> Iterator[Table]:
    """Yield the tables of a sheet from top to bottom, side-by-side ones from left to right."""
    content: dict[int, list[int]] = {}
    for row, column in (*view.numbers, *view.words):
        content.setdefault(row, []).append(column)
    for head, body in _stacked(view, content):
        yield from _parted(view, content, head, body)


@dataclass
class _Run:
    """The rows of the table that is being read."""

    head: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    filled: set[int] = field(default_factory=set)  # the columns of the body that hold numbers
    last: int = 0

    def ends(self, view: View, row: int, columns: list[int], *, heads: bool) -> bool:
        """Whether another table begins with a row."""
        step = row - self.last
        return bool(self.body) and (step > _GAP or (heads and (step > 1 or _overlaps(view, row, columns, self.filled))))

    def take(self, view: View, row: int, columns: list[int], *, heads: bool) -> None:
        """Add a row to the heading or to the body."""
        numbers = {column for column in columns if (row, column) in view.numbers}
        if heads and not self.body:
            self.head = [*(self.head if row - self.last == 1 else []), row][-_HEADS:]
        elif numbers or self.body:
            self.body.append(row)
            self.filled |= numbers
        self.last = row


def _stacked(view: View, content: dict[int, list[int]]) -> Iterator[tuple[list[int], list[int]]]:
    run = _Run()
    for row in sorted(content):
        heads = _is_head(view, row, content[row])
        if run.ends(view, row, content[row], heads=heads):
            yield run.head, run.body
            run = _Run()
        run.take(view, row, content[row], heads=heads)
    if run.body:
        yield run.head, run.body


def _overlaps(view: View, row: int, columns: list[int], filled: set[int]) -> bool:
    """Whether a row of words within a body has words where the body has numbers: it heads another table."""
    return any(column in filled and (row, column) in view.words for column in columns)


def _is_head(view: View, row: int, columns: list[int]) -> bool:
    told = sum((row, column) in view.words for column in columns)
    figures = [view.numbers[row, column] for column in columns if (row, column) in view.numbers]
    return told + len(figures) >= 2 and told >= 1 and all(is_year(number) for number in figures)


def _parted(view: View, content: dict[int, list[int]], head: list[int], body: list[int]) -> Iterator[Table]:
    used = {column for row in (*head[-1:], *body) for column in content[row]}
    if not used:
        return
    whole = Table(view, tuple(head), tuple(body), min(used), max(used))
    if not whole.columns:
        return
    edges = [whole.left, *_edges(whole, used), whole.right + 1]
    for left, after in pairwise(edges):
        part = Table(view, tuple(head), tuple(body), left, after - 1)
        if part.columns:
            yield part


def _edges(whole: Table, used: set[int]) -> Iterator[int]:
    """Yield the columns at which another table begins beside the first: its labels' heading repeats, or a gap."""
    first = whole.heading(min(used))
    for column in sorted(used):
        if column <= whole.columns[0] or not _names(whole, column):
            continue
        if (first and whole.heading(column) == first) or not (column - 1 in used or _spanned(whole, column - 1)):
            yield column


def _spanned(whole: Table, column: int) -> bool:
    return any((row, column) in whole.view.anchors for row in (*whole.head, *whole.body))


def _names(whole: Table, column: int) -> bool:
    """Whether a column names its lines."""
    named = sum((row, column) in whole.view.words for row in whole.body)
    return named >= 2 and named * 2 >= len(whole.body)
