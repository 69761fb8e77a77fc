"""Words that compare two amounts (大小词): 决算数大于预算数, 与上年持平; and the amounts that they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from perfxl.prose.passages import Passage, Shape
from perfxl.prose.words import alternation, listed

_LEFT = r"(?:支出|收入)?(?:决算|实际支出|支出|执行|实际|预算|收入)(?:数|额)?"
_RIGHT = (
    r"(?:年初|调整后?|全年|支出|收入)?(?:预算|决算)(?:数|额|安排)?"
    r"|(?:上年|去年|(?:19|20)\d\d年)(?:度)?(?:决算)?(?:数)?"
)


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison in words: -1 less, 0 equal, 1 greater; `nearly` where it is hedged (基本持平)."""

    passage: Passage
    start: int
    end: int
    order: int
    left: str
    right: str
    nearly: bool = False

    @property
    def words(self) -> str:
        """The words as they stand."""
        return self.passage.text[self.start : self.end]


@cache
def _pattern() -> re.Pattern[str]:
    groups = {name: alternation(listed("changes", name)) for name in ("greater", "less", "equal")}
    order = "|".join(f"(?P<{name}>{words})" for name, words in groups.items())
    level = alternation(word for word in listed("changes", "level") if not word.startswith("略有"))
    return re.compile(
        rf"(?P<left>{_LEFT})(?:{order})(?P<right>{_RIGHT})"
        rf"|(?P<one>{_LEFT})(?:与|和|同|较|比)(?P<other>{_RIGHT})(?:相比)?(?P<level>{level})"
    )


def compared(passage: Passage) -> Iterator[Compared]:
    """Yield the comparisons in words of a passage."""
    if passage.shape is Shape.ROW:
        return
    for found in _pattern().finditer(passage.text):
        order = 1 if found["greater"] else -1 if found["less"] else 0
        left, right = found["left"] or found["one"], found["right"] or found["other"]
        nearly = any(word in found[0] for word in listed("changes", "nearly"))
        yield Compared(passage, found.start(), found.end(), order, left, right, nearly)


@cache
def _steady() -> re.Pattern[str]:
    words = [word for word in listed("changes", "level") if not word.startswith("略有")]
    prior = alternation(listed("changes", "prior"))
    return re.compile(
        rf"(?:与|和|同|较|比)(?P<base>[^，。；（）\d]{{0,4}}(?:{prior}|(?:19|20)\d\d年)[^，。；（）\d]{{0,12}}?)"
        rf"(?:相比|比)?，?(?P<level>{alternation(words)})"
    )


def steady(passage: Passage) -> Iterator[Compared]:
    """Yield where a passage says that an amount is the same as last year's (与上年持平)."""
    if passage.shape is Shape.ROW:
        return
    for found in _steady().finditer(passage.text):
        nearly = any(word in found[0] for word in listed("changes", "nearly"))
        yield Compared(passage, found.start(), found.end(), 0, "", found["base"], nearly)
