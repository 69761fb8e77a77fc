"""The words of a formula, by one pattern: here alone stands what a reference inside a formula looks like.

A cell lies on a sheet of XFD columns and 1,048,576 rows: YJS2020 is a name, and so is A1048577.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

_WIDE = r"[^\x00-\x7F\s]"  # beyond ASCII all but spaces may stand in names
_LETTER, _PART = rf"(?:[^\W\d]|{_WIDE})", rf"(?:[\w.\\?]|{_WIDE})"
_ENDED = rf"(?![\w.(!\[\\?]|{_WIDE})"
_COLUMN = r"\$?(?:[A-Za-z]{1,2}|[A-Wa-w][A-Za-z]{2}|[Xx](?:[A-Ea-e][A-Za-z]|[Ff][A-Da-d]))"
_ROW = r"\$?(?:10(?:[0-3][0-9]{4}|4(?:[0-7][0-9]{3}|8(?:[0-4][0-9]{2}|5(?:[0-6][0-9]|7[0-6]))))|[1-9][0-9]{0,5})"
_CELL = rf"{_COLUMN}{_ROW}{_ENDED}"
_SHEET = rf"(?:[\w.]|{_WIDE})+"
_BRACKETS = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"
_ERRORS = (
    r"\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!"
    r"|BUSY!|PYTHON!|EXTERNAL!|TIMEOUT!)"
)
_TOKEN = re.compile(
    rf"""
      (?P<operator><=|>=|<>|[-+*/^&=<>%:,;(){{}}@])
    | (?P<text>"(?:[^"]|"")*")
    | (?P<error>{_ERRORS})
    | (?P<prefix>'(?:[^']|'')*'! | (?:\[[^\[\]]*\])?(?!{_COLUMN}{_ROW}:){_SHEET}(?::{_SHEET})?! | \[[0-9]+\]!)
    | (?P<structured>(?:{_LETTER}(?:[\w.\\]|{_WIDE})*)?{_BRACKETS})
    | (?P<columns>{_COLUMN}:{_COLUMN}{_ENDED})
    | (?P<rows>{_ROW}:{_ROW}{_ENDED})
    | (?P<cell>{_CELL})
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<word>(?:{_LETTER}|\\){_PART}*)
    | (?P<spill>\#)
    | (?P<space>\s+)
    | (?P<unknown>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_PLAIN_CELL = re.compile(rf"(?<![\w.$\\?])(?<![^\x00-\x7F])({_CELL})")
_STORED_PREFIXES = re.compile(r"\A(?:_xl(?:fn|ws|udf|pm|op)\.)+", re.IGNORECASE)
_OPERANDS = frozenset({"text", "error", "structured", "columns", "rows", "cell", "number", "word"})


class FormulaError(Exception):
    """A formula that cannot be read: why, in Chinese without full stop, and at which of its characters (from 0)."""

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(reason)
        self.position = position


class Token(NamedTuple):
    """One word: its kind (a group of the pattern, "unknown" for what no formula has), its text, where it begins."""

    kind: str
    text: str
    start: int


def scan(formula: str) -> Iterator[Token]:
    """Yield every word of a formula without "=", spaces among them; what is no word character by character."""
    return (Token(match.lastgroup or "", match[0], match.start()) for match in _TOKEN.finditer(formula))


def tokens(formula: str) -> list[Token]:
    """Return the words of a formula; a space stays only where it is the operator of intersection.

    FormulaError where something stands in it that no formula has.
    """
    found = list(scan(formula))
    for token in found:
        if token.kind == "unknown":
            raise FormulaError("公式无法识别", token.start)
    return [token for index, token in enumerate(found) if token.kind != "space" or _intersects(found, index)]


def _intersects(found: list[Token], index: int) -> bool:
    """Whether a space stands between what can be two references."""
    if not 0 < index < len(found) - 1:
        return False
    before, after = found[index - 1], found[index + 1]
    ends = before.kind in _OPERANDS or before.text in {")", "#"}
    return ends and (after.kind in {*_OPERANDS, "prefix"} or after.text in {"(", "@"})


def split_name(word: str) -> tuple[str, str]:
    """Return what files put before the name of a newer function or of a variable, and the name.

    "_xlfn._xlws.SORT" -> ("_xlfn._xlws.", "SORT")
    """
    match = _STORED_PREFIXES.match(word)
    return (match[0].lower(), word[match.end() :]) if match else ("", word)


def called_functions(formula: str) -> frozenset[str]:
    """Return the functions that a formula calls, in capitals and without what files put before newer ones."""
    words = [word for word in scan(formula) if word.kind != "space"]
    called = (word for word, following in pairwise(words) if word.kind == "word" and following.text == "(")
    return frozenset(split_name(word.text)[1].upper() for word in called)


def split_at_cells(formula: str) -> list[str]:
    """Return a formula in pieces, of which every second one is a cell ("$B$2"); a range is two cells and a ":"."""
    if not any(mark in formula for mark in "\"'["):  # then a cell is one wherever it is no part of a longer word
        return _PLAIN_CELL.split(formula)
    pieces = [""]
    for token in scan(formula):
        if token.kind == "cell":
            pieces += (token.text, "")
        else:
            pieces[-1] += token.text
    return pieces


def split_prefix(prefix: str) -> tuple[str, str | None, str | None]:
    """Return (book, first sheet, last sheet) of what stands before a reference, its "!" included.

    book  "[1]" or with a path; "" for the workbook itself. The last sheet is that of a 3-D reference, else None.
    """
    text = prefix[:-1]
    if text.startswith("'"):
        text = text[1:-1].replace("''", "'")
    folder, _, rest = text.rpartition("]")
    book = f"{folder}]" if folder else ""
    first, _, last = rest.partition(":")
    return ("" if book == "[0]" else book), first or None, last or None
