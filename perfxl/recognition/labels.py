"""Labels as vocabularies know them: no spaces, half-width, numbering, units, years and letters taken off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache, lru_cache

from perfxl.numerals.characters import compact
from perfxl.rules.kind import Lexicon, Vocabulary
from perfxl.rules.kinds import kinds
from perfxl.rules.loader import shipped
from perfxl.rules.patterns import AnyOf, any_of

_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十0-9]+\)|[0-9]{1,2}[、.](?![0-9]))")
_OF_WHICH = re.compile(r"^其中[:,]?|^其[:,]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|\)|$)|([一二][〇○零九0][〇○零一二三四五六七八九0]{2})(?=年)")
_PERIOD = re.compile(r"(?:(?<!\d)0?1月?(?:[-—–~～]|至|到)|截[至止]|(?<=[到至]))(?:20\d\d年)?(1[0-2]|0?[1-9])月")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR_FIRST = re.compile(r"^(?:(?:19|20)\d\d|20[xX×]{2})(?:年度|年(?=年)|(?=年[初末底])|年)?")
_THIS = re.compile(r"^(?:本|当)(?:年度|期|年)")
_LAST = re.compile(r"^(?:上年度|上一年度|上年|去年)")
_LETTERS = re.compile(r"(?<=[\u4e00-\u9fff)])[A-Za-z0-9][A-Za-z0-9=/÷+*×%()-]*$")
_POINTS = re.compile(r"[0-9]+(?:\.[0-9]+)?分$")
_DECLARED = re.compile(
    r"(?<![≥≤><=0-9.])([0-9]+(?:\.[0-9]+)?)分[)\]】]?(?:\([^()分]*\))?$|\(([0-9]+(?:\.[0-9]+)?)分[*×x]"
)
_UNIT = re.compile(r"[:/]?(?:人民币)?(?:亿元|百万元|万元|千元|元)$")
_PRICE_OF_BARE = 2  # a label that fits only without year or letters fits less well than the next best one as written


Sense = tuple[int, int, str]  # rank, position of the vocabulary in its lexicon, its key


@dataclass(frozen=True, slots=True)
class Label:
    """A label taken apart.

    forms  as written: with its brackets, and without
    bare   without year, period, letters, points and unit
    year   the year that it names, None for none
    last   it is about the year before (上年)
    """

    forms: tuple[str, ...]
    bare: tuple[str, ...]
    year: int | None = None
    last: bool = False


@lru_cache(maxsize=16384)
def label_of(text: str) -> Label:
    """Take a label apart."""
    forms = variants(text)
    stripped = dict.fromkeys(form for given in forms for form in _stripped(given))
    bare = tuple(form for form in stripped if form and form not in forms)
    return Label(forms, bare, year_in(text), any(_LAST.match(form) for form in forms))


def _stripped(form: str) -> Iterator[str]:
    """Yield a form without its period, then without what hangs at its end too."""
    core = _LAST.sub("", _THIS.sub("", _YEAR_FIRST.sub("", form)))
    yield core
    for pattern in (_LETTERS, _POINTS, _UNIT):
        core = pattern.sub("", core)
        yield core


def year_in(text: str) -> int | None:
    """Return the year that a text names (2020年度, (2020), 二〇二〇年), None for none."""
    found = _YEAR.search(compact(text))
    return int((found[1] or found[2]).translate(_DIGITS)) if found else None


def month_in(text: str) -> int | None:
    """Return the month that a period in a text ends with (1-7月, 截至2024年7月末), None for none."""
    found = _PERIOD.search(compact(text))
    return int(found[1]) if found else None


def points_in(text: str) -> Decimal | None:
    """Return the points that a label declares: 产出指标(50分), 得分(20分*执行率); None where it declares none."""
    found = _DECLARED.search(compact(text))
    return Decimal(found[1] or found[2]) if found else None


@lru_cache(maxsize=8192)
def variants(text: str) -> tuple[str, ...]:
    """Return the forms a label may be known by: with its brackets, and without."""
    label = compact(text).rstrip(":")
    label = _OF_WHICH.sub("", _NUMBERING.sub("", label))
    label = _NUMBERING.sub("", label)
    bare = _BRACKETS.sub("", label).rstrip(":")
    return (label, bare) if bare and bare != label else (label,)


def is_column_label(text: str) -> bool:
    """Whether any kind knows a column of that name."""
    known, label = kinds().is_column, label_of(text)
    return any(known(form) for form in (*label.forms, *label.bare))


def is_leading_label(text: str) -> bool:
    """Whether some kind's tables begin with a column of that name: a number, a label, a first level."""
    return any(kinds().is_leading(form) for form in variants(text))


def is_item_label(text: str) -> bool:
    """Whether any kind knows a row of that name."""
    return any(kinds().is_item(form) for form in variants(text))


def own_words(text: str) -> str:
    """Return a compact text without 其中 before it: 其中：基本支出：8 is a label with its value."""
    return _OF_WHICH.sub("", compact(text))


def is_of_which(text: str) -> bool:
    """Whether a row's label says that it is part of the row above (其中)."""
    return bool(_OF_WHICH.match(_NUMBERING.sub("", compact(text))))


@lru_cache(maxsize=65536)
def rank(vocabulary: Vocabulary, text: str) -> int | None:
    """Return how well a label fits: 0 the best, None not at all; 上年 is part of what a label means."""
    label = label_of(text)
    ranks = [found for form in label.forms if form and (found := vocabulary.rank(form)) is not None]
    if not ranks and not label.last:
        ranks = [found + _PRICE_OF_BARE for form in label.bare if (found := vocabulary.rank(form)) is not None]
    return min(ranks, default=None)


@lru_cache(maxsize=512)
def _any_label(lexicon: Lexicon) -> AnyOf:
    """Return all labels of a lexicon as one."""
    return any_of(label for entry in lexicon for label in entry.labels)


@lru_cache(maxsize=65536)
def senses(lexicon: Lexicon, text: str) -> tuple[Sense, ...]:
    """Return what a label may mean: (rank, position of the vocabulary, its key)."""
    label, known = label_of(text), _any_label(lexicon)
    if not any(known.fullmatch(form) for form in (*label.forms, *label.bare)):
        return ()  # most texts of a sheet: one pattern tells
    ranked = ((rank(entry, text), order, entry.key) for order, entry in enumerate(lexicon))
    return tuple((found, order, key) for found, order, key in ranked if found is not None)


def best(lexicon: Lexicon, text: str) -> Vocabulary | None:
    """Return the vocabulary that fits a label best, the earlier one on a tie."""
    ranked = senses(lexicon, text)
    return lexicon.entries[min(ranked)[1]] if ranked else None


@lru_cache(maxsize=16384)
def common(text: str) -> frozenset[str]:
    """Return which of the words that all forms share a text is, by their names in `Words`."""
    flat = compact(text)
    return frozenset(name for name, patterns in _common_words() if patterns.fullmatch(flat))


@cache
def _common_words() -> tuple[tuple[str, AnyOf], ...]:
    words = shipped().words
    return tuple((field.name, any_of(getattr(words, field.name))) for field in fields(words))
