"""Where a number stands (句法位置): its sentence, segment, clause and bracket, and the words before and behind it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from perfxl.prose.numbers import Kind, Number, numbers
from perfxl.prose.passages import Passage, Shape
from perfxl.prose.words import alternation, listed

_SENTENCE, _SEGMENT, _CLAUSE, _LEAD = "。！？", "。！？；", "。！？；，（）", "。！？；，（）：、"
_CLAIMED = frozenset({Kind.MONEY, Kind.PERCENT, Kind.POINTS, Kind.COUNT, Kind.MEASURE, Kind.SCORE})
_BEHIND = 14


@dataclass(frozen=True)
class Mention:
    """A number in its passage.

    sentence, segment, clause   where each of these begins in the text: equal means the same one
    depth, bracket              how many brackets are open, and which is the innermost (0: none)
    lead    the words between the mark or number before and this number
    gap     all text between the number before and this one
    """

    passage: Passage
    number: Number
    sentence: int
    segment: int
    clause: int
    depth: int
    bracket: int
    lead: str
    gap: str
    explained: bool

    @property
    def text(self) -> str:
        """The text of the passage."""
        return self.passage.text

    @property
    def start(self) -> int:
        """Where the number begins in the text."""
        return self.number.start

    @property
    def end(self) -> int:
        """Where the number and its unit end in the text."""
        return self.number.end

    @cached_property
    def clause_words(self) -> str:
        """The words of the clause before the number."""
        return self.text[self.clause : self.start]

    @cached_property
    def sentence_words(self) -> str:
        """The words of the sentence before the number."""
        return self.text[self.sentence : self.start]

    @cached_property
    def behind(self) -> str:
        """A few characters behind the number."""
        return self.text[self.end : self.end + _BEHIND]


class Marks:
    """The marks of a text: for a spot, where the sentence, segment, clause around it begins, and its bracket."""

    def __init__(self, text: str) -> None:
        self._starts = {marks: self._after(text, marks) for marks in (_SENTENCE, _SEGMENT, _CLAUSE, _LEAD)}
        self._brackets = _brackets(text)

    @staticmethod
    def _after(text: str, marks: str) -> list[int]:
        return [0, *(spot + 1 for spot, character in enumerate(text) if character in marks)]

    def begin(self, marks: str, spot: int) -> int:
        """Return where the stretch between two of the marks that holds the spot begins."""
        starts = self._starts[marks]
        return starts[bisect_right(starts, spot) - 1]

    def bracket(self, spot: int) -> tuple[int, int]:
        """Return (depth, start of the innermost open bracket or 0)."""
        return self._brackets[spot]


def _brackets(text: str) -> list[tuple[int, int]]:
    open_, spots = [0], []
    for spot, character in enumerate(text):
        if character == "（":
            open_.append(spot + 1)
        spots.append((len(open_) - 1, open_[-1]))
        if character == "）" and len(open_) > 1:
            open_.pop()
    return [*spots, (0, 0)]


def mentions(passage: Passage) -> Iterator[Mention]:
    """Yield the numbers of a passage that may be claims, in order; rows of tables and titles have none."""
    if passage.shape is not Shape.TEXT:
        return
    text, marks = passage.text, Marks(passage.text)
    before = 0
    for number in _told(numbers(text)):
        yield _mention(passage, number, marks, before)
        before = number.end


def _told(found: Sequence[Number]) -> Iterator[Number]:
    return (number for number in found if number.kind in _CLAIMED)


def _mention(passage: Passage, number: Number, marks: Marks, before: int) -> Mention:
    text, spot = passage.text, number.start
    depth, bracket = marks.bracket(spot)
    segment = marks.begin(_SEGMENT, spot)
    lead = max(_label(text, marks, spot), before)
    return Mention(
        passage, number, marks.begin(_SENTENCE, spot), segment, marks.begin(_CLAUSE, spot), depth, bracket,
        text[lead:spot].removesuffix("："), text[before:spot], bool(_reason().search(text, segment, spot)),
    )  # fmt: skip


def _label(text: str, marks: Marks, spot: int) -> int:
    """Return where the words before a number begin: before a colon that it follows at once (执行率：95%)."""
    begun = marks.begin(_LEAD, spot)
    return marks.begin(_LEAD, spot - 1) if begun == spot > 0 and text[spot - 1] == "：" else begun


@cache
def _reason() -> re.Pattern[str]:
    return re.compile(alternation(listed("changes", "reasons")))


def unjudged(passage: Passage) -> Iterator[Number]:
    """Yield the numbers of a passage that are no claims: dates, codes, ordinals, ranges, prices, bare numbers."""
    if passage.shape is Shape.TEXT:
        yield from (number for number in numbers(passage.text) if number.kind not in _CLAIMED)
