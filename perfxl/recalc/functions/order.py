"""The order of values as Excel's comparisons and sorting have it: numbers, texts, truth values; texts by pinyin.

GB 2312 puts its 3,755 common characters (一级汉字) in the order of their pinyin; of the others the order is not known
here, and nothing is said.
"""

from __future__ import annotations

from functools import lru_cache, total_ordering
from typing import Any

from perfxl.sheets.values import ErrorValue, Scalar

_FIRST, _LAST = b"\xb0\xa1", b"\xd7\xf9"  # the common characters
_ERRORS = tuple(ErrorValue)
_SYMBOL, _DIGIT, _LETTER, _COMMON, _OTHER = range(5)


class UncertainOrder(Exception):
    """Which of two texts comes first cannot be told."""


@total_ordering
class TextKey:
    """A text as it compares: without regard to case."""

    __slots__ = ("marks", "text")

    def __init__(self, text: str) -> None:
        self.text = text.casefold()
        self.marks = tuple(map(_mark, self.text))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TextKey) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __lt__(self, other: TextKey) -> bool:
        for one, two in zip(self.marks, other.marks, strict=False):
            if one != two:
                if one[0] >= _COMMON <= two[0] and _OTHER in (one[0], two[0]):
                    raise UncertainOrder
                return one < two
        return len(self.marks) < len(other.marks)


@lru_cache(maxsize=8192)
def _mark(letter: str) -> tuple[int, bytes]:
    code = letter.encode("gb18030", "replace")
    if letter.isascii():
        kind = _DIGIT if letter.isdigit() else _LETTER if letter.isalpha() else _SYMBOL
    elif letter.isalpha():
        kind = _COMMON if len(code) == 2 and _FIRST <= code <= _LAST and code[1] >= 0xA1 else _OTHER
    else:
        kind = _SYMBOL
    return kind, code


@lru_cache(maxsize=8192)
def text_key(text: str) -> TextKey:
    """Return what texts are compared by."""
    return TextKey(text)


def digits(value: float) -> float:
    """Return a number to the 15 digits by which Excel compares."""
    return float(f"{value:.15g}")


def rank(value: Scalar) -> tuple[int, Any]:
    """Return what sorts values as Excel does: numbers, texts, truth values, errors, blanks."""
    if value is None:
        return 4, 0
    if isinstance(value, ErrorValue):
        return 3, _ERRORS.index(value)
    if isinstance(value, bool):
        return 2, value
    return (1, text_key(value)) if isinstance(value, str) else (0, digits(value))


def compare(sign: str, left: Scalar, right: Scalar) -> Scalar:
    """Return whether a comparison holds, or the error of a side; a blank counts as what stands beside it."""
    if isinstance(left, ErrorValue) or isinstance(right, ErrorValue):
        return left if isinstance(left, ErrorValue) else right
    one, other = rank(_filled(left, right)), rank(_filled(right, left))
    if sign in {"=", "<>"}:
        return (one == other) == (sign == "=")
    if sign in {"<", ">="}:
        return (one < other) == (sign == "<")
    return (other < one) == (sign == ">")


def _filled(value: Scalar, other: Scalar) -> Scalar:
    """Return what a blank cell counts as beside another value."""
    if value is not None:
        return value
    return "" if isinstance(other, str) else False if isinstance(other, bool) else 0.0
