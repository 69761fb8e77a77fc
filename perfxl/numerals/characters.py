"""Characters that mean the same: full-width forms (全角), odd operators, invisible spaces."""

from __future__ import annotations

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LOOKALIKES = str.maketrans("≧⩾≦⩽﹥﹤﹦﹪−﹣￥\N{IDEOGRAPHIC SPACE}", "≥≥≤≤><=%--¥ ")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_PLAIN = _FULL_WIDTH | _LOOKALIKES


def visible(text: str) -> str:
    """Return the text without zero-width characters."""
    return text.translate(_INVISIBLE)


def plain(text: str) -> str:
    """Return the text in half-width characters; its length stays, so that spans keep their meaning."""
    return text.translate(_PLAIN)
