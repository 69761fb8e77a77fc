"""A shared formula taken apart once, so that the text of each cell that shares it is put together quickly."""

from __future__ import annotations

import re

from perfxl.formulas.shifting import shifted
from perfxl.sheets.a1 import LAST_COLUMN, LAST_ROW, column_number, letters

_REFERENCE = re.compile(r"(?<![\w.$])(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w.(!])")
_WHOLE = re.compile(r"(?<![\w.$])\$?(?:[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|[0-9]+:\$?[0-9]+)(?![\w.(!])")


class SharedFormula:
    """The formula of a master cell."""

    def __init__(self, row: int, column: int, text: str) -> None:
        self._row, self._column, self._text = row, column, text
        simple = not any(mark in text for mark in "\"'[") and not _WHOLE.search(text)
        pieces = _REFERENCE.split(text) if simple else []
        self._simple = simple
        self._first = pieces[0] if pieces else ""
        self._references = [
            (bool(pieces[at]), column_number(pieces[at + 1]), bool(pieces[at + 2]), int(pieces[at + 3]), pieces[at + 4])
            for at in range(1, len(pieces), 5)
        ]

    def at(self, row: int, column: int) -> str:
        """Return the formula's text in a cell that shares it."""
        down, right = row - self._row, column - self._column
        if not self._simple:
            return shifted(self._text, down, right)
        made = [self._first]
        for column_fixed, own_column, row_fixed, own_row, rest in self._references:
            new_column = own_column if column_fixed else own_column + right
            new_row = own_row if row_fixed else own_row + down
            if not (1 <= new_row <= LAST_ROW and 1 <= new_column <= LAST_COLUMN):
                return shifted(self._text, down, right)
            made.append(f"{'$' * column_fixed}{letters(new_column)}{'$' * row_fixed}{new_row}{rest}")
        return "".join(made)
