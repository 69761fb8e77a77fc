"""A number or text as Excel's number formats show it: for TEXT, for display, for reading."""

from __future__ import annotations

from decimal import Decimal

from perfxl.numerals.chinese import digitwise, numeral
from perfxl.numerals.formatcodes import Section, Word, parse
from perfxl.numerals.formatdates import render_date
from perfxl.numerals.formatdigits import render_number
from perfxl.numerals.general import general, plain


def render(value: Decimal | str, code: str, *, mac: bool = False) -> str:
    """Return what a format shows of a number or a text; `mac` dates count from 1904.

    ValueError for a number that a date format cannot show.
    """
    sections = parse(code)
    if isinstance(value, str):
        return _text(value, sections)
    section, sign = _chosen(value, _for_numbers(sections))
    if section is None:
        return general(value)
    if section.dated:
        return render_date(value, section, mac=mac)
    return _sign(value, section, sign) + _number(abs(value), section)


def _text(value: str, sections: tuple[Section, ...]) -> str:
    section = sections[3] if len(sections) > 3 else next((each for each in sections if each.has("text")), None)
    if section is None:
        return value
    return "".join(value if word.kind == "text" else _mark(word) for word in section.words)


def _for_numbers(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return the sections for numbers: the fourth is for texts, and so is a last one of an @ beside others."""
    kept = sections[:3]
    return kept[:-1] if len(kept) > 1 and kept[-1].has("text") else kept


def _chosen(value: Decimal, sections: tuple[Section, ...]) -> tuple[Section | None, bool]:
    """Return the section for a number, None where it shows as General; and whether its minus sign is shown before."""
    if sections[0].condition is None and (len(sections) < 2 or sections[1].condition is None):
        return _by_sign(value, sections)
    for at, section in enumerate(sections[:2]):
        holds = section.condition.holds(value) if section.condition else _default(at, value, sections)
        if holds:
            return section, at == 0 or section.condition is not None or len(sections) == 2
    return (sections[2], True) if len(sections) > 2 else (None, True)


def _default(at: int, value: Decimal, sections: tuple[Section, ...]) -> bool:
    """Whether a number is one for a section without condition beside one that has one."""
    if at == 0:
        return value > 0
    return value < 0 or len(sections) == 2


def _by_sign(value: Decimal, sections: tuple[Section, ...]) -> tuple[Section, bool]:
    if value < 0 and len(sections) > 1:
        return sections[1], False
    return (sections[2] if value == 0 and len(sections) > 2 else sections[0]), True


def _sign(value: Decimal, section: Section, shown: bool) -> str:
    return "-" if value < 0 and shown and section.words else ""


def _number(size: Decimal, section: Section) -> str:
    if section.has("digit"):
        made = render_number(size, section.words)
        return digitwise(made, section.style) if section.style else made
    return "".join(_bare(size, word, section.style) for word in section.words)


def _bare(size: Decimal, word: Word, style: int) -> str:
    """Return a word of a section without places for digits."""
    if word.kind == "text":
        return numeral(plain(size), style) if style else plain(size)
    if word.kind == "general":
        return numeral(plain(size), style) if style else general(size)
    return _mark(word)


def _mark(word: Word) -> str:
    return "" if word.kind == "fill" else word.text
