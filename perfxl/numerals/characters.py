"""Characters that mean the same: full-width forms (全角), odd operators, invisible spaces; texts and names compared."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LOOKALIKES = str.maketrans("≧⩾≦⩽﹥﹤﹦﹪−﹣￥\N{IDEOGRAPHIC SPACE}", "≥≥≤≤><=%--¥ ")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_PLAIN = _FULL_WIDTH | _LOOKALIKES
_QUOTES = dict.fromkeys(map(ord, "\"'“”‘’《》「」『』"))


def without_invisible(text: str) -> str:
    """Return the text without zero-width characters."""
    return text.translate(_INVISIBLE)


def half_width(text: str) -> str:
    """Return the text in half-width characters; its length stays, so that spans keep their meaning."""
    return text.translate(_PLAIN)


@lru_cache(maxsize=16384)
def compact(text: str) -> str:
    """Return the text half-width, without any space or quotation mark."""
    return "".join(unicodedata.normalize("NFKC", without_invisible(text)).split()).translate(_QUOTES)


def name_key(name: str) -> str:
    """Return what names of projects and indicators are compared by: “图书采购”, 图书 采购 and 图书采购 are one."""
    return compact(name).casefold()
