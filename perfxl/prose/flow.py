"""A text as it is read (文字流): one kind of punctuation, no gaps, each character knowing where it stood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from perfxl.numerals.characters import half_width

BAR = "｜"  # parts the cells of a table's row
Origin = tuple[int, int]  # paragraph (1-based), offset in it

_QUOTES = frozenset("“”\"‘’「」『』'\u200b\u200c\u200d\u2060\ufeff")
_GAPS = frozenset(" \t")
_BOLD = re.compile(r"\*\*|__")
_WIDE = str.maketrans({";": "；", ":": "：", "(": "（", ")": "）", "!": "！", "?": "？", "[": "［", "]": "］"})
_FULL_STOP = re.compile(r"(?<=[一-鿿%）])\.(?=[^\d]|$)")
_LOOSE_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_WIDE_THOUSANDS = re.compile(r"(?<![\d，])\d{1,3}(?:，\d{3})+\.\d+(?!\d)")
_CLOCK = re.compile(r"(?<=\d)：(?=\d)")
_ASIDE = re.compile(r"（[^（）\d]*）")
_TELLING_ASIDE = re.compile(r"其中|持平|无变化|百分点")


@dataclass(frozen=True)
class Flow:
    """Characters for reading; `origins` tells for each of them the paragraph and the offset there."""

    text: str
    origins: tuple[Origin, ...]

    def origin(self, start: int, end: int) -> tuple[int, tuple[int, int]]:
        """Return the paragraph of a span and the span there; what runs on in the next paragraph is cut off."""
        paragraph, first = self.origins[start]
        last = max(offset for number, offset in self.origins[start:end] if number == paragraph)
        return paragraph, (first, last + 1)

    def moved(self, offset: int) -> Flow:
        """Return the flow as it stands so much further on in its paragraph."""
        return Flow(self.text, tuple((number, spot + offset) for number, spot in self.origins))

    def without(self, dropped: Iterable[tuple[int, int]]) -> Flow:
        """Return the flow without the spans."""
        gone = {index for start, end in dropped for index in range(start, end)}
        if not gone:
            return self
        kept = [index for index in range(len(self.text)) if index not in gone]
        return Flow("".join(self.text[index] for index in kept), tuple(self.origins[index] for index in kept))

    @cached_property
    def bare(self) -> Flow:
        """The flow without bracketed remarks that hold no figure: 因公出国（境）费 -> 因公出国费."""
        spans = [found.span() for found in _ASIDE.finditer(self.text) if not _TELLING_ASIDE.search(found[0])]
        return self.without(spans)


def joined(flows: Iterable[Flow], mark: str) -> Flow:
    """Return flows one after the other, parted by a mark that stands where the flow before it ends."""
    told = list(flows)
    last = next((part.origins[0] for part in told if part.origins), (1, 0))
    text, origins = "", []
    for place, part in enumerate(told):
        if place:
            text += mark
            origins.append(last)
        text += part.text
        origins += part.origins
        last = origins[-1] if origins else last
    return Flow(text, tuple(origins))


def flow(parts: Iterable[tuple[int, str]]) -> Flow:
    """Return the flow of paragraphs (number, text) that are read as one."""
    characters = list(_without_gaps(_canonical(parts)))
    text = "".join(character for character, _ in characters)
    return Flow(_punctuated(text), tuple(origin for _, origin in characters))


def _canonical(parts: Iterable[tuple[int, str]]) -> Iterator[tuple[str, Origin]]:
    for number, text in parts:
        unmarked = _BOLD.sub("\u200b\u200b", text)
        half = half_width(unmarked).translate(_WIDE)
        for offset, character in enumerate(half):
            if character not in _QUOTES:
                yield ("，" if unmarked[offset] == "，" else character), (number, offset)


def _without_gaps(characters: Iterable[tuple[str, Origin]]) -> Iterator[tuple[str, Origin]]:
    """Leave gaps out, but for one between two words of ASCII on the same line."""
    before, gap = "", None
    for character, origin in characters:
        if character in _GAPS or character.isspace():
            gap = gap or origin
            continue
        if gap and _wordy(before) and _wordy(character) and gap[0] == origin[0]:
            yield " ", gap
        before, gap = character, None
        yield character, origin


def _wordy(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _punctuated(text: str) -> str:
    """Make half-width stops and commas full-width, but within numbers; length stays."""
    text = _LOOSE_COMMA.sub("，", _FULL_STOP.sub("。", text))
    text = _WIDE_THOUSANDS.sub(lambda found: found[0].replace("，", ","), text)
    return _CLOCK.sub(":", text)
