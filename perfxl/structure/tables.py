"""A table as any reader sees it: heading rows, label columns, columns of numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile

from perfxl.numerals.units import unit_in
from perfxl.structure import words
from perfxl.structure.numbers import Number, Spot, View

_CODE_PART = 2  # digits of 款 and 项 in a code


@dataclass(eq=False)
class Table:
    """One table, or one of two that stand side by side.

    head     its heading rows
    body     its rows with content
    left     its first column; `right` its last
    guide    the row that numbers its columns (栏次 1 2 3=1+2), 0 for none
    """

    view: View
    head: tuple[int, ...]
    body: tuple[int, ...]
    left: int
    right: int
    guide: int = 0
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
        return tuple(column for column in held if not self._is_name(column))

    def _is_name(self, column: int) -> bool:
        """Whether the numbers of a column are names: serial numbers, codes."""
        return words.is_serial(self.heading(column)) or self._counts(column) or column in self.coded

    @cached_property
    def coded(self) -> tuple[int, ...]:
        """The columns of codes at the left edge (科目编码; 类、款、项)."""
        found = takewhile(self._holds_codes, range(self.left, self.right + 1))
        return tuple(found)

    def _holds_codes(self, column: int) -> bool:
        held = [number for row in self.body if (number := self.numbers.get((row, column)))]
        whole = all(number.value == number.value.to_integral_value() and number.value >= 0 for number in held)
        return words.is_code(self.heading(column)) and bool(held) and whole

    def code(self, row: int) -> str:
        """Return the code of a line, its parts joined; "" for none."""
        parts = [number.text.strip() for column in self.coded if (number := self.numbers.get((row, column)))]
        return "".join(part.zfill(_CODE_PART) for part in parts)

    def heading(self, column: int) -> str:
        """Return the nearest heading of a column, compact."""
        if column not in self._headings:
            found = (self._head_text(row, column) for row in reversed(self.head))
            self._headings[column] = next((text for text in found if text), "")
        return self._headings[column]

    def numbering(self, column: int) -> str:
        """Return what the row of column numbers says of a column, "" for nothing."""
        return self._head_text(self.guide, column) if self.guide else ""

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
