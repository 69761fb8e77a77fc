"""Names of projects and indicators as people write them in several places, made comparable."""

from __future__ import annotations

import unicodedata


def same_name(text: str) -> str:
    """Return a name without spaces and differences of width and case: "项目 Ａ" and "项目a" are one."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
