"""How much room a text needs (文字占位): lines and heights, guessed on the generous side.

Fonts differ between the machine that writes a sheet and the one that prints it, so no font is measured: a Chinese
character is as wide as the font is high, other letters about half, and a line is as high as the tallest of the
usual fonts makes it. A row may come out a little high; a line is never cut off.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable

TALLEST_ROW = 409.0  # points; Excel allows no higher row
_POINTS_PER_CHARACTER = 5.25  # of a column's width, whatever the workbook's default font
_SIDES = 6.0  # what borders and gaps take from a column
_LINE = 1.47  # the substitutes for missing Chinese fonts have this line height
_ABOVE_AND_BELOW = 6.0
_SMALLEST, _STEP = 6.0, 0.5
_WIDE, _NARROW, _OTHER = "MWmw%@&—…", " .,:;'!|()[]il", 0.56
_LAST_ON_A_LINE = "，。、；：！？）》】”’,.;:!?)%"
_TOKEN = re.compile(r"[!-~]+|.", re.S)


def text_width(text: str, size: float) -> float:
    """Return the width of one line of text in points, set in a font of `size` points."""
    return size * sum(map(_em, text))


def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA" or character in _WIDE:
        return 1.0
    if character in _NARROW:
        return 0.35
    return 0.75 if character.isupper() else _OTHER


def inner_width(characters: float) -> float:
    """Return the points that a column (or merged columns) of a width in characters leaves for text."""
    return max(characters * _POINTS_PER_CHARACTER - _SIDES, 1.0)


def characters_for(text: str, size: float) -> float:
    """Return the column width in characters that shows the text in one line, as numbers must be."""
    return math.ceil((text_width(text, size) + _SIDES) / _POINTS_PER_CHARACTER * 2) / 2


def line_count(text: str, width: float, size: float) -> int:
    """Return the lines of a wrapped text in `width` points; explicit line breaks count."""
    return sum(_wrapped(line, width, size) for line in text.split("\n"))


def _wrapped(text: str, width: float, size: float) -> int:
    lines, used = 1, 0.0
    for token in _tokens(text):
        wide = text_width(token, size)
        if used + wide <= width:
            used += wide
            continue
        lines += used > 0
        full = max(math.ceil(wide / width), 1)
        lines += full - 1
        used = wide - (full - 1) * width
    return lines


def _tokens(text: str) -> list[str]:
    """Split where a line may break: not inside a Latin word or number, not before closing punctuation."""
    tokens: list[str] = []
    for token in _TOKEN.findall(text):
        if tokens and token[0] in _LAST_ON_A_LINE:
            tokens[-1] += token
        else:
            tokens.append(token)
    return tokens


def height(text: str, characters: float, size: float) -> float:
    """Return the points of height that a text needs in a column of `characters` width; it may pass TALLEST_ROW."""
    return line_count(text, inner_width(characters), size) * size * _LINE + _ABOVE_AND_BELOW


def fit(text: str, characters: float, size: float, limit: float = TALLEST_ROW) -> tuple[float, float]:
    """Return (font size, height) that fit into `limit` points: the font shrinks, down to 6 points, where it must."""
    needed = height(text, characters, size)
    while needed > limit and size > _SMALLEST:
        size = max(size - _STEP, _SMALLEST)
        needed = height(text, characters, size)
    return size, min(needed, limit)


def width_for(texts: Iterable[str], least: float, size: float, comfortable: float = 300.0, most: float = 60.0) -> float:
    """Return a column width from `least` to `most` characters at which no text is higher than `comfortable` points."""
    width, told = least, tuple(texts)
    while width < most and any(height(text, width, size) > comfortable for text in told):
        width = min(width + 2, most)
    return width
