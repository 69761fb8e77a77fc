"""When two results are one, and which stored result no error may replace unproven."""

from __future__ import annotations

import math

from perfxl.sheets.values import ErrorValue, Scalar

# Doubles carry 15 digits that Excel shows; what differs beyond them, or next to zero, is not a difference.
_RELATIVE, _ABSOLUTE = 1e-14, 1e-13


def same(one: Scalar, other: Scalar) -> bool:
    """Whether two results are one to Excel's 15 digits; a blank result is the number 0 or an empty text."""
    if isinstance(one, ErrorValue) or isinstance(other, ErrorValue):
        return _spelled(one) == _spelled(other)  # some programs store an error as its text
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if one is None or other is None:
        return one in (None, 0.0, "") and other in (None, 0.0, "")
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=_RELATIVE, abs_tol=_ABSOLUTE)
    return one == other or (isinstance(one, str) and isinstance(other, str) and _circles(one) == _circles(other))


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
