"""The references in a formula (公式中的引用): which cells it reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perfxl.formulas.tokens import Token, scan, split_prefix
from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, Box, column_number, position_of

_VARIABLES = ("_xlpm.", "_xleta.")  # of LET and LAMBDA, and functions that are handed over by name


@dataclass(frozen=True, slots=True)
class Reference:
    """What a formula names: cells (`sheets` and `box`), or something that only the workbook can resolve.

    text    as the formula says it
    sheets  where the cells lie; of a 3-D reference the first and the last sheet
    box     (top, left, bottom, right); None for a defined name, a table or another workbook
    """

    text: str
    sheets: tuple[str, ...] = ()
    box: Box | None = None


def references(formula: str, home: str) -> tuple[Reference, ...]:
    """Return each reference once, in order; `home` is the sheet on which the formula stands.

    Of a formula that cannot be read, the references that can.
    """
    return tuple(dict.fromkeys(_Finder(formula, home).found()))


class _Finder:
    def __init__(self, formula: str, home: str) -> None:
        self._words = [token for token in scan(formula) if token.kind != "space"]
        self._words.append(Token("end", "", len(formula)))
        self._home = home
        self._at = 0

    def found(self) -> Iterator[Reference]:
        while self._at < len(self._words) - 1:
            prefix = self._take().text if self._kind == "prefix" else ""
            kind = self._kind
            if kind in {"cell", "columns", "rows"}:
                yield self._area(prefix)
            elif kind == "structured" or (kind == "word" and self._is_name()):
                yield Reference(prefix + self._take().text)
            elif kind != "prefix":
                self._take()

    @property
    def _kind(self) -> str:
        return self._words[self._at].kind

    def _take(self) -> Token:
        self._at += 1
        return self._words[self._at - 1]

    def _is_name(self) -> bool:
        text = self._words[self._at].text
        called = self._words[self._at + 1].text == "("
        return not called and text.upper() not in {"TRUE", "FALSE"} and not text.casefold().startswith(_VARIABLES)

    def _area(self, prefix: str) -> Reference:
        """Take a cell, a range, whole columns or rows."""
        kind, text = self._kind, self._take().text
        parts = text.split(":")
        following = self._words[self._at : self._at + 3]
        if kind == "cell" and following[0].text == ":" and following[1].kind == "cell":
            parts.append(following[1].text)
            text = f"{text}:{following[1].text}"
            self._at += 2
        elif kind == "cell" and [word.text for word in following[:2]] == [":", prefix] and following[2].kind == "cell":
            parts.append(following[2].text)
            text = f"{text}:{prefix}{following[2].text}"
            self._at += 3
        sheets = (self._home,) if not prefix else _sheets(prefix)
        return Reference(prefix + text, sheets, _box(kind, parts)) if sheets else Reference(prefix + text)


def _sheets(prefix: str) -> tuple[str, ...]:
    """Return the sheets that stand before a reference, none where they are another workbook's."""
    book, first, last = split_prefix(prefix)
    return () if book else tuple(name for name in (first, last) if name)


def _box(kind: str, parts: list[str]) -> Box:
    bare = [part.replace("$", "") for part in parts]
    if kind == "columns":
        left, right = sorted(map(column_number, bare))
        return Box(1, left, LAST_ROW, right)
    if kind == "rows":
        top, bottom = sorted(map(int, bare))
        return Box(top, 1, bottom, LAST_COLUMN)
    return Box.around(map(position_of, bare))
