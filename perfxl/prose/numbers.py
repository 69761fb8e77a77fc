"""Numbers in running text (文中数字): value, unit, last printed place, bound; and what is no amount."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache

from perfxl.numerals.digits import digits_of
from perfxl.prose.bounds import Bound, bound_of
from perfxl.prose.words import alternation, listed, load


class Kind(StrEnum):
    """What a number counts."""

    MONEY = "money"
    PERCENT = "percent"
    POINTS = "points"  # 百分点
    COUNT = "count"
    MEASURE = "measure"
    SCORE = "score"
    PRICE = "price"  # an amount per head or piece
    BARE = "bare"  # without a unit
    NONE = "none"  # a date, a code, an ordinal, a range


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a flow.

    value    in 元, as a fraction for percent and points, else as counted
    quantum  its last printed place, in terms of value; 0 where it is exact
    factor   what one printed unit is worth, in terms of value
    unit     as printed: 万元, %, 个; without the scale for a count (3万人 -> 人)
    """

    start: int
    end: int
    kind: Kind
    value: Decimal = Decimal(0)
    quantum: Decimal = Decimal(0)
    factor: Decimal = Decimal(1)
    unit: str = ""
    printed: str = ""
    malformed: str = ""
    bound: Bound | None = None
    spelled: bool = False


