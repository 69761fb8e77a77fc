"""How a number is hedged (约数、界限): 约, 近, 超过, 以上, 不足."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from perfxl.prose.words import alternation, listed


class Bound(StrEnum):
    """How a number is hedged (约数、界限)."""

    ABOUT = "about"
    OVER = "over"
    UNDER = "under"


def bound_of(text: str, start: int, end: int, *, several: bool) -> Bound | None:
    """Return how the number between two spots is hedged; `several`: 多 or 余 stands within its unit (30多万元)."""
    behind = text[end : end + 5]
    if several or behind.startswith(listed("numbers", "about_behind")):
        return Bound.ABOUT if not re.match("多于|余额", behind) else None
    found = _bound_behind().match(behind)
    if found:
        return Bound(found.lastgroup or "")
    before = text[max(0, start - 8) : start].rstrip("达为在")
    if before.endswith(listed("numbers", "not_about")):
        return None
    order = ((Bound.UNDER, "under"), (Bound.OVER, "over"), (Bound.ABOUT, "about"))
    return next((bound for bound, key in order if before.endswith(listed("numbers", key))), None)


@cache
def _bound_behind() -> re.Pattern[str]:
    over, under = (alternation(listed("numbers", key)) for key in ("over_behind", "under_behind"))
    return re.compile(rf"(?:（含）)?(?:(?P<over>{over})|(?P<under>{under}))")
