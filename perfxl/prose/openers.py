"""Where a split begins and ends (分项的起讫): 其中, 由…组成, 包括, and their nesting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from perfxl.prose.words import alternation, listed

_ENDS = "。！？"


@dataclass(frozen=True, slots=True)
class Opening:
    """A word that opens a split, and the stretch of text that its parts stand in."""

    word: str
    start: int
    inside: int
    end: int
    depth: int

    @property
    def partial(self) -> bool:
        """The word claims no completeness (包括)."""
        return self.word in listed("splits", "partial")

    @property
    def composed(self) -> bool:
        """由…组成: the list is whole."""
        return self.word == "由"


@cache
def _openers() -> re.Pattern[str]:
    words = alternation(word for word in listed("splits", "openers") if word not in ("分别为", "分别是"))
    composed = rf"由(?=[^，。；]*\d)(?=[^。；]*?{alternation(listed('splits', 'composed'))})"
    return re.compile(
        rf"{words}|{composed}|(?:(?<=[，。；：（])|^)分别[为是]"
        r"|(?<=，)分别[^，。；0-9]{1,4}(?=[0-9])|[两二三四五六七八九十](?:项|类|者|级|部分|方面)[^，。；0-9]{0,6}分别[为是]"
        r"|(?<=\d[元个人名辆项])：|(?<=[万亿]元)："
        r"|(?:(?<=[，。；])|^)[按从分][^，。；0-9]{1,10}?(?:划分|分类|来看|分|看)(?=[，：])"
    )


@cache
def _closers() -> re.Pattern[str]:
    return re.compile(rf"(?<=[，。；]){alternation(listed('splits', 'closers'))}")


def openings(text: str) -> tuple[Opening, ...]:
    """Return the openings of splits in a text, in order."""
    return tuple(_openings(text))


def _openings(text: str) -> Iterator[Opening]:
    for found in _openers().finditer(text):
        depth = _depth(text, found.start())
        yield Opening(found[0], found.start(), found.end(), _end(text, found, depth), depth)


def _depth(text: str, spot: int) -> int:
    return max(0, text.count("（", 0, spot) - text.count("）", 0, spot))


def _end(text: str, found: re.Match[str], depth: int) -> int:
    """Return where the parts end: at 组成, with the bracket, the sentence, or a word that closes the split."""
    if found[0] == "由":
        composed = re.compile(alternation(listed("splits", "composed"))).search(text, found.end())
        return composed.start() if composed else len(text)
    stop = _bracket_end(text, found.end()) if depth else _sentence_end(text, found.end())
    closer = _closers().search(text, found.end(), stop)
    return closer.start() if closer else stop


def _bracket_end(text: str, spot: int) -> int:
    depth = 1
    for place in range(spot, len(text)):
        depth += (text[place] == "（") - (text[place] == "）")
        if not depth:
            return place
    return len(text)


def _sentence_end(text: str, spot: int) -> int:
    return min((place for mark in _ENDS if (place := text.find(mark, spot)) >= 0), default=len(text))
