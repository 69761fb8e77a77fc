"""Shared formulas: the master's text, moved to a child's cell."""

from __future__ import annotations

import re
from collections.abc import Callable

from perfxl.sheets.a1 import LAST_COLUMN, LAST_ROW, column_number, letters

_Mover = Callable[[str, int], str | None]

# Alternatives in the order in which they must be tried: whatever is no reference is passed over whole.
_TOKEN = re.compile(
    r"""
      (?P<quoted>"(?:[^"]|"")*"|'(?:[^']|'')*'|\[[^\]]*\])
    | (?P<columns>(?<![\w.$])(?P<left>\$?[A-Za-z]{1,3}):(?P<right>\$?[A-Za-z]{1,3})(?![\w.($!]))
    | (?P<rows>(?<![\w.$])(?P<top>\$?[0-9]{1,7}):(?P<bottom>\$?[0-9]{1,7})(?![\w.($!]))
    | (?P<cell>(?<![\w.$])(?P<column>\$?[A-Za-z]{1,3})(?P<row>\$?[1-9][0-9]{0,6})(?![\w.(!]))
    | (?P<word>[\w.$\\?]+)
    """,
    re.VERBOSE,
)


def shifted(formula: str, rows: int, columns: int) -> str:
    """Return the formula as if copied `rows` down and `columns` right; what leaves the sheet becomes #REF!.

    Quoted texts, sheet names, function names and structured references stay as they are.
    """

    def move(match: re.Match[str]) -> str:
        if match["cell"]:
            return _cell(match, rows, columns)
        if match["columns"]:
            return _pair(match["left"], match["right"], columns, _column)
        if match["rows"]:
            return _pair(match["top"], match["bottom"], rows, _row)
        return match[0]

    return _TOKEN.sub(move, formula)


def _cell(match: re.Match[str], rows: int, columns: int) -> str:
    column, row = _column(match["column"], columns), _row(match["row"], rows)
    return "#REF!" if column is None or row is None else column + row


def _pair(first: str, last: str, by: int, move: _Mover) -> str:
    start, end = move(first, by), move(last, by)
    return "#REF!" if start is None or end is None else f"{start}:{end}"


def _column(text: str, by: int) -> str | None:
    if text.startswith("$"):
        return text
    number = column_number(text) + by
    return letters(number) if 1 <= number <= LAST_COLUMN else None


def _row(text: str, by: int) -> str | None:
    if text.startswith("$"):
        return text
    number = int(text) + by
    return str(number) if 1 <= number <= LAST_ROW else None
