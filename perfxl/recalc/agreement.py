"""When two results are one, and which stored result no error may replace unproven."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from functools import partial
from typing import Any

from perfxl.sheets.values import ErrorValue, Scalar

# Doubles carry 15 digits that Excel shows; what differs beyond them, or next to zero, is not a difference.
_RELATIVE, _ABSOLUTE = 1e-14, 1e-13


def same(one: Scalar, other: Scalar) -> bool:
    """Whether two results are one to Excel's 15 digits; a blank result is the number 0 or an empty text."""
    kind = type(one)
    if kind is type(other):
        return _ALIKE[kind](one, other)
    if ErrorValue in {kind, type(other)}:
        return _spelled(one) == _spelled(other)  # some programs store an error as its text
    return None in (one, other) and _is_nothing(one) and _is_nothing(other)


def _is_nothing(value: Scalar) -> bool:
    """Whether a result is blank, 0 or an empty text; FALSE is none of these."""
    return value is None or (isinstance(value, (float, str)) and not value)


def _same_texts(one: str, other: str) -> bool:
    return one == other or _circles(one) == _circles(other)


def _spelled(value: Scalar) -> Scalar:
    return value.value if isinstance(value, ErrorValue) else value


def _circles(text: str) -> str:
    """Return a text with its Chinese nought as Excel writes it; other programs write 〇."""
    return text.replace("〇", "○")


def is_good(value: Scalar) -> bool:
    """Whether a stored result is one that no error may replace unproven: not blank, no error."""
    return value is not None and not isinstance(value, ErrorValue)


def agrees(old: Scalar, value: Scalar) -> bool:
    """Whether a result is the stored one; the common case first."""
    return (type(old) is type(value) and old == value) or same(old, value)


_ALIKE: dict[type, Callable[[Any, Any], bool]] = {
    float: partial(math.isclose, rel_tol=_RELATIVE, abs_tol=_ABSOLUTE),
    str: _same_texts,
    bool: operator.is_,
    ErrorValue: operator.is_,
    type(None): operator.is_,
}
