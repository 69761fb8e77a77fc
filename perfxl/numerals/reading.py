"""Numbers as people write them in workbooks and reports: "≥95%", "12,3456.78", "１２万元", "5个工作日内"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from perfxl.numerals.characters import half_width, without_invisible
from perfxl.numerals.digits import Digits, digits_of, full_width_faults
from perfxl.numerals.units import magnitude

_LONGEST = 64  # a longer text is prose
_LONGEST_UNIT = 8
_SIGNS = {
    "≥": "≥ >= => 大于等于 大于或等于 不低于 不少于 不小于 至少 最少",
    "≤": "≤ <= =< 小于等于 小于或等于 不超过 不高于 不大于 不多于 至多 最多 控制在",
    ">": "> 大于 超过 高于 多于",
    "<": "< 小于 低于 少于 不足 不到",
    "=": "= 等于",
}
_SIGN_OF = {word: sign for sign, words in _SIGNS.items() for word in words.split()}
_BOUND_OF = {"以上": "≥", "以下": "≤", "以内": "≤", "之内": "≤", "内": "≤"}
_DIRECTION = {"≥": ">", "≤": "<"}

_SHAPE = re.compile(
    r"(?P<lead>[^0-9.]*)(?P<digits>\.?[0-9](?:[0-9,.\s]*[0-9])?(?:[Ee][+-]?[0-9]{1,3})?)(?P<tail>\s*[kc]?m[23]|[^0-9]*)"
)
_LEAD = re.compile(
    f"(?P<sign>{'|'.join(sorted(map(re.escape, _SIGN_OF), key=len, reverse=True))})?"
    r"(?:¥|人民币)?(?P<mark>[-+(负]?)(?:¥|人民币)?"
)
_TAIL = re.compile(r"(?P<unit>.*?)(?:\(含\))?(?:及?(?P<bound>以上|以下|以内|之内|内))?(?P<stop>[。；;]?)", re.S)
_UNIT_MARKS = "%‰℃°㎡㎥²³/·"
_POWERED = frozenset({"m2", "km2", "cm2", "m3", "cm3"})
_NO_UNIT = re.compile(
    r"[/·].*|.*(?:完成|已|未).*|.*(?:前|后|底|止|等|左右|上下|以来|[年月日]起|[/·])"
    r"|[十百千万亿个]*[多余来几].*|.*[十百千万亿][一二三四五六七八九].*"
)
_FRACTIONS = {"%": 2, "‰": 3}
_NOT_APPLICABLE = re.compile(r"[-—–―─/\\]{1,4}|不适用|无|无此项|无此项目|不涉及|未涉及|n/a|na|n\.a\.?")


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number as somebody wrote it.

    value     exact value; a percentage is a fraction (61.25 % is 0.6125), "12万元" is 12, "1.2万亩" is 12000
    unit      what follows the number ("万元", "%", "亩", "个工作日"), "" where nothing does
    sign      "≥", "≤", "=", ">", "<" from a symbol or a word (不低于, 以上), else ""
    quantum   the last printed place, in terms of `value`
    malformed why the number is not well written although it can be read, a Chinese clause; "" where it is
    text      the text that was read
    power     of ten, by which a magnitude behind the digits multiplies them: 4 for 万
    """

    value: Decimal
    unit: str
    sign: str
    quantum: Decimal
    malformed: str
    text: str
    power: int = 0


@lru_cache(maxsize=8192)
def read(text: str) -> Numeral | None:
    """Read a text that is one number, perhaps with a comparison before and a unit behind; None where it is not.

    Brackets around the number make it negative, as accountants write. A currency mark tells no unit:
    a number format shows ¥ in tables of 万元 too.
    """
    raw = without_invisible(text).strip()
    shape = _SHAPE.fullmatch(half_width(raw)) if len(raw) <= _LONGEST else None
    lead = _LEAD.fullmatch(_compact(shape["lead"])) if shape else None
    if not shape or not lead:
        return None
    digits = digits_of(raw[slice(*shape.span("digits"))])
    tail = _tail(_compact(shape["tail"]), bracketed=lead["mark"] == "(")
    return _numeral(text, digits, lead, tail, raw[shape.end("digits") :]) if digits and tail else None


def _numeral(text: str, digits: Digits, lead: re.Match[str], tail: re.Match[str], behind: str) -> Numeral | None:
    written, sign = _unit(tail["unit"]), _sign(lead["sign"], tail["bound"])
    if written is None or sign is None or _is_date(digits, written, tail["bound"]):
        return None
    power, unit = magnitude(written)
    value, quantum = digits.shifted(_FRACTIONS.get(unit, 0) - power, negative=lead["mark"] in set("-(负"))
    faults = (
        *digits.faults,
        *(full_width_faults(behind) if unit == "%" else ()),
        "末尾多了标点" if tail["stop"] else "",
    )
    return Numeral(value, unit, sign, quantum, "、".join(filter(None, faults)), text, power)


def is_not_applicable(text: str) -> bool:
    """Return whether the text says that there is nothing to state: —, /, 不适用, 无, N/A, 不涉及."""
    said = _compact(half_width(without_invisible(text))).casefold()
    inner = re.fullmatch(r"\((.+)\)", said)
    return bool(_NOT_APPLICABLE.fullmatch(inner[1] if inner else said))


def _compact(text: str) -> str:
    return "".join(text.split())


def _tail(text: str, *, bracketed: bool) -> re.Match[str] | None:
    """Match unit, bound and full stop; an opened bracket must close right behind the number or its unit."""
    if not bracketed:
        return _TAIL.fullmatch(text)
    inner, close, outer = text.partition(")")
    return _TAIL.fullmatch(inner + outer) if close and not (inner and outer) else None


def _unit(text: str) -> str | None:
    """Return the unit, None where the words behind the number are no unit."""
    unit = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    if unit[:1] in _FRACTIONS:
        return unit if len(unit) == 1 else None
    return unit if unit in _POWERED or (len(unit) <= _LONGEST_UNIT and _is_word(unit)) else None


def _is_word(unit: str) -> bool:
    letters = all(character.isalpha() or character in _UNIT_MARKS for character in unit)
    return letters and not _NO_UNIT.fullmatch(unit)


def _sign(word: str | None, bound: str | None) -> str | None:
    """Return the comparison; None where what stands before and behind the number contradict each other."""
    before, behind = _SIGN_OF.get(word or "", ""), _BOUND_OF.get(bound or "", "")
    if before and behind and _DIRECTION.get(before, before) != _DIRECTION[behind]:
        return None
    return before or behind


def _is_date(digits: Digits, unit: str, bound: str | None) -> bool:
    """Tell a date's remainder (2020年度, 2021年内) from a duration (3年以上); a bare year reads as a number."""
    return len(digits.value) == 4 and not digits.exponent and unit.startswith("年") and (unit != "年" or bool(bound))
