"""Number formats (数字格式) as Excel stores them: "#,##0.00_);[Red](#,##0.00)" taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

GENERAL = frozenset({"", "general", "g/通用格式", "@"})

_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|(?P<padding>_.)|(?P<fill>\*.)'
    r"|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<note>[^\]]*)\]"
    r"|(?P<digits>[0#?.][0#?,]*(?:\.[0#?]*)?(?:[Ee][+-][0#?]+)?)|(?P<plain>.)",
    re.S,
)
_COLOUR = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|colou?r *[0-9]+|[黑蓝绿红白黄]色?|蓝绿色|洋红色?|颜色 *[0-9]+",
    re.I,
)
_DATE_LETTERS = frozenset("ymdhs")
_LITERAL = frozenset("+-()/:;,<>='^&{}~$¥€£ %")


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a number format: literal text around at most one run of digit places."""

    before: str
    digits: str  # "#,##0.00"; "" where the section prints no number
    after: str
    percents: int
    thousands: int  # commas behind the digits, each divides by 1000

    @property
    def whole(self) -> str:
        """The places before the point, with their commas."""
        return self.digits.partition(".")[0]

    @property
    def fraction(self) -> str:
        """The places behind the point."""
        return self.digits.partition(".")[2]


@lru_cache(maxsize=1024)
def sections(number_format: str) -> tuple[Section, ...] | None:
    """Return the sections for numbers, at most three; None for General, dates and what is not understood."""
    if number_format.strip().casefold() in GENERAL or is_date(number_format):
        return None
    parsed = [_section(part) for part in _split(number_format)[:3]]
    known = tuple(section for section in parsed if section)
    return known if len(known) == len(parsed) else None


@lru_cache(maxsize=1024)
def is_date(number_format: str) -> bool:
    """Return whether the format shows a date or a time: "yyyy-mm-dd", "yyyy年m月d日", "h:mm"."""
    if number_format.strip().casefold() in GENERAL:
        return False
    return any(
        match["plain"] in _DATE_LETTERS or (match["note"] or "-") in ("h", "hh", "m", "mm", "s", "ss")
        for match in _PIECE.finditer(_split(number_format.casefold())[0])
    )


def _split(number_format: str) -> list[str]:
    parts = [""]
    for match in _PIECE.finditer(number_format):
        if match[0] == ";":
            parts.append("")
        else:
            parts[-1] += match[0]
    return parts


def _section(part: str) -> Section | None:
    texts, digits = ["", ""], ""
    percents = 0
    for match in _PIECE.finditer(part):
        literal = _literal(match)
        if literal is None or (match["digits"] and digits):
            return None
        percents += match["plain"] == "%"
        if match["digits"]:
            digits = match["digits"]
        texts[bool(digits)] += literal
    bare = digits.rstrip(",")
    return Section(texts[0], bare, texts[1], percents, len(digits) - len(bare))


def _literal(match: re.Match[str]) -> str | None:
    """Return what a piece prints besides digits; None where it asks for what is not understood."""
    kind = match.lastgroup
    if kind in ("quoted", "escaped", "currency"):
        return match[kind] or ""
    if kind == "note":
        return "" if _COLOUR.fullmatch(match["note"]) else None
    if kind == "padding":
        return " "
    if kind == "plain":
        letter = match["plain"]
        return letter if letter in _LITERAL or not letter.isascii() else None
    return ""
