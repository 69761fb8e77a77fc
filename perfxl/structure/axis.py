"""A table seen along its rows or along its columns: lines that may sum up, and the crosses that bear it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from perfxl.sheets.address import cell_address
from perfxl.structure import words
from perfxl.structure.numbers import Number
from perfxl.structure.tables import Table

Span = tuple[int, int]
_UNCODED = 100  # deeper than any code


@dataclass(eq=False)
class Axis:
    """Lines with labels and depths; each line has one number at a cross.

    spans  first and last line of the merged headings above a line, the widest first
    """

    table: Table
    across: bool
    lines: tuple[int, ...]
    crosses: tuple[int, ...]
    labels: dict[int, str]
    depths: dict[int, tuple[int, ...]]
    spans: dict[int, tuple[Span, ...]] = field(default_factory=dict)

    def number(self, line: int, cross: int) -> Number | None:
        """Return the number of a line at a cross."""
        return self.table.numbers.get((cross, line) if self.across else (line, cross))

    def blank(self, line: int, cross: int) -> str:
        """Return the address of the cell of a line at a cross that holds nothing, "" where it holds something."""
        spot = (cross, line) if self.across else (line, cross)
        if spot in self.table.view.anchors or not self.table.view.is_empty(*spot):
            return ""
        return cell_address(*spot)

    def grouped(self, line: int, members: tuple[int, ...]) -> int:
        """Return how many merged headings hold a line and its members together."""
        return sum(left <= min(members) and max(members) <= right for left, right in self.spans.get(line, ()))

    def declares(self, line: int, members: tuple[int, ...]) -> bool:
        """Whether it is written which lines are the parts of one: by merged headings, codes, or a numbered list."""
        if self.across or self.table.coded:
            return bool(self.grouped(line, members)) or self.table.coded != ()
        return self.claims(line) and all(words.is_numbered(self.labels[member]) for member in members)

    def has_numbers(self, line: int) -> bool:
        """Whether a line holds any number."""
        return line in self._filled

    @cached_property
    def _filled(self) -> frozenset[int]:
        crosses = set(self.crosses)
        spots = ((column, row) if self.across else (row, column) for row, column in self.table.numbers)
        return frozenset(line for line, cross in spots if cross in crosses)

    def claims(self, line: int) -> bool:
        """Whether the label of a line claims to sum up."""
        return words.is_total(self.labels[line])

    def adds_up(self, cross: int, line: int) -> bool:
        """Whether numbers at a cross may be added: rates may not, shares may."""
        heading = self.table.heading(line if self.across else cross)
        if words.is_rate(heading):
            return words.is_share(heading) and not self.across
        number = self.number(line, cross)
        return number is None or not number.percent or words.is_share(heading)

    def scored(self, cross: int) -> bool:
        """Whether a cross holds scores or points."""
        heading = "" if self.across else self.table.heading(cross)
        return words.is_score(heading) or words.is_points(heading)

    def claim(self, line: int) -> str:
        """Return the claim as a message says it."""
        label = words.bare(self.labels[line]) or "该项"
        return f"“{label}”等于其各组成部分之和"


def down(table: Table) -> Axis:
    """Return a table whose lines are its rows."""
    labels = {row: table.label(row) for row in table.body}
    filled = {row for row, _ in table.numbers}
    rows = tuple(row for row in table.body if labels[row] or row in filled)
    depths = {row: _depth(table, row) for row in rows}
    return Axis(table, False, rows, table.columns, labels, depths)


def across(table: Table) -> Axis:
    """Return a table whose lines are its columns."""
    labels = {column: table.heading(column) for column in table.columns}
    rows = tuple(row for row in table.body if any((row, column) in table.numbers for column in table.columns))
    spans = {column: tuple(_spans(table, column)) for column in table.columns}
    return Axis(table, True, table.columns, rows, labels, dict.fromkeys(table.columns, (0,)), spans)


def _spans(table: Table, column: int) -> Iterator[Span]:
    for row in table.head:
        box = table.view.boxes.get(table.view.anchors.get((row, column), (0, 0)))
        if box and box.right > box.left:
            yield box.left, box.right


def _depth(table: Table, row: int) -> tuple[int, ...]:
    if table.coded:
        code = table.code(row)
        return (0, len(code) if code else _UNCODED)
    told = table.labels.get(row, {})
    if not told:
        return (0,)
    column = min(told)
    return (column, *words.level(told[column]))