_DIGITS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d+)+(?:\.\d+)?(?![\d.])|\d+(?:\.\d+)*")
_ATTACHED = re.compile(
    r"[A-Za-z〔［]$|[A-Za-z][-_]?$|\d[*×xX+/:]$|[*×xX+/=]$|\d[^\d，。；：、（）]{0,3}[-~—～]+$|\d至$"
)
_RANGE = re.compile(r"[*×xX+](?=\d)|[-~—～]+(?=\d)|至(?=\d)|[/:](?=\d)|[A-WYZa-z]")
_SEPARATED = re.compile(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?")
_ENDS = "，。；！？、）"
_SHEETS = ("份", "张", "册", "幅")


@cache
def _unit_pattern() -> re.Pattern[str]:
    words = [*listed("numbers", "points"), "元", "%", "‰", load("numbers")["score"]]
    for key in ("counts", "measures", "times", "foreign"):
        words += listed("numbers", key)
    scales = alternation(load("numbers")["scales"])
    return re.compile(
        rf"(?P<several>[多余几])?(?P<scale>{scales})?(?P<more>[多余])?(?P<unit>{alternation(map(str, words))})?"
    )


@cache
def _kinds() -> Mapping[str, Kind]:
    kinds = {"元": Kind.MONEY, "%": Kind.PERCENT, "‰": Kind.NONE, load("numbers")["score"]: Kind.SCORE}
    kinds |= dict.fromkeys(listed("numbers", "points"), Kind.POINTS)
    kinds |= dict.fromkeys(listed("numbers", "counts"), Kind.COUNT)
    kinds |= dict.fromkeys(listed("numbers", "measures"), Kind.MEASURE)
    return kinds


@lru_cache(maxsize=4096)
def numbers(text: str) -> tuple[Number, ...]:
    """Return all numbers of a flow's text in order; an amount whose unit stands once, behind a list, has it too."""
    found = [_number(text, match) for match in _matches(text)]
    return tuple(_with_shared_units(text, found))


def _matches(text: str) -> Iterator[re.Match[str]]:
    spot = 0
    while match := _DIGITS.search(text, spot):
        if "," in match[0] and not _one_number(text, match):
            match = re.compile(r"\d+(?:\.\d+)*").match(text, match.start())
        if match is None:
            return
        yield match
        spot = match.end()


def _one_number(text: str, match: re.Match[str]) -> bool:
    """Tell thousands, well or badly separated, from a list of whole numbers (120,350万元)."""
    if _SEPARATED.fullmatch(match[0]) or digits_of(match[0]) is None:
        return digits_of(match[0]) is not None
    clause = re.split("[，。；：]", text[: match.start()])[-1]
    return not re.search("分别|各|、", clause)


def _number(text: str, match: re.Match[str]) -> Number:
    start, end = match.span()
    unit = _unit_pattern().match(text, end)
    assert unit  # noqa: S101 - every part of the pattern may be empty
    kind = _kind(text, start, end, unit)
    if kind is Kind.NONE:
        return Number(start, unit.end(), kind, printed=text[start : unit.end()])
    return _read(text, start, end, unit, kind)


def _kind(text: str, start: int, end: int, unit: re.Match[str]) -> Kind:
    before, behind = text[:start], text[unit.end() :]
    raw = text[start:end]
    if (
        raw.count(".") > 1
        or _ordinal(before, unit)
        or _ATTACHED.search(before[-6:])
        or _RANGE.match(text[end : end + 3])
    ):
        return Kind.NONE
    if unit["unit"] is None:
        return _unitless(before, raw, unit, behind)
    if re.match(r"[-~—～]+\d", behind) or (unit["unit"] in ("类", "款", "项") and _coded(raw)):
        return Kind.NONE
    return _priced(_kinds().get(unit["unit"], Kind.NONE), unit["unit"], behind)


def _ordinal(before: str, unit: re.Match[str]) -> bool:
    if unit["unit"] in _SHEETS and _sheet(before):
        return False
    return before.rstrip(" ：:.").endswith(listed("numbers", "ordinals")) and not before.endswith(("。", "，"))


def _sheet(before: str) -> bool:
    """Whether what stands before a number is handed out, and so counted, rather than numbered (问卷495份)."""
    return before.endswith(("问卷", "答卷", "试卷", "调查表", "申请表", "登记表", "评分表", "图"))


def _coded(raw: str) -> bool:
    return (len(raw) > 1 and raw[0] == "0") or (len(raw) >= 3 and raw.isdigit() and raw[0] == "2")


def _unitless(before: str, raw: str, unit: re.Match[str], behind: str) -> Kind:
    """A number of 万 or 亿 among words of money is money (投入300万，…), and so is 预算为0; else it has no unit."""
    if (
        before.endswith("为")
        and re.fullmatch("0(?:[.]0+)?", raw)
        and re.search("(?:预算|决算|支出|收入)数?为$", before)
    ):
        return Kind.MONEY
    money = re.search("资金|支出|经费|预算|投入|收入|费|增加|减少|拨款|结余|投资", before[-14:])
    if unit["scale"] in ("万", "亿") and money and (not behind or behind[0] in _ENDS):
        return Kind.MONEY
    return Kind.BARE


def _priced(kind: Kind, unit: str, behind: str) -> Kind:
    if kind is Kind.MONEY and behind.startswith(tuple(map(str, load("numbers")["per"]))):
        return Kind.PRICE
    if kind in (Kind.COUNT, Kind.MEASURE) and behind.startswith("/"):
        return Kind.PRICE
    if kind is Kind.SCORE and _not_score().match(behind):
        return Kind.NONE
    other = load("numbers")["not_count"].get(unit)
    return Kind.NONE if kind is Kind.COUNT and other and re.match(f"(?:{other})", behind) else kind


@cache
def _not_score() -> re.Pattern[str]:
    return re.compile(alternation(listed("numbers", "not_score")))


def _read(text: str, start: int, end: int, unit: re.Match[str], kind: Kind) -> Number:
    digits = digits_of(text[start:end])
    if digits is None:
        return Number(start, unit.end(), Kind.NONE, printed=text[start : unit.end()])
    negative = bool(re.search(r"(?<![\d年月\-—])-$", text[:start]))
    value, quantum = digits.shifted(0, negative=negative)
    factor = _factor(kind, unit)
    finish = unit.end() if kind is not Kind.BARE else end
    exact = (kind in (Kind.COUNT, Kind.MEASURE) and quantum == 1 and not unit["scale"]) or _nothing(
        kind, value, quantum
    )
    first = start - 1 if negative else start
    return Number(
        first, finish, kind, value * factor, Decimal(0) if exact else quantum * factor, factor,
        _unit_name(kind, unit), text[first:finish], digits.faults[0] if "千分位逗号位置不对" in digits.faults else "",
        bound_of(text, first, finish, several=bool(unit["several"] or unit["more"])),
    )  # fmt: skip


def _nothing(kind: Kind, value: Decimal, quantum: Decimal) -> bool:
    """0万元 is nothing at all, and not what rounds to 0."""
    return kind in (Kind.MONEY, Kind.COUNT, Kind.MEASURE) and not value and quantum == 1


def _factor(kind: Kind, unit: re.Match[str]) -> Decimal:
    scale = Decimal(10) ** load("numbers")["scales"].get(unit["scale"] or "", 0)
    return Decimal("0.01") if kind in (Kind.PERCENT, Kind.POINTS) else scale if kind is not Kind.BARE else Decimal(1)


def _unit_name(kind: Kind, unit: re.Match[str]) -> str:
    if kind in (Kind.MONEY, Kind.PRICE):
        return (unit["scale"] or "") + "元"
    return (unit["unit"] or "") if kind is not Kind.BARE else ""


def _with_shared_units(text: str, found: list[Number]) -> Iterator[Number]:
    """Give the numbers of a list the unit that stands once at its end (4125.49,4143.91万元)."""
    shared: list[Number] = []
    following: Number | None = None
    for number in reversed(found):
        gap = text[number.end : following.start] if following else ""
        listing = gap in ("、", ",", "和", "及", "与") or (gap == "，" and "." in number.printed)
        bare = number.kind is Kind.BARE and not re.fullmatch(r"(?:19|20)\d\d", number.printed)
        following = _as(number, following) if bare and following and listing else number
        shared.append(following)
    yield from reversed(shared)


def _as(number: Number, like: Number) -> Number:
    if like.kind not in (Kind.MONEY, Kind.PERCENT, Kind.COUNT):
        return number
    quantum = Decimal(0) if like.kind is Kind.COUNT else number.quantum * like.factor
    return Number(
        number.start, number.end, like.kind, number.value * like.factor, quantum, like.factor, like.unit,
        number.printed + like.unit, number.malformed, number.bound,
    )  # fmt: skip
