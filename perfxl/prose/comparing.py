"""What a change is measured against (对比基数): 比上年, 与年初预算相比, 同比."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from perfxl.prose.claim import Against, Comparison
from perfxl.prose.words import alternation, listed, load

_YEAR = re.compile(r"((?:19|20)\d\d)年")
_OWN = re.compile(r"(?:比|较)(?!例|重|率|为|好|大|强|高|低|时|期|上述|少见)")
_PAIRED = re.compile(r"(?:与|和|同|跟)(?=[^，。；（）]{1,30}?(?:相比|比较|对比|持平|一致|相等|相同|比[增减]))")
_OVER = re.compile(r"(?:超出?|低于|少于|高于|大于|小于)(?=[^，。；]{0,4}(?:预算|概算|计划)\D{0,4}\d)")
_SELF = re.compile(r"同比|环比")
_LONGEST = 30


@cache
def _end() -> re.Pattern[str]:
    words = [word for key in ("up", "down", "reached") for word in listed("changes", key) if len(word) > 1]
    return re.compile(
        rf"{alternation([*words, '相比', '比较', '持平', '一致', '相等', '相同', '多', '少'])}|[，。；：（）]"
    )


def comparisons(text: str, start: int, end: int, year: int | None) -> Iterator[Comparison]:
    """Yield the comparisons between two spots of a text; `year` is the one that the text speaks of."""
    for pattern in (_OWN, _PAIRED, _OVER, _SELF):
        for found in pattern.finditer(text, start):
            if found.start() >= end:
                break
            words = found[0] if pattern is _SELF else _words(text, found.end(), end)
            against, base = _against(words, _year_before(text, start, found.start()) or year)
            if against:
                yield Comparison(against, words, found.start(), base)


def comparison(text: str, start: int, end: int, year: int | None) -> Comparison | None:
    """Return the last comparison between two spots."""
    return max(comparisons(text, start, end, year), key=lambda found: found.start, default=None)


def _words(text: str, start: int, end: int) -> str:
    limit = min(end, start + _LONGEST)
    stop = _end().search(text, start, limit)
    return text[start : stop.start() if stop else limit]


def _year_before(text: str, start: int, spot: int) -> int | None:
    years = _YEAR.findall(text, start, spot)
    return int(years[-1]) if years else None


def _against(words: str, year: int | None) -> tuple[Against | None, int | None]:
    bare = _funds().sub("", words)
    named = _YEAR.search(bare)
    base = int(named[1]) if named else None
    budget = _budget(bare)
    prior = bool(_words_of("prior").search(bare)) or _earlier(base, year, budget)
    if prior:
        return (Against.PRIOR_BUDGET if budget and "决算" not in bare else Against.PRIOR), base
    if budget:
        return budget, base
    return (Against.OTHER if bare.strip() else None), base


def _earlier(base: int | None, year: int | None, budget: Against | None) -> bool:
    """Whether the year that is compared with is another than the one that is told of; without a budget it must be."""
    return base is not None and (base != year or budget is None)


def _budget(bare: str) -> Against | None:
    if re.search("年初(?:部门)?(?:总|支出|收入)?(?:预算|批复|安排|计划)", bare) or bare.startswith("年初数"):
        return Against.INITIAL
    if _words_of("adjusted").search(bare):
        return Against.ADJUSTED
    return Against.BUDGET if _words_of("budget").search(bare) else None


@cache
def _words_of(key: str) -> re.Pattern[str]:
    return re.compile(alternation(listed("changes", key)))


@cache
def _funds() -> re.Pattern[str]:
    return re.compile(alternation(word for words in load("measures")["scopes"].values() for word in words))
