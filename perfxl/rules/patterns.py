"""Regular expressions of the rules, most of which say no more than a list of words.

`(年初)?预算(数|额)?` are six words; `项目名称.*` is what begins with one. Such alternatives are spelled out once, when
the rules are compiled, and looked up; only what is no list is left to `re`, compiled when it is first asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

_MOST_WORDS = 256  # of one expression; a longer list is left to `re`
_ENDLESS = ".*"
_SPECIAL = frozenset("\\.^$*+?{}[]|()")
_BEYOND = re.compile(r"\(\?(?!:)|\\[0-9A-Za-z]|\[\^?\]")  # looks around, flags, classes, groups that others refer to


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression that is held against whole texts.

    source  as the rules have it
    words   texts that it fits
    starts  what texts that it fits begin with
    rest    what of it is neither, as a regular expression, "" for nothing
    """

    source: str
    words: frozenset[str] = field(default=frozenset(), init=False, compare=False, repr=False)
    starts: tuple[str, ...] = field(default=(), init=False, compare=False, repr=False)
    rest: str = field(default="", init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Spell out the alternatives that are lists."""
        words, starts, rest = _spelled(self.source)
        for name, value in (("words", frozenset(words)), ("starts", tuple(starts)), ("rest", "|".join(rest))):
            object.__setattr__(self, name, value)

    def fullmatch(self, text: str) -> bool:
        """Whether it fits the whole text."""
        if text in self.words or (self.starts and text.startswith(self.starts) and "\n" not in text):
            return True
        return bool(self.rest) and _compiled(self.rest).fullmatch(text) is not None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        """Accept a string that is a regular expression."""
        from pydantic_core import core_schema  # noqa: PLC0415 (late, as all of pydantic)

        return core_schema.no_info_after_validator_function(_pattern, core_schema.str_schema(min_length=1))


def _pattern(source: str) -> Pattern:
    from pydantic_core import PydanticCustomError  # noqa: PLC0415 (late, as all of pydantic)

    try:
        re.compile(source)
    except re.error as error:
        raise PydanticCustomError("pattern", "no regular expression") from error
    return Pattern(source)


@dataclass(frozen=True, eq=False)
class AnyOf:
    """Many patterns as one."""

    patterns: tuple[Pattern, ...]

    def fullmatch(self, text: str) -> bool:
        """Whether any of the patterns fits the whole text."""
        if text in self._words or (text.startswith(self._starts) and "\n" not in text):
            return True
        return self._rest is not None and self._rest.fullmatch(text) is not None

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset().union(*(pattern.words for pattern in self.patterns))

    @cached_property
    def _starts(self) -> tuple[str, ...]:
        """The beginnings, without those that begin with another."""
        found: list[str] = []
        for start in sorted({start for pattern in self.patterns for start in pattern.starts}):
            if not found or not start.startswith(found[-1]):
                found.append(start)
        return tuple(found)

    @cached_property
    def _rest(self) -> re.Pattern[str] | None:
        rest = sorted({pattern.rest for pattern in self.patterns if pattern.rest})
        return _compiled("|".join(f"(?:{each})" for each in rest)) if rest else None


def any_of(patterns: Iterable[Pattern]) -> AnyOf:
    """Return many patterns as one."""
    return AnyOf(tuple(dict.fromkeys(patterns)))


def _spelled(source: str) -> tuple[set[str], list[str], list[str]]:
    """Return the words that an expression fits, what texts that it fits begin with, and its other alternatives."""
    words: set[str] = set()
    starts: list[str] = []
    if _BEYOND.search(source):
        return words, starts, [source]
    rest = []
    for alternative in _alternatives(source):
        endless = alternative.endswith(_ENDLESS) and not alternative.endswith(f"\\{_ENDLESS}")
        spelled = _words(alternative.removesuffix(_ENDLESS) if endless else alternative)
        if spelled is None:
            rest.append(alternative)
        elif endless:
            starts += sorted(spelled)
        else:
            words |= spelled
    return words, starts, rest


def _alternatives(source: str) -> list[str]:
    """Return the alternatives of an expression, parted at each | outside groups and classes."""
    found, depth, start, index, listed = [], 0, 0, 0, False
    while index < len(source):
        letter = source[index]
        index += letter == "\\"
        listed = letter == "[" or (listed and letter != "]")
        depth += 0 if listed else (letter == "(") - (letter == ")")
        if letter == "|" and not depth and not listed:
            found.append(source[start:index])
            start = index + 1
        index += 1
    return [*found, source[start:]]


def _words(source: str) -> set[str] | None:
    """Return all words that an expression fits, None where they are no short list."""
    reader = _Reader(source)
    found = reader.alternatives()
    return found if found is not None and reader.index == len(source) else None


@dataclass(slots=True)
class _Reader:
    """Reads an expression of letters, groups, classes without ranges, alternatives and `?`; None for any other."""

    source: str
    index: int = 0

    def alternatives(self) -> set[str] | None:
        """Read alternatives up to the end of their group."""
        found: set[str] = set()
        while (words := self._sequence()) is not None:
            found |= words
            if self._next() != "|":
                return found
            self.index += 1
        return None

    def _next(self) -> str:
        return self.source[self.index : self.index + 1]

    def _sequence(self) -> set[str] | None:
        found = {""}
        while self._next() not in ("", "|", ")"):
            words = self._repeated()
            if words is None or len(found) * len(words) > _MOST_WORDS:
                return None
            found = {one + other for one, other in product(found, words)}
        return found

    def _repeated(self) -> set[str] | None:
        words = self._atom()
        if words is not None and self._next() == "?":
            self.index += 1
            words |= {""}
        return None if self._next() in ("*", "+", "{", "?") else words

    def _atom(self) -> set[str] | None:
        letter = self._next()
        self.index += 1
        if letter == "(":
            return self._group()
        if letter == "[":
            return self._class()
        if letter == "\\":
            letter = self._next()
            self.index += 1
            return {letter}
        return None if letter in _SPECIAL else {letter}

    def _group(self) -> set[str] | None:
        if self.source.startswith("?:", self.index):
            self.index += 2
        words = self.alternatives()
        closed = self._next() == ")"
        self.index += 1
        return words if closed else None

    def _class(self) -> set[str] | None:
        letters, closed, _ = self.source[self.index :].partition("]")
        self.index += len(letters) + 1
        plain = closed and letters and not set(letters) & {"^", "-", "\\", "["}
        return set(letters) if plain else None
