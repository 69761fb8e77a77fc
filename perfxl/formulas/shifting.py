"""Formulas moved to another cell: what a copy says, and each cell that has a share in a shared formula (共享公式)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from perfxl.formulas.tokens import FormulaError, Token, scan
from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, column_letters, column_number

_END = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")
_AREAS = frozenset({"cell", "columns", "rows"})


class _End(NamedTuple):
    """One end of an area: column and row (0 where whole rows or columns are meant), what does not move, the rest."""

    column: int
    row: int
    column_fixed: bool
    row_fixed: bool
    after: str  # the text up to the next end
    begins: bool  # it is the first end of its area


class SharedFormula:
    """The formula of a master cell, taken apart once, so that the text of each cell that shares it is quickly made.

    A formula that cannot be read keeps its text in every cell.
    """

    def __init__(self, row: int, column: int, text: str) -> None:
        """Take the formula of the cell at `row` and `column`, without "="."""
        self._row, self._column = row, column
        try:
            self._first, self._ends = _taken_apart(text)
        except FormulaError:
            self._first, self._ends = text, []

    def at(self, row: int, column: int) -> str:
        """Return the formula's text in a cell that shares it."""
        return _moved(self._first, self._ends, row - self._row, column - self._column)


def shift(formula: str, rows: int, columns: int) -> str:
    """Return the formula (without "=") as if copied `rows` down and `columns` right; what leaves the sheet is #REF!.

    Texts, names, functions, sheets and structured references stay as they are. FormulaError where it cannot be read.
    """
    return _moved(*_taken_apart(formula), rows, columns)


def _moved(first: str, ends: Sequence[_End], down: int, right: int) -> str:
    made = [first]
    for column, row, column_fixed, row_fixed, after, _ in ends:
        if column:
            new = column if column_fixed else column + right
            if not 1 <= new <= LAST_COLUMN:
                return _torn(first, ends, down, right)
            made.append(f"${column_letters(new)}" if column_fixed else column_letters(new))
        if row:
            new = row if row_fixed else row + down
            if not 1 <= new <= LAST_ROW:
                return _torn(first, ends, down, right)
            made.append(f"${new}" if row_fixed else str(new))
        made.append(after)
    return "".join(made)


def _torn(first: str, ends: Sequence[_End], down: int, right: int) -> str:
    """Return the moved formula of which an area lies beyond the sheet: the whole of it is #REF!."""
    made = [first]
    for area in _areas(ends):
        if all(_lies_inside(end, down, right) for end in area):
            made.append(_moved("", area, down, right))
        else:
            made.append(f"#REF!{area[-1].after}")
    return "".join(made)


def _areas(ends: Sequence[_End]) -> Iterator[Sequence[_End]]:
    starts = [at for at, end in enumerate(ends) if end.begins]
    return (ends[start:stop] for start, stop in zip(starts, [*starts[1:], len(ends)], strict=True))


def _lies_inside(end: _End, down: int, right: int) -> bool:
    column = end.column if end.column_fixed or not end.column else end.column + right
    row = end.row if end.row_fixed or not end.row else end.row + down
    return (not end.column or 1 <= column <= LAST_COLUMN) and (not end.row or 1 <= row <= LAST_ROW)


def _taken_apart(formula: str) -> tuple[str, list[_End]]:
    """Return the text before the first area, and the ends of all areas, each with the text behind it."""
    texts, ends = [""], []
    words = list(scan(formula))
    for index, token in enumerate(words):
        if token.kind == "unknown":
            raise FormulaError("公式无法识别", token.start)
        if token.kind not in _AREAS:
            texts[-1] += token.text
            continue
        begins = not _ends_range(words, index)
        for part in token.text.split(":"):
            ends.append((part, begins))
            texts.append(":")
            begins = False
        texts[-1] = ""
    read = (_end(part, after, begins=begins) for (part, begins), after in zip(ends, texts[1:], strict=True))
    return texts[0], list(read)


def _ends_range(words: list[Token], index: int) -> bool:
    """Whether a cell is the second one of a range."""
    return index > 1 and words[index - 1].text == ":" and words[index - 2].kind == words[index].kind == "cell"


def _end(text: str, after: str, *, begins: bool) -> _End:
    match = _END.fullmatch(text)
    column_mark, column, row_mark, row = match.groups() if match else ("", "", "", "")
    fixed = bool(row_mark) or (not column and bool(column_mark))
    return _End(column_number(column), int(row or 0), bool(column_mark), fixed, after, begins)
