"""Labels as vocabularies know them: no spaces, half-width, numbering and units taken off."""

from __future__ import annotations

import re
from functools import lru_cache

from perfxl.numerals.characters import compact
from perfxl.rules.kind import Lexicon, Vocabulary
from perfxl.rules.kinds import kinds

_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十0-9]+\)|[0-9]{1,2}[、.](?![0-9]))")
_OF_WHICH = re.compile(r"^其中[:,]?|^其[:,]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")


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
    return any(kinds().is_column(form) for form in variants(text))


def is_item_label(text: str) -> bool:
    """Whether any kind knows a row of that name."""
    return any(kinds().is_item(form) for form in variants(text))


def is_of_which(text: str) -> bool:
    """Whether a row's label says that it is part of the row above (其中)."""
    return bool(_OF_WHICH.match(_NUMBERING.sub("", compact(text))))


@lru_cache(maxsize=65536)
def rank(vocabulary: Vocabulary, text: str) -> int | None:
    """Return how well a label fits: 0 the best, None not at all."""
    ranks = [found for form in variants(text) if form and (found := vocabulary.rank(form)) is not None]
    return min(ranks, default=None)


@lru_cache(maxsize=65536)
def senses(lexicon: Lexicon, text: str) -> tuple[tuple[int, int, str], ...]:
    """Return what a label may mean: (rank, position of the vocabulary, its key)."""
    ranked = ((rank(entry, text), order, entry.key) for order, entry in enumerate(lexicon))
    return tuple((found, order, key) for found, order, key in ranked if found is not None)


def best(lexicon: Lexicon, text: str) -> Vocabulary | None:
    """Return the vocabulary that fits a label best, the earlier one on a tie."""
    ranked = senses(lexicon, text)
    return lexicon.entries[min(ranked)[1]] if ranked else None
