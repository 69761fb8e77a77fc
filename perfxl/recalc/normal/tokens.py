"""The words of a formula."""

from __future__ import annotations

import re
from typing import NamedTuple

from perfxl.recalc.engine import EngineError

_BRACKETS = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"
_ERRORS = r"\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!)"
_TOKEN = re.compile(
    rf"""
      (?P<text>"(?:[^"]|"")*")
    | (?P<error>{_ERRORS})
    | (?P<prefix>'(?:[^']|'')*'! | (?:\[[^\[\]]*\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?! | \[[0-9]+\]!)
    | (?P<structured>(?:[^\W\d][\w.\\]*)?{_BRACKETS})
    | (?P<columns>\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}(?![\w.(!\[\\]))
    | (?P<rows>\$?[0-9]{{1,7}}:\$?[0-9]{{1,7}}(?![\w.(!]))
    | (?P<cell>\$?[A-Za-z]{{1,3}}\$?[1-9][0-9]{{0,6}}(?![\w.(!\[\\]))
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<word>[^\W\d][\w.\\?]*|\\[\w.\\?]*)
    | (?P<operator><=|>=|<>|[-+*/^&=<>%:,;(){{}}\#@])
    | (?P<space>\s+)
    """,
    re.VERBOSE,
)
_ENDS_OPERAND = {"text", "error", "structured", "columns", "rows", "cell", "number", "word"}


class Token(NamedTuple):
    """One word: its kind (a group of the pattern) and its text."""

    kind: str
    text: str


def tokens(formula: str) -> list[Token]:
    """Return the words of a formula; a space stays only where it is the operator of intersection.

    EngineError where something stands in it that no formula has.
    """
    found: list[Token] = []
    at = 0
    for match in _TOKEN.finditer(formula):
        if match.start() != at:
            break
        at = match.end()
        found.append(Token(match.lastgroup or "", match[0]))
    if at != len(formula):
        raise EngineError("公式无法识别")
    return [token for index, token in enumerate(found) if token.kind != "space" or _intersects(found, index)]


def _intersects(found: list[Token], index: int) -> bool:
    """Whether a space stands between what can be two references."""
    if not 0 < index < len(found) - 1:
        return False
    before, after = found[index - 1], found[index + 1]
    ends = before.kind in _ENDS_OPERAND or before.text in {")", "#"}
    return ends and (after.kind in {*_ENDS_OPERAND, "prefix"} or after.text in {"(", "@"})
