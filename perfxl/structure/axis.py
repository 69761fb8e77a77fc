"""A table seen along its rows or along its columns: lines that may sum up, and the crosses that bear it out."""

from __future__ import annotations

from functools import cached_property

from perfxl.records import dataclass
from perfxl.structure import words
from perfxl.structure.numbers import Number
from perfxl.structure.tables import Table


@dataclass(eq=False)
class Axis:
    """Lines with labels and depths; each line has one number at a cross."""

    table: Table
    across: bool
    lines: tuple[int, ...]
    crosses: tuple[int, ...]
    labels: dict[int, str]
    depths: dict[int, tuple[int, ...]]

    def number(self, line: int, cross: int) -> Number | None:
        """Return the number of a line at a cross."""
        return self.table.numbers.get((cross, line) if self.across else (line, cross))

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
    return Axis(table, True, table.columns, rows, labels, dict.fromkeys(table.columns, (0,)))


def _depth(table: Table, row: int) -> tuple[int, ...]:
    told = table.labels.get(row, {})
    if not told:
        return (0,)
    column = min(told)
    return (column, *words.level(told[column]))
