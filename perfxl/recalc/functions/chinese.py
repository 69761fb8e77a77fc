"""Functions of the Chinese Excel: numbers in Chinese numerals, amounts in yuan, texts counted in bytes."""

from __future__ import annotations

import re
from collections.abc import Callable

from perfxl.recalc.functions.arguments import Fault, faulting, number, shown, single, text, whole
from perfxl.sheets.values import ErrorValue, Given, Missing, Result, Scalar

_STYLES = {
    1: ("○一二三四五六七八九", ("", "十", "百", "千"), ("", "万", "亿", "万亿")),
    2: ("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), ("", "万", "亿", "万亿")),
    3: ("０１２３４５６７８９", ("", "十", "百", "千"), ("", "万", "亿", "万亿")),
}
_DBNUM = re.compile(r"\[DBNum([123])\]", re.IGNORECASE)
_LOCALE = re.compile(r"\[\$-[0-9A-Fa-f]+\]")
_QUOTED = re.compile(r'"[^"]*"|\\.')
_WEEKDAY = re.compile(r"a{3,4}", re.IGNORECASE)
_DATE = re.compile(r"y{1,4}|m{1,4}|d{1,4}", re.IGNORECASE)
_DAYS = "日一二三四五六"
Native = Callable[[Scalar, str], Result]


def numeral(value: float, style: int) -> str:
    """Return a number in words: 123 is 一百二十三 in style 1, 壹佰贰拾叁 in style 2."""
    digits, units, groups = _STYLES[style]
    sign, _, fraction = shown(abs(value)).partition(".")
    words = _integer(int(sign), digits, units, groups) or digits[0]
    decimals = f".{''.join(digits[int(digit)] for digit in fraction)}" if fraction else ""
    return f"{'-' if value < 0 else ''}{words}{decimals}"


def _integer(value: int, digits: str, units: tuple[str, ...], groups: tuple[str, ...]) -> str:
    made, gap, level = "", False, 0
    while value:
        value, part = divmod(value, 10_000)
        words = _group(part, digits, units)
        if words:
            zero = digits[0] if gap and made else ""
            made = f"{words}{groups[level]}{zero}{made}"
        gap = 0 < part < 1000 or (not part and bool(made)) or (gap and not part)
        level += 1
    return made


def _group(part: int, digits: str, units: tuple[str, ...]) -> str:
    made, zero = "", False
    for place in (3, 2, 1, 0):
        digit = part // 10**place % 10
        if digit:
            made += f"{digits[0] if zero and made else ''}{digits[digit]}{units[place]}"
            zero = False
        else:
            zero = True
    return made


def digitwise(written: str, style: int) -> str:
    """Return a text with its digits one by one in Chinese: 2021 is 二○二一."""
    digits = _STYLES[style][0]
    return "".join(digits[int(mark)] if mark.isascii() and mark.isdigit() else mark for mark in written)


@faulting
def numberstring(value: Given, kind: Given) -> Result:
    """NUMBERSTRING: 1 in words, 2 in words for accounting, 3 digit by digit."""
    found, style = whole(value), whole(kind)
    if found < 0 or style not in {1, 2, 3}:
        raise Fault(ErrorValue.NUM)
    return digitwise(str(found), 1) if style == 3 else numeral(float(found), style)


@faulting
def rmb(value: Given, decimals: Given = Missing.MISSING) -> Result:
    """RMB: an amount in yuan as a text."""
    places = whole(decimals, 2)
    found = number(value)
    shift = 10**-places if places < 0 else 1
    rounded = round(found / shift + (1e-9 if found > 0 else -1e-9)) * shift if places < 0 else found
    written = f"{abs(_half_up(rounded, max(places, 0))):,.{max(places, 0)}f}"
    return f"¥-{written}" if found < 0 and any(mark in "123456789" for mark in written) else f"¥{written}"


def _half_up(value: float, places: int) -> float:
    from decimal import ROUND_HALF_UP, Decimal  # noqa: PLC0415 (only here)

    return float(Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def formatted(native: Native) -> Callable[[Given, Given], Result]:
    """Return TEXT, which leaves formats without anything Chinese to the engine's own."""

    @faulting
    def run(value: Given, code: Given) -> Result:
        found, form = single(value), text(code)
        style = _DBNUM.search(form)
        if not isinstance(found, float) or not (style or _WEEKDAY.search(_QUOTED.sub("", form))):
            return native(found, form)
        form = _WEEKDAY.sub(lambda match: _weekday(found, match[0]), form)
        return _chinese(found, form, int(style[1]), native) if style else native(found, form)

    return run


def _weekday(serial: float, code: str) -> str:
    day = _DAYS[(int(serial) - 1) % 7]
    return f'"星期{day}"' if len(code) == 4 else f'"{day}"'


def _chinese(value: float, form: str, style: int, native: Native) -> Result:
    bare = _LOCALE.sub("", _DBNUM.sub("", form)).strip()
    if bare.casefold() in {"", "general", "g/通用格式"}:
        return numeral(value, style)
    if not re.search(r"[yd]", _QUOTED.sub("", bare), re.IGNORECASE):
        made = native(value, bare)
        return digitwise(made, style) if isinstance(made, str) else made
    return native(value, _DATE.sub(lambda match: f'"{_part(value, match[0], style, native)}"', bare))


def _part(value: float, code: str, style: int, native: Native) -> str:
    """Return a part of a date: a year digit by digit, months and days in words."""
    made = native(value, code.lower() if code[0] in "yY" else {"m": "m", "d": "d"}[code[0].lower()])
    if code[0] in "mM" and made == str(int(value)):
        made = native(value, "m")
    if not isinstance(made, str) or not made.isdigit():
        return str(made)
    if code[0] in "yY":
        return digitwise(made, style)
    words = numeral(float(made), style)
    return words[1:] if style == 1 and words.startswith("一十") else words


def _bytes(mark: str) -> int:
    return len(mark.encode("gb18030", "replace")[:2])


@faulting
def lenb(value: Given) -> Result:
    """LENB: a Chinese character counts two."""
    return float(sum(map(_bytes, text(value))))


@faulting
def leftb(value: Given, count: Given = Missing.MISSING) -> Result:
    """LEFTB."""
    return _cut(text(value), 0, whole(count, 1))


@faulting
def rightb(value: Given, count: Given = Missing.MISSING) -> Result:
    """RIGHTB."""
    found = text(value)
    return _cut(found[::-1], 0, whole(count, 1))[::-1]


@faulting
def midb(value: Given, start: Given, count: Given) -> Result:
    """MIDB."""
    return _cut(text(value), whole(start) - 1, whole(count))


def _cut(found: str, skip: int, count: int) -> str:
    if skip < 0 or count < 0:
        raise Fault(ErrorValue.VALUE)
    made, at = "", 0
    for mark in found:
        if at >= skip and at + _bytes(mark) <= skip + count:
            made += mark
        at += _bytes(mark)
    return made


FUNCTIONS: dict[str, Callable[..., Result]] = {
    "NUMBERSTRING": numberstring,
    "RMB": rmb,
    "LENB": lenb,
    "LEFTB": leftb,
    "RIGHTB": rightb,
    "MIDB": midb,
}
