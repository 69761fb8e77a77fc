"""Sheet names (工作表名) as Excel allows them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count

LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def valid_name(wish: str, taken: Iterable[str]) -> str:
    """Return the wished name, made valid and unlike every taken one (letter case aside) by a suffix _2, _3, ..."""
    used = {name.casefold() for name in taken}
    base = _clipped(_FORBIDDEN.sub("_", wish).strip().strip("'"), LONGEST) or "Sheet"
    if base.casefold() not in used and base.casefold() != "history":  # Excel keeps that name to itself
        return base
    for number in count(2):
        suffix = f"_{number}"
        name = _clipped(base, LONGEST - len(suffix)) + suffix
        if name.casefold() not in used:
            return name
    raise AssertionError("unreachable")


def is_valid(name: str) -> bool:
    """Whether Excel would take the name as it is."""
    return bool(name) and valid_name(name, ()) == name


def _clipped(text: str, length: int) -> str:
    """Cut to a length in UTF-16 units, which is how Excel counts."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore").rstrip().rstrip("'")
