"""Excel's language of number formats (数字格式代码), taken apart: sections, their conditions, the words of each.

Source: ECMA-376 part 1, 18.8.31, and the tables of public test workbooks (tests/numerals).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_WORD = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<pad>.)|\*(?P<fill>.)'
    r"|\[\$(?P<currency>[^\]]*)\]|\[(?P<elapsed>h+|m+|s+)\]|\[(?P<note>[^\]]*)\]"
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<half>AM/PM|A/P|上午/下午)"
    r"|(?P<exponent>E[+-])"
    r"|(?P<date>y+|m+|d+|h+|s+|aaaa|aaa|e+|b{1,4})"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<slash>/)|(?P<text>@)"
    r"|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\s*(<=|>=|<>|<|>|=)\s*(-?[0-9.]+(?:E[+-]?[0-9]+)?)\s*", re.IGNORECASE)
_DBNUM = re.compile(r"DBNum([123])", re.IGNORECASE)
_TEXTS = frozenset({"quoted", "escaped", "literal"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word.

    kind  "literal" text, a "digit" place (0 # ?), "point", "comma", "percent", "exponent", "slash", "text" (@),
          "general", "date" (yyyy), "elapsed" (h of [h]), "half" (AM/PM), "pad" (a space), "fill" (a mark that fills)
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """For which numbers a section is: [>=90]."""

    sign: str
    limit: Decimal

    def holds(self, value: Decimal) -> bool:
        """Whether a number is one of them."""
        less, same = value < self.limit, value == self.limit
        return {"=": same, "<>": not same, "<": less, "<=": less or same, ">": not (less or same), ">=": not less}[
            self.sign
        ]


@dataclass(frozen=True, slots=True)
class Section:
    """One section (节).

    style    1 to 3 where its digits are Chinese ([DBNum1]), else 0
    chinese  its locale is a Chinese one ([$-804]): days and months have Chinese names
    """

    words: tuple[Word, ...]
    condition: Condition | None = None
    style: int = 0
    chinese: bool = False

    def has(self, *kinds: str) -> bool:
        """Whether it holds words of these kinds."""
        return any(word.kind in kinds for word in self.words)

    @property
    def dated(self) -> bool:
        """Whether it shows a date or a time."""
        return self.has("date", "elapsed", "half")


@lru_cache(maxsize=2048)
def parse(code: str) -> tuple[Section, ...]:
    """Return the sections of a format."""
    found: list[Section] = []
    words: list[re.Match[str]] = []
    for match in _WORD.finditer(code):
        if match["literal"] == ";":
            found.append(_section(words))
            words = []
        else:
            words.append(match)
    return (*found, _section(words))


def _section(matches: list[re.Match[str]]) -> Section:
    words: list[Word] = []
    condition, style, chinese = None, 0, False
    for match in matches:
        note, currency = match["note"], match["currency"]
        if note is not None:
            condition = _condition(note) or condition
            number = _DBNUM.fullmatch(note)
            style = int(number[1]) if number else style
        elif currency is not None:
            shown, _, locale = currency.partition("-")
            chinese = chinese or locale.upper().endswith("804")
            words += [Word("literal", shown)] if shown else []
        else:
            words.append(_word(match))
    if matches and not words:  # brackets alone leave the number as it is
        words = [Word("general", "General")]
    return Section(_settled(words), condition, style, chinese)


def _condition(note: str) -> Condition | None:
    match = _CONDITION.fullmatch(note)
    return Condition(match[1], Decimal(match[2])) if match else None


def _word(match: re.Match[str]) -> Word:
    kind = str(match.lastgroup)
    if kind in _TEXTS:
        return Word("literal", match[kind])
    return Word("pad", " ") if kind == "pad" else Word(kind, match[kind])


def _settled(words: list[Word]) -> tuple[Word, ...]:
    """Return the words: an E is a year in a date, an e without digits before it too; a point may belong to seconds."""
    dated = any(word.kind in {"date", "elapsed", "half"} for word in words)
    made: list[Word] = []
    for word in words:
        if word.kind == "exponent" and not any(each.kind == "digit" for each in made):
            made += (Word("date", word.text[0]), Word("literal", word.text[1]))
        elif dated and word.kind in {"comma", "percent", "slash"}:
            made.append(Word("literal", word.text))
        else:
            made.append(word)
    return tuple(made)
