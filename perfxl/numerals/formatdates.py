"""A serial number as a format of dates and times shows it; 1900 has the 29 February that Excel gives it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from perfxl.numerals.chinese import digitwise, numeral, short_ten
from perfxl.numerals.formatcodes import Section, Word
from perfxl.numerals.rounding import half_up

_EPOCH, _MAC_EPOCH = date(1899, 12, 30), date(1904, 1, 1)
_LAST = 2_958_466
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
_SHORT_DAYS = "日一二三四五六"
_SECONDS = {"h": 3600, "m": 60, "s": 1}


@dataclass(frozen=True, slots=True)
class Moment:
    """A date and a time of day; `elapsed` are all its seconds."""

    year: int
    month: int
    day: int
    weekday: int
    hour: int
    minute: int
    second: Decimal
    elapsed: Decimal


def render_date(value: Decimal, section: Section, *, mac: bool = False) -> str:
    """Return what a section shows of a serial number; ValueError where that is no date."""
    if value < 0 and section.has("elapsed") and not section.has("date", "half"):
        return f"-{render_date(-value, section)}"
    words = _minutes(section.words)
    shown = _decimals(words)
    seconds = any(word.kind in {"date", "elapsed"} and word.text[0] in "sS" for word in words)
    days = _beyond(value, words)
    when = moment(value - days, shown if seconds else None, mac)
    when = replace(when, elapsed=when.elapsed + days * 86_400) if days else when
    halves = any(word.kind == "half" for word in words)
    made = [_shown(when, word, section, halves=halves) for word in words]
    return "".join(made)


def _beyond(value: Decimal, words: Sequence[Word]) -> int:
    """Return the days that only elapsed time can show, of a number beyond the last date: [h] of 71003160."""
    kinds = {word.kind for word in words}
    if value < _LAST or "elapsed" not in kinds:
        return 0
    return 0 if any(word.kind == "date" and word.text[0] in "yYdDaAeEgG" for word in words) else int(value)


def moment(value: Decimal, places: int | None, mac: bool = False) -> Moment:
    """Return what a serial number means, its seconds to so many decimals; None where no seconds are shown."""
    if not 0 <= value < _LAST:
        raise ValueError(f"not a date: {value}")
    seconds = half_up(value * 86_400, 3 if places is None else places)
    days, rest = divmod(seconds, 86_400)
    hour, rest = divmod(rest, 3600)
    minute, second = divmod(rest, 60)
    year, month, day, weekday = _calendar(int(days), mac)
    return Moment(year, month, day, weekday, int(hour), int(minute), second, seconds)


def _calendar(days: int, mac: bool) -> tuple[int, int, int, int]:
    """Return (year, month, day, weekday from 0 on Sunday) of a whole serial number."""
    if mac:
        found = _MAC_EPOCH + timedelta(days)
        return found.year, found.month, found.day, found.isoweekday() % 7
    if days == 60:
        return 1900, 2, 29, 3
    if days == 0:
        return 1900, 1, 0, 6
    found = _EPOCH + timedelta(days + (days < 60))
    return found.year, found.month, found.day, (days - 1) % 7


def _minutes(words: Sequence[Word]) -> list[Word]:
    """Return the words with an m for minutes as "i": it follows hours or goes before seconds."""
    made = list(words)
    dated = [at for at, word in enumerate(words) if word.kind in {"date", "elapsed"}]
    for before, at, after in zip([None, *dated], dated, [*dated[1:], None], strict=False):
        may = words[at].kind == "date" and words[at].text[0] in "mM" and len(words[at].text) <= 2
        if may and (_begins(words, before, "hH") or _begins(words, after, "sS")):
            made[at] = Word("date", "i" * len(words[at].text))
    return made


def _begins(words: Sequence[Word], at: int | None, letters: str) -> bool:
    return at is not None and words[at].text[0] in letters


def _decimals(words: Sequence[Word]) -> int:
    """Return how many decimals of the seconds are shown."""
    at = next((index for index, word in enumerate(words) if word.kind == "point"), None)
    if at is None:
        return 0
    found = re.match(r"0*", "".join(word.text if word.kind == "digit" else " " for word in words[at + 1 :]))
    return len(found[0]) if found else 0


def _shown(when: Moment, word: Word, section: Section, *, halves: bool) -> str:
    if word.kind == "elapsed":
        return f"{int(when.elapsed // _SECONDS[word.text[0].lower()]):0{len(word.text)}d}"
    if word.kind == "half":
        return _half(when.hour, word.text, chinese=section.chinese)
    if word.kind == "date":
        made = _part(when, word.text.lower(), section, halves=halves)
        return _in_numerals(made, word.text, section.style) if section.style else made
    if word.kind == "point":
        return "."
    if word.kind == "digit":
        return _digit_of_seconds(when, section.words, word)
    return "" if word.kind == "fill" else word.text


def _digit_of_seconds(when: Moment, words: Sequence[Word], word: Word) -> str:
    """Return the decimals of the seconds at their first place, nothing at the others."""
    at = next((index for index, each in enumerate(words) if each.kind == "point"), None)
    if at is None or words[at + 1] is not word:
        return "" if at is not None else word.text
    places = _decimals(words)
    part = when.second % 1
    return f"{part:.{places}f}".partition(".")[2]


def _half(hour: int, text: str, *, chinese: bool) -> str:
    late = hour >= 12
    if chinese or text[0] == "上":
        return "下午" if late else "上午"
    if len(text) == 3:
        return text[2] if late else text[0]
    return "PM" if late else "AM"


def _part(when: Moment, code: str, section: Section, *, halves: bool) -> str:
    letter, length = code[0], len(code)
    if letter in "yeb":
        year = when.year + 543 * (letter == "b")
        return f"{year % 100:02d}" if letter != "e" and length <= 2 else f"{year:04d}"
    if letter == "m":
        return _month(when.month, length, chinese=section.chinese)
    if letter == "d":
        return _day(when, length, chinese=section.chinese)
    if letter == "a":
        return ("星期" if length == 4 else "") + _SHORT_DAYS[when.weekday]
    hour = (when.hour % 12 or 12) if halves else when.hour
    second = int(when.second.to_integral_value(ROUND_FLOOR))
    return f"{ {'h': hour, 'i': when.minute, 's': second}[letter]:0{min(length, 2)}d}"


def _month(month: int, length: int, *, chinese: bool) -> str:
    if length <= 2:
        return f"{month:0{length}d}"
    if chinese:
        return f"{short_ten(numeral(str(month), 1))}月" if length == 4 else f"{month}月"
    name = _MONTHS[month - 1]
    return {3: name[:3], 5: name[0]}.get(length, name)


def _day(when: Moment, length: int, *, chinese: bool) -> str:
    if length <= 2:
        return f"{when.day:0{length}d}"
    if chinese:
        return ("星期" if length == 4 else "周") + _SHORT_DAYS[when.weekday]
    return _DAYS[when.weekday][: 3 if length == 3 else None]


def _in_numerals(made: str, code: str, style: int) -> str:
    """Return a year digit by digit, other parts in words."""
    if not made.isdigit():
        return made
    if code[0] in "yYeE":
        return digitwise(made, style)
    words = numeral(made, style)
    return short_ten(words) if style == 1 else words
