"""Numbers in Chinese numerals (中文数字): 一百二十三, 壹佰贰拾叁, digit by digit 二○二一."""

from __future__ import annotations

_STYLES = {
    1: ("○一二三四五六七八九", ("", "十", "百", "千"), ("", "万", "亿", "万亿")),
    2: ("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), ("", "万", "亿", "万亿")),
    3: ("０１２３４５６７８９", ("", "十", "百", "千"), ("", "万", "亿", "万亿")),
}


def numeral(written: str, style: int) -> str:
    """Return a number as written in figures ("-123.5") in words: 一百二十三 in style 1, 壹佰贰拾叁 in style 2."""
    digits, units, groups = _STYLES[style]
    whole, _, fraction = written.lstrip("-").partition(".")
    words = _integer(int(whole or "0"), digits, units, groups) or digits[0]
    decimals = f".{digitwise(fraction, style)}" if fraction else ""
    return f"{'-' if written.startswith('-') else ''}{words}{decimals}"


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


def short_ten(words: str) -> str:
    """Return a number of days or months as spoken: 一十二 is 十二."""
    return words[1:] if words.startswith("一十") else words
